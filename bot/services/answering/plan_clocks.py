"""Which events start clocks in the answer to a told story: that of its plan, and beside it what its words surely tell; and what
is counted by the days and amounts told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.clocks import OF_EVENT, Event, reckon
from bot.domain.later_steps import overtaken
from bot.domain.questions import Answer
from bot.domain.told_times import clocked
from bot.services.answering.answers import opened_by
from bot.services.answering.last_days import figures
from bot.services.answering.messages import LawQuestion
from bot.services.answering.sums import computed
from knowledge.law import Register
from knowledge.passages import Passage
from knowledge.plans import cases, packets


@dataclass(frozen=True, slots=True)
class PlanClocks:
    """The events of a plan: its ``own``, whose time runs in it, and those ``near`` it, which what it cites is the rule of."""

    own: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    def silenced(self, asked: LawQuestion, register: Register) -> LawQuestion:
        """The question without the days of events that start no clock of this plan: overtaken by its own; and, of those that are
        not near it, what no words tell, and what is over."""
        others = (event for event in Event if event not in self.own)
        return replace(asked, silent=frozenset(e for e in others if self._is_silent(e, asked, register)))

    def _is_silent(self, event: Event, asked: LawQuestion, register: Register) -> bool:
        near = event in self.near or _surely_runs(event, asked, register)
        return event in overtaken(self.own) or not near


def clocks_of(name: str) -> PlanClocks:
    """The events of the plan, the case or the packet of this id."""
    if packet := packets().get(name):
        own = frozenset([packet.clock] if packet.clock else [])
        return PlanClocks(own, own)
    if case := cases().get(name):
        near = frozenset(_resting(case.sections))
        return PlanClocks(frozenset(case.clocks), near | frozenset(case.clocks))
    return PlanClocks()


def _resting(sections: Collection[str]) -> Iterator[str]:
    """The events whose packets rest on one of these sections first."""
    yield from (each.clock for each in packets().values() if each.clock and each.sections[0] in sections)


def _surely_runs(event: Event, asked: LawQuestion, register: Register) -> bool:
    """Whether the words beside a day tell it of this event, and a time from it may still run."""
    when = asked.when(event)
    if when is None or clocked(event, asked.told, asked.today, asked.since) is None:
        return False
    ends = (each.over(asked.today) for each in reckon(register, event, when.latest))
    return bool(OF_EVENT[event]) and not all(ends)


def counted(
    asked: LawQuestion, answer: Answer, told: Sequence[Passage], own: Collection[str], register: Register
) -> Answer:
    """The answer, behind what is counted by the first of the sections told by which anything is, or of the amounts told; from
    what is only perhaps its day, of its ``own`` events alone."""
    found: list[tuple[Passage, Sequence[str]]] = [
        (passage, figures(asked, passage, register, perhaps=own)) for passage in told
    ]
    days, text, read = (asked.on, asked.today), asked.text, asked.reading
    for passage in (citation.passage for citation in answer.citations if read.sums):
        by = (passage.keys, register, days, asked.language)
        found.append((passage, computed(text, read, *by, told=asked.told)))
    for passage, lines in found:
        if new := [line for line in lines if line not in answer.text]:
            return opened_by(answer, passage, " ".join(new))
    return answer
