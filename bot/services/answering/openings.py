"""The last day that opens an answer which rests on another rule than that sets it."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.clocks import OF_EVENT, RULES, Event, reckon
from bot.domain.questions import Answer, AnswerOutcome, RefusalReason
from bot.ports import MessageReader
from bot.services.answering.answers import opened_by
from bot.services.answering.judged import against_office
from bot.services.answering.last_days import is_timed, last_days
from bot.services.answering.messages import LawQuestion, ReadMessage, clock_rules
from bot.words.book import day
from knowledge.forms import DAY_LIKE
from knowledge.law import Register
from knowledge.months import unread_day
from knowledge.passages import Passage
from knowledge.plans import packets
from knowledge.reading import MessageKind

tells_a_day = DAY_LIKE.search
_OF_LAW = (MessageKind.LAW, MessageKind.PLAN)


def with_last_day(message: ReadMessage, answer: Answer, register: Register, reader: MessageReader) -> Answer:
    """The answer, opened by the last day of the event whose day the message tells, whatever passage it rests on, where it tells
    none; and by a day that is not read."""
    asked = message.asked
    answer = with_unread_day(asked, answer)
    event = _event(message, answer) if asked.began and _is_open(asked, answer) else None
    when = asked.when(event) if event else None
    if event is None or when is None or not when.is_day:
        return answer
    rules, language = OF_EVENT[event], asked.language
    lines = last_days(rules, when, register, language, on=asked.today, told=rules, supposed=asked.supposed)
    ends = (day(each.due_on, language) for each in reckon(register, event, when.first))
    passage = _resting(event, asked, answer, reader) if lines else None
    if passage is None or any(each in answer.text for each in (lines[0], *ends)):
        return answer
    return opened_by(
        answer, passage, " ".join((*lines, *against_office(event, register, language, asked.on)))
    )


def with_unread_day(asked: LawQuestion, answer: Answer) -> Answer:
    """The answer, opened by the words that tell a day which is not read, where something of what it cites runs from a day."""
    said = unread_day(asked.text, asked.today)
    timed = any(clock_rules(each.passage.keys) for each in answer.citations)
    if not said or not timed or answer.outcome is not AnswerOutcome.ANSWERED:
        return answer
    joint = " " if answer.steps else "\n\n"
    return replace(answer, text=joint.join((asked.words("ask.unread_day", said=said), answer.text)))


def _resting(event: Event, asked: LawQuestion, answer: Answer, reader: MessageReader) -> Passage | None:
    """What a clock of this event rests on: its packet's section, else the section cited on the same step."""
    for packet in packets().values():
        if packet.clock == event:
            return reader.passage(packet.sections[0], on=asked.on, language=asked.language)
    kinds = {rule.kind for rule in OF_EVENT[event]}
    return next((p for p in _passages(answer) if kinds & {r.kind for r in clock_rules(p.keys)}), None)


def _passages(answer: Answer) -> list[Passage]:
    return [each.passage for each in answer.citations]


def _is_open(asked: LawQuestion, answer: Answer) -> bool:
    """Whether it answers law, with sources, to what is asked for a time."""
    told = answer.outcome is AnswerOutcome.ANSWERED or answer.reason is RefusalReason.NEEDS_COUNSEL
    return told and bool(answer.citations) and answer.kind in _OF_LAW and is_timed(asked)


def _event(message: ReadMessage, answer: Answer) -> Event | None:
    """The one event whose words stand beside a day that is told, and that something else speaks for too: how the message was
    heard, or what the answer rests on; None where two are or none is."""
    asked, (name, chance) = message.asked, message.happened
    if asked.clearly:
        return asked.event
    spoken = {*_spoken(answer), asked.event, packets()[name].clock if chance else None}
    found = [each for each in Event if each in spoken and asked.when(each)]
    return found[0] if len(found) == 1 else None


def _spoken(answer: Answer) -> Iterator[str]:
    """The events of the clocks that the answer rests on: of the same step, of an outer limit, of a packet."""
    cited = {each.section_id for each in _passages(answer)}
    keys = {key for each in _passages(answer) for key in each.keys}
    kinds = {rule.kind for rule in clock_rules(keys)}
    yield from (r.event for r in RULES if r.kind in kinds or r.other.rpartition(".")[0] in keys)
    yield from (each.clock for each in packets().values() if not cited.isdisjoint(each.sections))
