"""What is said where a message is refused: why, with the lawful way or the rule in general; and a message in parts, one of them a
wrong: what of it is answered all the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.questions import Answer, AnswerOutcome
from bot.ports import MessageReader
from bot.services.answering.answers import without_opening
from bot.services.answering.kinds import REASONS, WHY_NOT, told_of, wrong_of
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion, ReadMessage
from bot.services.answering.threads import follows_up
from bot.services.answering.thresholds import AT
from knowledge.reading import Asker, MessageKind, MessageReading, Refusal, asks, sentences
from knowledge.refusals import log_odds, weighed
from knowledge.topics import stage_told

# So many signs of a sentence are quoted.
_QUOTED = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A ``wrong`` in a message of several sentences, and what else it holds: the ``honest`` part, where a question in it stands
    for itself."""

    wrong: str
    honest: str = ""


def wrong_signs(part: MessageReading, whole: MessageReading) -> tuple[float, ...]:
    """What :attr:`AT.wrong` weighs: one; how likely a sentence read by itself asks for a wrong, and is refused for whatever
    reason; and how likely all of the message asks for a wrong."""
    unlawful = log_odds(part.refusal[Refusal.UNLAWFUL]), log_odds(whole.refusal[Refusal.UNLAWFUL])
    return 1.0, unlawful[0], log_odds(part.refusable), unlawful[1]


def honest_signs(
    part: MessageReading, whole: MessageReading, surest: float, *, in_front: bool
) -> tuple[float, ...]:
    """What :attr:`AT.honest` weighs, of a question beside a wrong: one; how likely it is a wrong, and refused, by itself; how
    surely a section answers it; whether it stands in front of the wrong; and how likely all of the message is one."""
    unlawful = log_odds(part.refusal[Refusal.UNLAWFUL]), log_odds(whole.refusal[Refusal.UNLAWFUL])
    return 1.0, unlawful[0], log_odds(part.refusable), log_odds(surest), float(in_front), unlawful[1]


