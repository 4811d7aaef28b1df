"""Plans for situations and packets for events, filled from the team's own register and the thread's case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.domain.cases import Case
from bot.domain.clocks import OF_EVENT, Event, reckon
from bot.domain.questions import Citation, Step, StepButton
from bot.domain.rights import CARRIES, Right, RightState
from bot.domain.verdicts import Verdict
from bot.ports import MessageReader
from bot.repositories import Store, UnitOfWork
from bot.services.answering.answers import first_sentence, without_opening
from bot.services.answering.last_days import counted_from, last_days
from bot.services.answering.messages import Situation
from bot.services.answering.spans import period
from bot.words.book import Words, day, load_words
from knowledge import plans
from knowledge.law import Register
from knowledge.passages import Hit, Passage
from knowledge.plans import Packet, Plan, PlanCase, PlanStep

NAMED, STEPS, ROOM = 3, 5, 280
# Where a plan is chosen from titles it is known by this and its name.
OFFERED_PLAN = "plan#"
_GRACE = "tm.renewal.grace"
_BEARS = frozenset().union(*CARRIES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """A plan or packet as text: title, steps, and the passages behind them, numbered through."""

    title: str
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    numbered: bool = False

    def with_sections(self, sections: Sequence[Passage], *, in_front: bool = False) -> PlanText:
        """With what these say behind the steps, or in front of them, each under its title."""
        numbers = {each.passage.section_id: each for each in self.citations}
        for passage in sections:
            numbers.setdefault(passage.section_id, Citation(number=len(numbers) + 1, passage=passage))
        made = [section_step(each, (numbers[each.section_id],)) for each in sections]
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
            own = _own(unit, situation, self._register)
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
            steps.append(section_step(passage, cited.told(passage), _button(made, own) if made else None))
        steps += [self._step(step, situation, own, cited, words) for step in open_ if step in kept]
        title = plan.title.in_(situation.language)
        return PlanText(title=title, steps=tuple(steps), citations=cited.all, numbered=True)

    def case(self, name: str, situation: Situation, told: Sequence[Passage] = ()) -> PlanText:
        """The plan of this case: what is done first, its own sections in the order of action, and those ``told`` for this very
        story that are none of it, one at least, as many as there is room for."""
        case, said = plans.cases()[name], situation.language
        others = [passage for passage in told if passage.section_id not in case.sections]
        own = self.passages(case.sections, situation)[: STEPS - len(others[:1])]
        today = Step(title=load_words(said)("ask.today"), text=case.today.in_(said), citations=())
        text = PlanText(title=case.title.in_(said), steps=(today,), citations=(), numbered=True)
        return self._dated(text.with_sections((*own, *others)[:STEPS]), situation)

    def _dated(self, text: PlanText, situation: Situation) -> PlanText:
        """With what binds in time by the days told of events that its sections are the rule of, behind what is done first."""
        cited = {each.passage.section_id: each for each in text.citations}
        title = load_words(situation.language)("ask.packet.clock")
        clocks = [
            Step(title=title, text=self.clock(name, situation), citations=(cited[packet.sections[0]],))
            for name, packet in plans.packets().items()
            if packet.clock and packet.sections[0] in cited and situation.when(packet.clock)
        ]
        return replace(text, steps=(*text.steps[:1], *clocks, *text.steps[1:]))

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
            told = self.passages([packet.late] if packet.late else [], situation)
            late = [without_opening(passage.text).replace("\n\n", " ") for passage in told]
            return {**rows, "next": " ".join(late) or load_words(language)("ask.packet.over")}
        rows |= {"to": packet.to.in_(language), "papers": packet.papers.in_(language)}
        cost = packet.cost and plans.filled(packet.cost, self._register, language, situation.on)
        rows["cost"] = cost or load_words(language)("ask.packet.no_cost")
        return {**rows, "next": packet.next_step.in_(language)}

    def over(self, packet: Packet, situation: Situation) -> bool:
        """Whether the last day of every step of ours has passed, where the message tells the day of the event."""
        if (when := situation.when(packet.clock)) is None:
            return False
        found = reckon(self._register, Event(packet.clock), when.last)
        own = [each for each in found if each.rule.ours]
        return bool(own) and all(each.over(situation.on) for each in own)

    def clock(self, name: str, situation: Situation) -> str:
        """What binds in time after this event: by the day where the message tells of one, else as a period."""
        packet, language = plans.packets()[name], situation.language
        texts: list[str] = []
        if packet.clock:
            rules = OF_EVENT[Event(packet.clock)]
            if (when := situation.when(packet.clock)) is not None:
                by = partial(last_days, on=situation.on, told=rules, supposed=situation.supposed)
                texts += counted_from(
                    when,
                    situation.told,
                    situation.on,
                    language,
                    lambda told: by(rules, told, self._register, language),
                )
            else:
                texts += [period(rule, self._register, situation.on, language) for rule in rules]
        if packet.clock_text is not None:
            texts.append(plans.filled(packet.clock_text, self._register, language, situation.on))
        return " ".join(text for text in texts if text)

    def passages(self, sections: Sequence[str], situation: Situation) -> tuple[Passage, ...]:
        """Sections as they read on the day, in the language of the situation."""
        return tuple(c.passage for c in _Cited(self._reader, situation, {}).of(sections))

    def _step(self, step: PlanStep, situation: Situation, own: _Own, cited: _Cited, words: Words) -> Step:
        text = plans.filled(step.text, self._register, situation.language, situation.on)
        facts = own.shown(step.shows, words, situation.language) if step.shows else ""
        return Step(
            title=step.title.in_(situation.language),
            text=f"{text} {facts}".strip(),
            citations=cited.of(step.sections),
            button=_button(step, own),
        )


def section_step(passage: Passage, citations: tuple[Citation, ...], button: StepButton | None = None) -> Step:
    """A section as a step: under its own title what it answers, and what comes next, the first of both where there is no room."""
    first, *rest = passage.paragraphs
    parts = (without_opening(first), *map(first_sentence, rest[:1]))
    text = " ".join(parts)
    text = text if len(text) <= ROOM else " ".join(map(first_sentence, parts))
    return Step(title=passage.title, text=text, citations=citations, button=button)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """The team's own facts that a plan is filled with. ``ground`` tells that a listing on file is found to infringe, or is in
    the thread's case, and that a right in force bears a notice."""

    rights: tuple[Right, ...]
    ground: bool

    def shown(self, what: str, words: Words, language: str) -> str:
        """One sentence of what is on file."""
        if what == "portals":
            named = sorted({name for right in self.rights for name, _ in right.portals})
            return words("ask.own.portals", named=", ".join(named)) if named else words("ask.own.no_portals")
        if what == "customs":
            recorded = [f"{r.id} ({r.customs_recordal})" for r in self.rights if r.customs_recordal]
            named = recorded[:NAMED]
            return words("ask.own.customs", named=", ".join(named)) if named else words("ask.own.no_customs")
        if not self.rights:
            return words("ask.own.no_rights")
        lines = [_right(right, language) for right in self.rights[:NAMED]]
        return words("ask.own.rights", named="; ".join(lines), number=len(self.rights))


