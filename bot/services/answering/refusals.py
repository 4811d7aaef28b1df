"""What is said where a message is refused: why, with the lawful way or the rule in general; and what of it is answered all the
same."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.domain.questions import Answer, AnswerOutcome
from bot.ports import MessageReader
from bot.services.answering.answers import without_opening
from bot.services.answering.kinds import REASONS, WHY_NOT, told_of, wrong_of
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion, ReadMessage, wrong_sentence
from bot.services.answering.threads import follows_up
from bot.services.answering.thresholds import AT
from knowledge.reading import Asker, Refusal, asks, sentences
from knowledge.topics import told_before


class Refusals:
    """Says no. ``reader`` reads sentences and gives passages, ``law`` finds the rule."""

    def __init__(self, reader: MessageReader, law: LawAnswers) -> None:
        self._reader, self._law = reader, law

    def answer(self, message: ReadMessage, refused: Refusal) -> Answer:
        """What is not answered, and why: of a wrong a plain no, what it leads to, and the lawful way; of what is counsel's the
        rule in general, where a section surely tells it."""
        asked, words = message.asked, message.asked.words
        rule = self._law.rule(asked) if refused is Refusal.NEEDS_COUNSEL else None
        told = asked.plain(words(f"ask.refusal.{refused.value}", act=""))
        if rule is not None:
            told = replace(rule, text=f"{words('ask.refusal.ruled')}\n\n{rule.text}")
        if refused is Refusal.UNLAWFUL:
            told = asked.plain(self._no(message))
        return replace(told, outcome=AnswerOutcome.REFUSED, reason=REASONS[refused])

    def _no(self, message: ReadMessage) -> str:
        asked, words = message.asked, message.asked.words
        wrong = (asked.stage and asked.stage.wrong) or wrong_of(asked.reading, message.topics)
        act, section = words(f"ask.unlawful.{wrong}"), WHY_NOT.get(wrong, "")
        if wrong == "unnamed" and (told := told_before(asked.text, "draft_takedown")):
            section = told[0].sections[0]
        why = self._reader.passage(section, on=asked.on, language=asked.language) if section else None
        if why is None:
            return words("ask.refusal.unlawful", act=act)
        return f"{words('ask.refusal.no', act=act)}\n\n{without_opening(why.text)}"

    def wrong_and_rest(self, asked: LawQuestion) -> tuple[str, str]:
        """The sentence of an owner's message that alone is a wrong, and the rest, where that asks; else nothing."""
        wrong = wrong_sentence(asked, partial(self._reader.read, on=asked.on))
        rest = " ".join(each for each in sentences(asked.text) if each != wrong)
        honest = wrong and asks(rest) and asked.reading.is_asker is not Asker.COUNTERFEITER
        return (wrong, rest) if honest else ("", "")

    def stands_alone(self, rest: LawQuestion) -> bool:
        """Whether what stood beside a wrong is none, and holds a question that a section surely answers by its own words: one
        that leans on the wrong is part of it."""
        asked = [replace(rest, text=each) for each in sentences(rest.text) if asks(each)]
        return (
            rest.reading.refused is Refusal.NONE
            and max(map(self._law.surest, asked), default=0.0) >= AT.ruled
        )


def question_alone(text: str) -> str:
    """The only sentence of several that asks, where it can be understood without the others; empty where there is none."""
    told = sentences(text)
    asking = [each for each in told if asks(each)]
    return asking[0] if len(told) > 1 and len(asking) == 1 and not follows_up(asking[0]) else ""


def asks_else(text: str, wrong: str, topics: Callable[[str], Mapping[str, float]]) -> bool:
    """Whether what stands beside this wrong sentence asks something or tells a situation; else it is all that is wanted."""
    others = [each for each in sentences(text) if each != wrong]
    return any(map(asks, others)) or told_of(topics(" ".join(others))) >= AT.tells