class Refusals:
    """Says no. ``reader`` reads sentences and gives passages, ``law`` finds the rule, ``steps`` tells what is done in a situation
    that is surely told."""

    def __init__(
        self, reader: MessageReader, law: LawAnswers, steps: Callable[[ReadMessage], Answer | None]
    ) -> None:
        self._reader, self._law, self._steps = reader, law, steps

    def answer(self, message: ReadMessage, refused: Refusal) -> Answer:
        """What is not answered, and why: of a wrong a plain no, what it leads to, and the lawful way; of what is counsel's the
        rule in general, where a section surely tells it, else what is done in such a situation, whoever decides."""
        asked, words = message.asked, message.asked.words
        told = asked.plain(words(f"ask.refusal.{refused.value}", act=""))
        if refused is Refusal.NEEDS_COUNSEL:
            told = self._beside_counsel(message) or told
        if refused is Refusal.UNLAWFUL:
            told = asked.plain(self._no(message))
            rule = self._law.rule(asked, AT.rule_beside) if self._may_be_mistaken(asked) else None
            if rule is not None and _is_of_time(asked):
                return rule
            told = replace(rule, text=f"{words('ask.refusal.rule_beside')}\n\n{rule.text}") if rule else told
        return replace(told, outcome=AnswerOutcome.REFUSED, reason=REASONS[refused])

    def _beside_counsel(self, message: ReadMessage) -> Answer | None:
        line, told = "ruled", self._law.rule(message.asked)
        if told is None:
            line, told = "meanwhile", self._steps(message)
        return told and replace(told, text=f"{message.asked.words(f'ask.refusal.{line}')}\n\n{told.text}")

    @staticmethod
    def _may_be_mistaken(asked: LawQuestion) -> bool:
        """Whether it may be a rule got wrong by who does no wrong, by no word of its own a wrong."""
        chances = asked.reading.refusal
        dealer = asked.reading.asker[Asker.COUNTERFEITER] >= AT.ours
        return chances[Refusal.NONE] >= AT.mistaken and not (dealer or asked.states_a_wrong)

    def _no(self, message: ReadMessage) -> str:
        asked, words = message.asked, message.asked.words
        wrong = (asked.stage and asked.stage.wrong) or wrong_of(asked.reading, message.topics)
        act, section = words(f"ask.unlawful.{wrong}"), WHY_NOT.get(wrong, "")
        if wrong == "unnamed" and asked.reading.asker[Asker.OWNER] < AT.ours:
            section = ""  # How owners go about it is nobody else's to know.
        why = self._reader.passage(section, on=asked.on, language=asked.language) if section else None
        if why is None:
            return words("ask.refusal.unlawful", act=act)
        return f"{words('ask.refusal.no', act=act)}\n\n{without_opening(why.text)}"

    def beside(
        self,
        message: ReadMessage,
        refused: Refusal,
        read: Callable[[str], ReadMessage],
        answer: Callable[[ReadMessage], Answer],
    ) -> Answer | None:
        """The answer to a message of several sentences of which one is a wrong, with a no to that: to what else is honestly
        asked, alone; of one that is ``refused`` only by a rule: steps would serve the wrong. None where nothing is a wrong, or
        nothing is left."""
        asked = message.asked
        aside = self._aside(asked, refused=refused is Refusal.UNLAWFUL)
        if aside is None:
            return None
        told = answer(read(aside.honest)) if aside.honest else None
        if refused is not Refusal.NONE:
            rule = told and told.kind is MessageKind.LAW and told.outcome is AnswerOutcome.ANSWERED
            told = told if rule else None
        elif told is None:
            told = self.answer(message, Refusal.UNLAWFUL) if self._is_all(asked, aside) else answer(message)
        wrong = aside.wrong
        return (
            with_no(asked, replace(told, question=asked.text), wrong, self._reader.topics) if told else None
        )

    def _aside(self, asked: LawQuestion, *, refused: bool) -> Aside | None:
        """The sentence, among several, that most surely is a wrong, where one surely is or all of the message is ``refused`` for
        one; and the rest, where a question of it surely stands for itself. None where there is no such sentence."""
        told = sentences(asked.text)
        read = [self._reader.read(each, on=asked.on) for each in told]
        odds = [weighed(AT.wrong, wrong_signs(each, asked.reading)) for each in read]
        staged = next((n for n, each in enumerate(told) if _states_a_wrong(each)), None)
        worst = max(range(len(told)), key=odds.__getitem__) if staged is None else staged
        if staged is None and not refused and odds[worst] <= 0:
            return None
        rest = [n for n in range(len(told)) if n != worst and odds[n] <= 0]
        honest = any(self._is_honest(asked, told[n], read[n], in_front=n < worst) for n in rest)
        return Aside(wrong=told[worst], honest=" ".join(told[n] for n in rest) if honest else "")

    def _is_honest(self, asked: LawQuestion, text: str, read: MessageReading, *, in_front: bool) -> bool:
        """Whether a sentence beside a wrong asks for itself; what leans on the wrong in front of it is part of that."""
        if not asks(text) or (not in_front and follows_up(text)):
            return False
        surest = self._law.surest(replace(asked, text=text))
        return weighed(AT.honest, honest_signs(read, asked.reading, surest, in_front=in_front)) > 0

    def _is_all(self, asked: LawQuestion, aside: Aside) -> bool:
        """Whether a wrong is all that is wanted: nothing honest is asked beside it, nothing of ours, and no situation is told."""
        rest = " ".join(each for each in sentences(asked.text) if each != aside.wrong)
        law = asked.reading.is_kind in (MessageKind.LAW, MessageKind.PLAN)
        return law and not aside.honest and told_of(self._reader.topics(rest)) < AT.tells

    def stands_alone(self, rest: LawQuestion) -> bool:
        """Whether what is left of a message is refused for nothing, and asks what a section surely answers."""
        asking = [replace(rest, text=each) for each in sentences(rest.text) if asks(each)]
        return (
            rest.reading.refused is Refusal.NONE
            and max(map(self._law.surest, asking), default=0.0) >= AT.ruled
        )


def _is_of_time(asked: LawQuestion) -> bool:
    """Whether it tells days, when somebody means to act and no money: to do a thing too early or too late is no wrong."""
    return bool(asked.reading.dates and asked.supposed.times and not asked.reading.sums)


def _states_a_wrong(text: str) -> bool:
    stage = stage_told(text)
    return stage is not None and bool(stage.wrong)


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
