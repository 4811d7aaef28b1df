"""Answers by a chat model, held to the passages sentence by sentence; extractive where that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.domain.questions import Written, language_of
from bot.llm.blocks import data_text, neutral, system_text, without_orders
from bot.llm.budget import Prices, UsageLedger
from bot.llm.client import TURNS, ChatFailed, ModelReply
from bot.llm.groundedness import GroundedText, Grounds, SentenceFault
from bot.llm.ledgers import MemoryLedger
from bot.llm.sentences import joined
from bot.llm.tools import ChatTools
from bot.ports import AnswerWriter
from knowledge.passages import Hit, Passage

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

SHORTEST = {"en": 40, "zh": 15}
# More characters a token than any tokenizer in use reaches for the language, so that estimates err high.
_CHARACTERS_A_TOKEN = 2.5
_log = structlog.get_logger("bot.llm")
# A first sentence that fell for one of these was the model's direct answer, and it was wrong.
_WRONG = frozenset(
    {
        SentenceFault.INVENTED,
        SentenceFault.DENIED,
        SentenceFault.UNKNOWN_LAW,
        SentenceFault.TURNED_ROUND,
        SentenceFault.CONTRADICTS,
    }
)


class Chat(Protocol):
    """A chat model, see :class:`bot.llm.client.ChatModel`. ``write`` raises ChatFailed."""

    name: str
    most_tokens: int

    def write(
        self,
        system: str,
        data: str,
        on_text: Callable[[str], None] | None = None,
        tools: Sequence[BaseTool] = (),
    ) -> ModelReply: ...


def _anything(_passage: Passage) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWriter:
    """An :class:`bot.ports.AnswerWriter`: a chat model words the answer, and says no more than the passages.

    ``may_send`` decides which passages the model may see (confidential documents); ``today`` names the month
    whose budget ``monthly_tokens`` (0: none) is charged. Never raises for the model's sake: without a usable
    answer from it the ``fallback`` writes. With ``lookups`` the model may search before it writes.
    """

    chat: Chat
    fallback: AnswerWriter
    today: Callable[[], date]
    ledger: UsageLedger = field(default_factory=MemoryLedger)
    monthly_tokens: int = 0
    prices: Prices = field(default_factory=Prices)
    may_send: Callable[[Passage], bool] = _anything
    lookups: ChatTools | None = None

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        records: Callable[[str], str] | None = None,
    ) -> Written:
        """The answer. ``on_text`` is given nothing when the model is asked, then the checked text so far; what is returned
        may be another text."""
        written = self._by_chat(question, hits, language, earlier, on_text, records)
        return written or self.fallback.write(question, hits, language=language, parts=parts)

    def _by_chat(
        self,
        question: str,
        hits: Sequence[Hit],
        language: str,
        earlier: Sequence[str],
        on_text: Callable[[str], None] | None,
        records: Callable[[str], str] | None,
    ) -> Written | None:
        passages = self._shown(hits, language)
        if passages is None:
            return None
        grounds = Grounds(passages, language)
        tools = self.lookups.tools(language, self.today(), passages, records) if self.lookups else ()
        system = system_text(language, looks_up=bool(tools))
        partial = None
        if on_text is not None:
            on_text("")
            partial = _checked_so_far(grounds, passages, on_text)
        reply = self.ask(system, data_text(question, passages, earlier), partial, tools)
        if reply is None:
            return None
        judged = grounds.judge(reply.text)
        why = shortfall(judged, language)
        _log.info(
            "chat_answer",
            model=self.chat.name,
            kept=len(judged.kept),
            dropped=[fault.value for _, fault in judged.dropped],
            stopped=reply.reason,
            fallback=why,
        )
        return None if why else _written(judged, passages, self.chat.name)

    def _shown(self, hits: Sequence[Hit], language: str) -> list[Passage] | None:
        # Grounding compares wordings, so the passages must be in the language of the answer.
        best = hits[0].passage
        if best.language != language or not self.may_send(best):
            _log.info("chat_not_asked", passage=best.passage_id, confidential=best.language == language)
            return None
        shown = [h.passage for h in hits if h.passage.language == language and self.may_send(h.passage)]
        for passage in shown:
            if without_orders(passage.text) != passage.text:
                _log.warning("passage_addresses_the_model", passage=passage.passage_id)
        return shown

    def ask(
        self,
        system: str,
        data: str,
        partial: Callable[[str], None] | None = None,
        tools: Sequence[BaseTool] = (),
    ) -> ModelReply | None:
        """The model's reply within the month's budget; None where that is spent or the model failed."""
        month = f"{self.today():%Y-%m}"
        reading = estimated_tokens(system) + estimated_tokens(data)
        turns = TURNS + 1 if tools else 1
        largest = self.prices.usage(month, turns * reading, turns * self.chat.most_tokens)
        if not self.ledger.book(largest, self.monthly_tokens):
            spent = self.ledger.of(month).tokens
            _log.warning("chat_budget_spent", month=month, tokens=spent, budget=self.monthly_tokens)
            return None
        try:
            reply = self.chat.write(system, data, partial, tools)
        except ChatFailed as failure:
            # The provider may charge for what it read; for an answer nobody received it has not told us.
            self.ledger.settle(largest, self.prices.usage(month, reading, 0))
            _log.warning("chat_failed", model=self.chat.name, why=str(failure.why))
            return None
        read, wrote = reply.input_tokens or reading, reply.output_tokens or estimated_tokens(reply.text)
        self.ledger.settle(largest, self.prices.usage(month, read, wrote))
        return reply


def shortfall(judged: GroundedText, language: str) -> str:
    """Why what is left of an answer does not answer; empty where it does."""
    if not judged.kept:
        return "nothing_left"
    if _WRONG & set(judged.faults_before_first):
        return "direct_answer_wrong"
    if not any(1 in sentence.marks for sentence in judged.kept):
        return "best_passage_unused"
    text = " ".join(sentence.text for sentence in judged.kept)
    if language_of(text) != language:
        return "wrong_language"
    return "too_short" if len(text) < SHORTEST.get(language, SHORTEST["en"]) else ""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is, rather too many than too few."""
    wide = sum(ord(sign) > 0x2E80 for sign in text)
    return wide * 2 + int((len(text) - wide) / _CHARACTERS_A_TOKEN) + 8


def _checked_so_far(
    grounds: Grounds, passages: Sequence[Passage], on_text: Callable[[str], None]
) -> Callable[[str], None]:
    shown, stops = "", 0

    def check(text: str) -> None:
        nonlocal shown, stops
        ended = sum(text.count(stop) for stop in ".!?。！？\n")
        if ended == stops:
            return
        stops = ended
        judged = grounds.judge(text, whole=False)
        if judged.kept and not _WRONG & set(judged.faults_before_first):
            fresh = _written(judged, passages, "").text
            if fresh != shown:
                shown = fresh
                on_text(fresh)

    return check


def _written(judged: GroundedText, passages: Sequence[Passage], writer: str) -> Written:
    used = tuple(dict.fromkeys(mark for sentence in judged.kept for mark in sentence.marks))
    numbers = {mark: number for number, mark in enumerate(used, start=1)}
    text = neutral(joined(judged.kept, numbers))
    return Written(text=text, passages=tuple(passages[mark - 1] for mark in used), writer=writer)