def _own(unit: UnitOfWork, situation: Situation, register: Register) -> _Own:
    grace = register.figure(_GRACE, situation.on).value
    case = situation.case
    books = [b for b in unit.brand_books.all() if case is None or b.name == case.brand]
    rights = tuple(
        right
        for book in books
        for right in book.rights
        if right.jurisdiction == "CN" and right.state(situation.on, grace) is RightState.IN_FORCE
    )
    bears = any(right.kind in _BEARS for right in rights)
    return _Own(rights=rights, ground=bears and case is not None and _infringes(unit, case))


def _infringes(unit: UnitOfWork, case: Case) -> bool:
    """Whether a person found a listing of the case to infringe, and nobody found it genuine."""
    given = [unit.verdicts.current(name) for name in case.listing_ids]
    verdicts = {each.verdict for each in given if each is not None and each.verdict is not None}
    clears = any(verdict.clears for verdict in verdicts) or Verdict.GREY_MARKET in verdicts
    return any(verdict.infringes for verdict in verdicts) and not clears


def _button(step: PlanStep, own: _Own) -> StepButton | None:
    """Draft only where the facts on file bear a ground; the route where a right is in force; a report always."""
    if not step.button:
        return None
    button = StepButton(step.button)
    allowed: Mapping[StepButton, bool] = {
        StepButton.DRAFT_TAKEDOWN: own.ground,
        StepButton.CHOOSE_ROUTE: bool(own.rights),
        StepButton.REPORT_LISTING: True,
    }
    return button if allowed[button] else None


def _right(right: Right, language: str) -> str:
    classes = "/".join(map(str, right.classes))
    until = day(right.expires_on, language) if right.expires_on else ""
    return " ".join(
        part for part in (right.id, right.title, classes and f"[{classes}]", until and f"→ {until}") if part
    )


def _line_of(step: Step, opening: str) -> str:
    marks = "".join(f" [{citation.number}]" for citation in step.citations)
    return f"{opening}{step.title}: {step.text}{marks}"
