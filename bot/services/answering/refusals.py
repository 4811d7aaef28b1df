"""What is said where a message is refused: why, with the lawful way or the rule in general; and a message in parts, one of them a
wrong: what of it is answered all the same."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.questions import Answer, AnswerOutcome
from bot.ports import MessageReader
from bot.services.answering.answers import without_opening
from bot.services.answering.kinds import REASONS, WHY_NOT, told_of, wrong_of
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion, ReadMessage
from bot.services.answering.threads import follows_up
from bot.services.answering.thresholds import AT
from knowledge.reading import MessageKind, MessageReading, Refusal, asks, sentences
from knowledge.topics import stage_told, told_before

# So many signs of a sentence are quoted; chances nearer to none and to all than this are taken for it.
_QUOTED, _NEAREST = 80, 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A ``wrong`` in a message of several sentences (empty: there is none), and what else it holds: the ``honest`` part, where a
    question in it stands for itself."""

    wrong: str = ""
    honest: str = ""


def wrong_signs(part: MessageReading, whole: MessageReading) -> tuple[float, ...]:
    """What :attr:`AT.wrong` weighs: one; how likely a sentence read by itself asks for a wrong, and is refused for whatever
    reason; and how likely all of the message asks for a wrong."""
    unlawful = _odds(part.refusal[Refusal.UNLAWFUL]), _odds(whole.refusal[Refusal.UNLAWFUL])
    return 1.0, unlawful[0], _odds(part.refusable), unlawful[1]


def honest_signs(
    part: MessageReading, whole: MessageReading, surest: float, *, in_front: bool
) -> tuple[float, ...]:
    """What :attr:`AT.honest` weighs, of a question beside a wrong: one; how likely it is a wrong, and refused, by itself; how
    surely a section answers it; whether it stands in front of the wrong; and how likely all of the message is one."""
    unlawful = _odds(part.refusal[Refusal.UNLAWFUL]), _odds(whole.refusal[Refusal.UNLAWFUL])
    return 1.0, unlawful[0], _odds(part.refusable), _odds(surest), float(in_front), unlawful[1]


def _odds(chance: float) -> float:
    held = min(max(chance, _NEAREST), 1 - _NEAREST)
    return math.log(held / (1 - held))


def weighed(weights: Sequence[float], signs: Sequence[float]) -> float:
    """In log-odds, what these signs speak for."""
    return sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


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

    def aside(self, asked: LawQuestion, *, refused: bool) -> Aside:
        """The sentence, among several, that most surely is a wrong, where one surely is or all of the message is ``refused`` for
        one; and the rest, where a question of it surely stands for itself."""
        told = sentences(asked.text)
        if len(told) < 2:
            return Aside()
        read = [self._reader.read(each, on=asked.on) for each in told]
        odds = [weighed(AT.wrong, wrong_signs(each, asked.reading)) for each in read]
        staged = [n for n, each in enumerate(told) if (stage := stage_told(each)) and stage.wrong]
        worst = staged[0] if staged else max(range(len(told)), key=odds.__getitem__)
        if not (staged or refused or odds[worst] > 0):
            return Aside()
        rest = [n for n, each in enumerate(odds) if n != worst and each <= 0]
        # What leans on the wrong in front of it is part of it.
        asking = [n for n in rest if asks(told[n]) and (n < worst or not follows_up(told[n]))]
        sure = ((n, self._law.surest(replace(asked, text=told[n]))) for n in asking)
        signs = (honest_signs(read[n], asked.reading, surest, in_front=n < worst) for n, surest in sure)
        honest = any(weighed(AT.honest, each) > 0 for each in signs)
        return Aside(wrong=told[worst], honest=" ".join(told[n] for n in rest) if honest else "")

    def is_all(self, asked: LawQuestion, aside: Aside) -> bool:
        """Whether a wrong is all that is wanted: nothing honest is asked beside it, nothing of ours, and no situation is told."""
        rest = " ".join(each for each in sentences(asked.text) if each != aside.wrong)
        law = asked.reading.is_kind in (MessageKind.LAW, MessageKind.PLAN)
        return (
            bool(aside.wrong) and law and not aside.honest and told_of(self._reader.topics(rest)) < AT.tells
        )

    def stands_alone(self, rest: LawQuestion) -> bool:
        """Whether what is left of a message is refused for nothing, and asks what a section surely answers."""
        asking = [replace(rest, text=each) for each in sentences(rest.text) if asks(each)]
        return (
            rest.reading.refused is Refusal.NONE
            and max(map(self._law.surest, asking), default=0.0) >= AT.ruled
        )


def question_alone(text: str) -> str:
    """The only sentence of several that asks, where it can be understood without the others; empty where there is none."""
    told = sentences(text)
    asking = [each for each in told if asks(each)]
    return asking[0] if len(told) > 1 and len(asking) == 1 and not follows_up(asking[0]) else ""


def with_no(
    asked: LawQuestion, answer: Answer, wrong: str, topics: Callable[[str], Mapping[str, float]]
) -> Answer:
    """The answer, or what is asked back, with a no to this sentence, if any: in front where the whole is likely meant so, else at
    the end; of a plan in its first line, which alone stands in front of its steps."""
    if answer.outcome is AnswerOutcome.REFUSED or not wrong:
        return answer
    act = asked.words(f"ask.unlawful.{wrong_of(asked.reading, topics(wrong))}")
    quoted = wrong if len(wrong) <= _QUOTED else f"{wrong[:_QUOTED].rstrip()} …"
    line = asked.words("ask.refusal.aside", said=quoted, act=act)
    first = asked.reading.refusal[Refusal.UNLAWFUL] >= AT.in_front or answer.outcome is AnswerOutcome.CHOICE
    title, end, steps = answer.text.partition("\n") if answer.steps else (answer.text, "", "")
    joint = " " if answer.steps else "\n\n"
    return replace(answer, text=joint.join((line, title) if first else (title, line)) + end + steps)
