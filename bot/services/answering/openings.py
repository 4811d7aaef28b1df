"""The last day that opens an answer which rests on another rule than that sets it."""

from bot.domain.clocks import OF_EVENT, Event, reckon
from bot.domain.questions import Answer, AnswerOutcome, RefusalReason
from bot.ports import MessageReader
from bot.services.answering.answers import opened_by
from bot.services.answering.last_days import is_timed, last_days
from bot.services.answering.messages import LawQuestion, ReadMessage, clock_rules
from bot.words.book import day
from knowledge.law import Register
from knowledge.plans import packets
from knowledge.reading import MessageKind

_OF_LAW = (MessageKind.LAW, MessageKind.PLAN)


def with_last_day(message: ReadMessage, answer: Answer, register: Register, reader: MessageReader) -> Answer:
    """The answer, opened by the last day of the event whose day the message tells, whatever passage it rests on, where it tells
    none."""
    asked = message.asked
    event = _event(message, answer) if _is_open(asked, answer) else None
    when = asked.when(event) if event else None
    if event is None or when is None or not when.is_day:
        return answer
    rules, language = OF_EVENT[event], asked.language
    lines = last_days(rules, when, register, language, on=asked.today, told=rules, supposed=asked.supposed)
    ends = (day(each.due_on, language) for each in reckon(register, event, when.first))
    sections = [each.sections[0] for each in packets().values() if each.clock == event]
    passage = reader.passage(sections[0], on=asked.on, language=language) if sections and lines else None
    if passage is None or any(each in answer.text for each in ends):
        return answer
    return opened_by(answer, passage, " ".join(lines))


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
    cited = {each.passage.section_id for each in answer.citations}
    spoken: set[str | None] = {
        rule.event for each in answer.citations for rule in clock_rules(each.passage.keys)
    }
    spoken |= {each.clock for each in packets().values() if not cited.isdisjoint(each.sections)}
    spoken |= {asked.event, packets()[name].clock if chance else None}
    found = [each for each in Event if each in spoken and asked.when(each)]
    return found[0] if len(found) == 1 else None
