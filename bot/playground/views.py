"""Modals and Home tabs: what is open for whom, and Slack's rules for stacking them."""

from dataclasses import replace

from bot.playground.jsons import Json, text
from bot.playground.records import SlackError, ViewRecord

DEEPEST_STACK = 3


class Views:
    """All views of a workspace. The caller holds the workspace's lock."""

    def __init__(self) -> None:
        self.all: dict[str, ViewRecord] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self._made = 0

    def open(self, user: str, body: Json) -> ViewRecord:
        """Show a modal on top of nothing, replacing what was open."""
        self.stacks[user] = []
        return self._push(user, body)

    def push(self, user: str, body: Json) -> ViewRecord:
        """Put a modal on top of the open one; at most three deep."""
        if len(self.stacks.get(user, [])) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        return self._push(user, body)

    def update(self, view: ViewRecord, body: Json, expected_hash: str = "") -> ViewRecord:
        """Replace what a view shows; `hash_conflict` when it changed since the app looked."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        changed = replace(view, body=body, hash=self._hash(), errors={})
        self.all[view.id] = changed
        return changed

    def publish(self, user: str, body: Json, expected_hash: str = "") -> ViewRecord:
        """Show a Home tab."""
        if user in self.homes:
            return self.update(self.all[self.homes[user]], body, expected_hash)
        view = self._new(user, body, "home", None)
        self.homes[user] = view.id
        return view

    def find(self, view_id: str, external_id: str = "") -> ViewRecord:
        """A view by its id or the app's own id for it; `not_found` otherwise."""
        if view_id in self.all:
            return self.all[view_id]
        for view in self.all.values():
            if external_id and text(view.body, "external_id") == external_id:
                return view
        raise SlackError("not_found")

    def top(self, user: str) -> ViewRecord | None:
        """The modal a person is looking at."""
        stack = self.stacks.get(user, [])
        return self.all[stack[-1]] if stack else None

    def open_for(self, user: str) -> list[ViewRecord]:
        """A person's modals, the one on top last."""
        return [self.all[view_id] for view_id in self.stacks.get(user, [])]

    def close(self, view: ViewRecord) -> list[ViewRecord]:
        """Take a modal and those above it off the stack; the closed ones, top first."""
        stack = self.stacks.get(view.user, [])
        if view.id not in stack:
            return []
        at = stack.index(view.id)
        closed, self.stacks[view.user] = stack[at:], stack[:at]
        return [self.all.pop(view_id) for view_id in reversed(closed)]

    def clear(self, user: str) -> list[ViewRecord]:
        """Take every modal of a person away."""
        stack = self.stacks.get(user, [])
        return self.close(self.all[stack[0]]) if stack else []

    def refuse(self, view: ViewRecord, errors: dict[str, str]) -> ViewRecord:
        """Keep a modal open and show what is wrong under its blocks."""
        refused = replace(view, errors=errors)
        self.all[view.id] = refused
        return refused

    def _push(self, user: str, body: Json) -> ViewRecord:
        stack = self.stacks.setdefault(user, [])
        view = self._new(user, body, "modal", stack[-1] if stack else None)
        stack.append(view.id)
        return view

    def _new(self, user: str, body: Json, kind: str, below: str | None) -> ViewRecord:
        self._made += 1
        view_id = f"V{self._made:08d}"
        root = self.all[below].root_view_id if below else view_id
        view = ViewRecord(
            id=view_id,
            user=user,
            type=kind,
            body=body,
            hash=self._hash(),
            root_view_id=root,
            previous_view_id=below,
        )
        self.all[view_id] = view
        return view

    def _hash(self) -> str:
        self._made += 1
        return f"{self._made}.playground"
