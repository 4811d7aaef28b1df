"""An answer that is streamed: a message that grows while it is written."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from slack_sdk.models.messages.chunk import PlanUpdateChunk, TaskUpdateChunk
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.chat_stream import ChatStream

from bot.domain.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.cards import Card
from bot.slack.delivering import delivering
from bot.slack.failures import refusal

_PLANLESS = frozenset({"invalid_chunks", "invalid_arguments", "invalid_task_display_mode"})


class MessageStream:
    """A growing message. A server that knows no streaming is asked once, one that knows no plans streams without;
    ``posted`` is None until something stands."""

    def __init__(self, opened: Callable[[str | None], ChatStream], channel: str) -> None:
        self._opened, self._stream, self._channel = opened, opened("plan"), channel
        self._shown, self._broken, self._tasks = "", False, dict[str, str]()

    @property
    def posted(self) -> Posted | None:
        """Where the message stands."""
        return Posted(channel=self._channel, ts=self._stream.ts) if self._stream.ts else None

    def plan(self, title: str, tasks: Mapping[str, str]) -> None:
        """Show what is done for it, task by task: all but the last is done already."""
        self._tasks = dict(tasks)
        try:
            with delivering():
                self._stream.append(chunks=[PlanUpdateChunk(title=title), *self._cards(done=len(tasks) - 1)])
        except DeliveryFailed as failure:
            self._broken = refusal(failure) not in _PLANLESS
            self._stream, self._tasks = self._opened(None), {}

    def show(self, text: str) -> None:
        """Let the message hold this text, if it continues what it holds."""
        if self._broken or not text.startswith(self._shown) or text == self._shown:
            return
        try:
            with delivering():
                self._stream.append(markdown_text=text[len(self._shown) :])
        except DeliveryFailed:
            self._broken = True
            return
        self._shown = text

    def end(self, text: str, rest: Card, known: Metadata) -> bool:
        """End with the whole text, what stands under it and what it is known by; false where the message cannot become that."""
        if self._broken or not self._shown or not text.startswith(self._shown):
            self._close()
            return False
        more, done = text[len(self._shown) :] or None, self._cards(done=len(self._tasks))
        try:
            with delivering():
                self._stream.stop(markdown_text=more, chunks=done or None, blocks=rest.blocks, metadata=known)
        except DeliveryFailed:
            return False
        return True

    def _cards(self, done: int) -> list[TaskUpdateChunk]:
        stands = ["complete" if at < done else "in_progress" for at in range(len(self._tasks))]
        tasks = zip(self._tasks.items(), stands, strict=True)
        return [TaskUpdateChunk(id=key, title=title, status=status) for (key, title), status in tasks]

    def _close(self) -> None:
        if self.posted is not None:
            with suppress(DeliveryFailed), delivering():
                self._stream.stop()
