"""Plans for situations and packets for events, filled from the team's own register and the thread's case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.domain.clocks import OF_EVENT, Event, reckon
from bot.domain.questions import Citation, Step, StepButton
from bot.ports import MessageReader
from bot.repositories import Store
from bot.services.answering.answers import first_sentence, without_opening
from bot.services.answering.last_days import counted_from, last_days
from bot.services.answering.messages import Situation
from bot.services.answering.own_facts import Own, button_of, own_facts
from bot.services.answering.spans import period
from bot.words.book import Words, load_words
from knowledge import plans
from knowledge.law import Register
from knowledge.passages import Hit, Passage
from knowledge.plans import Packet, Plan, PlanCase, PlanStep

STEPS, ROOM = 5, 340
# Where a plan is chosen from titles it is known by this and its name.
OFFERED_PLAN = "plan#"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """A plan or packet as text: title, steps, and the passages behind them, numbered through."""

    title: str
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    numbered: bool = False

    def with_sections(
        self, sections: Sequence[Passage], *, in_front: bool = False, bare: Collection[str] = ()
    ) -> PlanText:
        """With what these say behind the steps, or in front of them, each under its title; the ``bare`` ones by their answer
        alone."""
        numbers = {each.passage.section_id: each for each in self.citations}
        for passage in sections:
            numbers.setdefault(passage.section_id, Citation(number=len(numbers) + 1, passage=passage))
        made = [
            section_step(each, (numbers[each.section_id],), bare=each.section_id in bare) for each in sections
        ]
        steps = (*made, *self.steps) if in_front else (*self.steps, *made)
        return replace(self, steps=steps, citations=tuple(numbers.values()))

    @property
    def lines(self) -> tuple[str, ...]:
        """A line a step; those of a plan have numbers."""
        return tuple(
            _line_of(step, f"{number}. " if self.numbered else "") for number, step in enumerate(self.steps)
        )


@dataclass(slots=True)
class _Cited:
    """Passages cited so far, each under one number."""

    reader: MessageReader
    situation: Situation
    numbers: dict[str, Citation]

    def of(self, sections: Sequence[str]) -> tuple[Citation, ...]:
        found = [self._one(section) for section in sections]
        return tuple(citation for citation in found if citation is not None)

    def told(self, passage: Passage) -> tuple[Citation, ...]:
        """The citation of a passage as it is quoted."""
        number = Citation(number=len(self.numbers) + 1, passage=passage)
        return (self.numbers.setdefault(passage.section_id, number),)

    def _one(self, section: str) -> Citation | None:
        if section not in self.numbers:
            passage = self.reader.passage(section, on=self.situation.on, language=self.situation.language)
            if passage is None:
                return None
            self.numbers[section] = Citation(number=len(self.numbers) + 1, passage=passage)
        return self.numbers[section]

    @property
    def all(self) -> tuple[Citation, ...]:
        return tuple(self.numbers.values())


class Plans:
    """Writes plans and packets."""

    def __init__(self, store: Store, reader: MessageReader, register: Register) -> None:
        self._store, self._reader, self._register = store, reader, register

    def plan(
        self, name: str, situation: Situation, told: Sequence[Passage] = (), found: Sequence[Hit] = ()
    ) -> PlanText:
        """The plan of this id, with the team's own facts and with the buttons that those facts bear: behind its first step the
        sections that are ``told`` for this very situation, then those of its own steps that no such section makes idle, as many
        as there is room for, of which most is ``found``."""
        plan, words = plans.plans()[name], load_words(situation.language)
        cited = _Cited(self._reader, situation, {})
        with self._store.unit() as unit:
            own = own_facts(unit, situation, self._register)
        first, *rest = plan.steps
        sections = [passage.section_id for passage in told]
        idle = {step.sections[0]: step for step in rest if step.sections[0] in sections}
        chances = {hit.passage.section_id: hit.probability for hit in found if told}
        open_ = [step for step in rest if step not in idle.values()]
        best = sorted(open_, key=lambda step: -max(chances.get(each, 0.0) for each in step.sections))
        kept = best[: STEPS - len(told)]
        steps = [self._step(first, situation, own, cited, words)]
        for passage in told:
            made = idle.get(passage.section_id)
            steps.append(section_step(passage, cited.told(passage), button_of(made, own) if made else None))
        steps += [self._step(step, situation, own, cited, words) for step in open_ if step in kept]
        title = plan.title.in_(situation.language)
        return PlanText(title=title, steps=tuple(steps), citations=cited.all, numbered=True)

    def case(self, name: str, situation: Situation, told: Sequence[Passage] = ()) -> PlanText:
        """The plan of this case: what is done first, its own sections in the order of action, and those ``told`` for this very
        story that are none of it, one at least, as many as there is room for. Another side than the owner reads no advice to
        the owner."""
        case, said = plans.cases()[name], situation.language
        others = [passage for passage in told if passage.section_id not in case.sections]
        own = self.passages(case.sections, situation)[: STEPS - len(others[:1])]
        first = plans.filled(case.today, self._register, said, situation.on)
        today = Step(title=load_words(said)("ask.today"), text=first, citations=())
        text = PlanText(title=case.title.in_(said), steps=(today,), citations=(), numbered=True)
        bare = plans.advice_for()[plans.OWNER] if case.side in (plans.ACCUSED, plans.THIRD) else ()
        return self._dated(text.with_sections((*own, *others)[:STEPS], bare=bare), case, situation)

    def _dated(self, text: PlanText, case: PlanCase, situation: Situation) -> PlanText:
        """With what binds in time behind what is done first: what runs in this case, and by the days told of events what its
        sections are the rule of."""
        cited = {each.passage.section_id: each for each in text.citations}
        title = load_words(situation.language)("ask.packet.clock")
        binds = {event: _rule_of(event, text.citations) for event in case.clocks}
        for packet in plans.packets().values():
            if packet.clock and packet.sections[0] in cited and situation.when(packet.clock):
                binds.setdefault(packet.clock, (cited[packet.sections[0]],))
        clocks = [
            Step(title=title, text=told, citations=citations)
            for event, citations in binds.items()
            if (told := " ".join(self._binds(event, situation)))
        ]
        return replace(text, steps=(*text.steps[:1], *clocks, *text.steps[1:]))

    def second(self, name: str, situation: Situation, told_as: str = "ask.second") -> Step:
        """What is done first in a second situation, which is told too, or rather: the words that say which."""
        said = situation.language
        told = partial(plans.filled, register=self._register, language=said, on=situation.on)
        if packet := plans.packets().get(name):
            title, done = packet.title, [self.clock(name, situation), told(packet.next_step)]
        elif case := plans.cases().get(name):
            title, done = case.title, [told(case.today)]
        else:
            title, done = plans.plans()[name].title, [told(plans.plans()[name].steps[1].text)]
        heading = load_words(said)(told_as, title=title.in_(said))
        return Step(title=heading, text=" ".join(filter(None, done)))

    def is_ahead(self, second: str, first: str, situation: Situation) -> bool:
        """Whether of these two the second alone has a day that is counted."""
        return self._counts(second, situation) and not self._counts(first, situation)

    @staticmethod
    def _counts(name: str, situation: Situation) -> bool:
        """Whether a clock of this event or case runs from a day told."""
        packet, case = plans.packets().get(name), plans.cases().get(name)
        clocks = (packet.clock,) if packet else case.clocks if case else ()
        return any(clock and situation.when(clock) for clock in clocks)

    def offered(self, names: Sequence[str], situation: Situation) -> tuple[Passage, ...]:
        """These plans, cases and events as titles to choose from, each by what it, or its first own step, rests on first."""
        known: Mapping[str, Plan | PlanCase | Packet] = {**plans.plans(), **plans.cases(), **plans.packets()}
        found = [(name, known[name]) for name in names]
        rests = [told.steps[1].sections if isinstance(told, Plan) else told.sections for _, told in found]
        return tuple(
            replace(passage, section_id=f"{OFFERED_PLAN}{name}", title=told.title.in_(situation.language))
            for (name, told), sections in zip(found, rests, strict=True)
            for passage in self.passages(sections[:1], situation)
        )

    def packet(self, name: str, situation: Situation) -> PlanText:
        """The packet of this event: clock first, then addressee, papers, cost and next step; once the clock is over, what
        follows."""
        packet, words = plans.packets()[name], load_words(situation.language)
        cited = _Cited(self._reader, situation, {})
        late = [packet.late] if packet.late and self.over(packet, situation) else ()
        citations = cited.of(late or packet.sections)
        steps = [
            Step(title=words(f"ask.packet.{part}"), text=text, citations=citations if number == 0 else ())
            for number, (part, text) in enumerate(self.rows(name, situation).items())
        ]
        return PlanText(title=packet.title.in_(situation.language), steps=tuple(steps), citations=cited.all)

    def rows(self, name: str, situation: Situation) -> Mapping[str, str]:
        """What the packet of this event holds, by its parts: ``clock``, ``to``, ``papers``, ``cost``, ``next``; once the clock is
        over, nothing but that and what is next."""
        packet, language = plans.packets()[name], situation.language
        rows = {"clock": self.clock(name, situation)}
        if self.over(packet, situation):
            known = self.passages([packet.late] if packet.late else [], situation)
            late = [without_opening(passage.text).replace("\n\n", " ") for passage in known]
            return {**rows, "next": " ".join(late) or load_words(language)("ask.packet.over")}
        told = partial(plans.filled, register=self._register, language=language, on=situation.on)
        cost = told(packet.cost) if packet.cost else load_words(language)("ask.packet.no_cost")
        rows |= {"to": told(packet.to), "papers": told(packet.papers), "cost": cost}
        return {**rows, "next": told(packet.next_step)}

    def over(self, packet: Packet, situation: Situation) -> bool:
        """Whether the last day of every step of ours has passed, where the message tells the day of the event."""
        if (when := situation.when(packet.clock)) is None:
            return False
        found = reckon(self._register, Event(packet.clock), when.latest)
        own = [each for each in found if each.rule.ours]
        return bool(own) and all(each.over(situation.on) for each in own)

    def clock(self, name: str, situation: Situation) -> str:
        """What binds in time after this event: by the day where the message tells of one, else as a period."""
        packet, language = plans.packets()[name], situation.language
        texts = self._binds(packet.clock, situation) if packet.clock else []
        if packet.clock_text is not None:
            texts.append(plans.filled(packet.clock_text, self._register, language, situation.on))
        return " ".join(text for text in texts if text)

    def _binds(self, event: str, situation: Situation) -> list[str]:
        """What an event of the clocks table starts, by its day where that is told, else as periods."""
        rules, language = OF_EVENT[Event(event)], situation.language
        if (when := situation.when(event)) is None:
            return [period(rule, self._register, situation.on, language) for rule in rules]
        by = partial(last_days, on=situation.on, told=rules, supposed=situation.supposed)
        counted = counted_from(
            when,
            situation.told,
            situation.on,
            language,
            lambda told: by(rules, told, self._register, language),
        )
        return [*counted]

    def passages(self, sections: Sequence[str], situation: Situation) -> tuple[Passage, ...]:
        """Sections as they read on the day, in the language of the situation."""
        return tuple(c.passage for c in _Cited(self._reader, situation, {}).of(sections))

    def _step(self, step: PlanStep, situation: Situation, own: Own, cited: _Cited, words: Words) -> Step:
        text = plans.filled(step.text, self._register, situation.language, situation.on)
        facts = own.shown(step.shows, words, situation.language) if step.shows else ""
        return Step(
            title=step.title.in_(situation.language),
            text=f"{text} {facts}".strip(),
            citations=cited.of(step.sections),
            button=button_of(step, own),
        )


def _rule_of(event: str, cited: Sequence[Citation]) -> tuple[Citation, ...]:
    """The first of those cited that rests on the law of what this event starts."""
    keys = {rule.basis for rule in OF_EVENT[Event(event)]}
    return tuple(each for each in cited if not keys.isdisjoint(each.passage.keys))[:1]


def section_step(
    passage: Passage, citations: tuple[Citation, ...], button: StepButton | None = None, *, bare: bool = False
) -> Step:
    """A section as a step: under its own title all that it answers, for its figures may stand last, and where there is room how
    what comes next begins; ``bare``, what it answers alone."""
    first, *rest = passage.paragraphs
    answer = without_opening(first)
    text = " ".join((answer, *map(first_sentence, rest[: 0 if bare else 1])))
    text = text if len(text) <= ROOM else answer
    return Step(title=passage.title, text=text, citations=citations, button=button)


def _line_of(step: Step, opening: str) -> str:
    marks = "".join(f" [{citation.number}]" for citation in step.citations)
    return f"{opening}{step.title}: {step.text}{marks}"
