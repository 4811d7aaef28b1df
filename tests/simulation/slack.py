"""Slack as deliveries see it: what it stored, and how it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.alerts import Alert
from bot.domain.case_notes import CaseNote
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline, plan
from bot.domain.drafts import Draft, DraftStatus, PreviewOrder
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import PersonId
from bot.domain.law_change import Touched
from bot.domain.moments import china_day
from bot.domain.rules import RuleReport
from bot.domain.sentences import Sentence
from bot.ports import Posted
from tests.simulation.chance import Chance


class SimulatedSlack:
    """Keeps messages by their keys. A call may fail before it is stored, be lost after it, be slowed down, or be the last
    thing that the process does."""

    def __init__(self, chance: Chance, clock: Callable[[], datetime]) -> None:
        self._chance, self._clock = chance, clock
        self.stored: Counter[str] = Counter()
        self.early: list[str] = []
        """What came before its day, or before what it follows."""

        self.looked_up: set[str] = set()
        """Alerts whose message was found to stand already."""

        self.digested: Counter[str] = Counter()
        """How many digests in Slack hold an alert."""

    def _put(self, key: str, since: datetime | None, *, found: bool = False) -> None:
        fault = self._chance.of_call()
        if fault == "slow":
            raise DeliveryFailed("slow down", retry_after=3.0, slow_down=True)
        if fault == "refused":
            raise DeliveryFailed("no connection")
        if fault == "lost":
            raise DeliveryFailed("no answer", in_doubt=True)
        if not (since is not None and self.stored[key]) and not found:
            self.stored[key] += 1
        self._chance.may_kill("after a post")
        if fault == "stored":
            raise DeliveryFailed("no answer, but stored", in_doubt=True)

    def post_alert(self, alert: Alert) -> Posted:
        if alert.held is not None:
            self.early.append(f"{alert.alert_id} was told while it is held")
        self._put(f"alert {alert.alert_id}", None)
        return Posted(channel="C0ALERTS", ts=f"1.{alert.alert_id}")

    def find_alert(self, alert: Alert, since: datetime) -> Posted | None:
        self._put("look-up", None, found=True)
        if self.stored[f"alert {alert.alert_id}"]:
            self.looked_up.add(alert.alert_id)
            return Posted(channel="C0ALERTS", ts=f"1.{alert.alert_id}")
        return None

    def update_alert(self, alert: Alert, case: Posted | None = None) -> None:
        if not self.stored[f"alert {alert.alert_id}"]:
            self.early.append(f"the message of {alert.alert_id} was changed before it stood")
        self._put("update", None, found=True)

    def post_digest(self, channel: str, alerts: Sequence[Alert], *, key: str, since: datetime | None) -> None:
        before = self.stored[key]
        try:
            self._put(key, since)
        finally:
            if self.stored[key] > before:
                self.digested.update(alert.alert_id for alert in alerts)

    def post_rule_reports(self, reports: Sequence[RuleReport], *, key: str, since: datetime | None) -> None:
        self._put(key, since)

    def show_drafts(self, parts: Sequence[Draft], *, since: datetime | None) -> Posted:
        if parts[0].ts:
            self.update_drafts(parts)
        else:
            self._put(f"preview {parts[0].draft_id}", since)
        return Posted(channel="C0LEGAL", ts=f"2.{parts[0].draft_id}")

    def accompany_draft(self, order: PreviewOrder, parts: Sequence[Draft], *, since: datetime | None) -> None:
        self._put(f"files of {order.draft_id}, version {order.version}", since)

    def update_drafts(self, parts: Sequence[Draft]) -> None:
        self._put("update", None, found=True)

    def tell_draft(
        self, draft: Draft, what: str, people: Sequence[PersonId], *, key: str, since: datetime | None
    ) -> None:
        if not self.stored[f"preview {draft.draft_id}"]:
            self.early.append(f"{draft.draft_id}: {what} was told before its preview stood")
        if what == "released" and draft.status not in (DraftStatus.APPROVED, DraftStatus.SENT):
            self.early.append(f"the documents of {draft.draft_id} were given out while it is {draft.status}")
        self._put(f"{what} {draft.draft_id}" if what in {"released", "held_back"} else key, since)

    def remind(
        self,
        case: Case | None,
        deadline: Deadline,
        people: Sequence[PersonId],
        *,
        key: str,
        since: datetime | None,
    ) -> None:
        mark = key.removeprefix(f"{deadline.deadline_id} ")
        if any(each == mark and day > china_day(self._clock()) for each, day in plan(deadline)):
            self.early.append(f"{key} came before its day")
        self._put(f"reminder {key}", since)

    def tell_case(self, case: Case, note: CaseNote, *, key: str, since: datetime | None) -> None:
        self._put(key, since)

    def keep_picture(self, name: str, content: bytes) -> str:
        return f"F-{name}"

    def tell_law_change(self, found: Sequence[Touched], *, key: str, since: datetime | None) -> None:
        self._put(key, since)

    def tell_admins(self, note: Sentence, *, key: str = "", since: datetime | None = None) -> None:
        self._put(key or str(note), since)
