"""What a message gets that tells of an event or a situation: the plan, the packet, a row of it, or its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.premises import supposes_over
from bot.domain.questions import Answer, AnswerOutcome, Citation, RefusalReason
from bot.services.answering.answers import changes, first_sentence, opened_by, without_opening
from bot.services.answering.contexts import likeliest, of_side, page_of, with_pages
from bot.services.answering.kinds import against, half_wants_steps
from bot.services.answering.last_days import figures
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import OFFERED, LawQuestion, ReadMessage, clock_rules
from bot.services.answering.plans import Plans, PlanText
from bot.services.answering.sums import computed
from bot.services.answering.thresholds import AT
from knowledge.law import Register
from knowledge.passages import Hit, Passage
from knowledge.plans import ACCUSED, OWNER, case_of, cases, packets, written_for
from knowledge.plans import line as stage_line
from knowledge.reading import Aspect, MessageKind, asks
from knowledge.sides import accuses, tells_of_fakes
from knowledge.topics import Stage, ranked, within

_STARTING = "starting"
# What is known of what the other side or an office did, where the time of another step would be told.
_KNOWN = {
    "opposed": ("cn/squatting#opposition-time",),
    "opposition_lost": ("cn/squatting#opposition-lost",),
    "ruled": (),
}


class Situations:
    """Puts plans and packets into answers. ``doubt`` says, for a day and a language, that its law is not known yet."""

    def __init__(
        self, plans: Plans, law: LawAnswers, register: Register, doubt: Callable[[date, str], str]
    ) -> None:
        self._plans, self._law, self._register, self._doubt = plans, law, register, doubt

    def _without_step(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer to what starts no clock of ours: rather than titles, or the time of another step, what is known of it, and
        that no source of ours tells the step against it."""
        done, asked = message.no_step_of_ours, message.asked
        passages = [*(cited.passage for cited in answer.citations), *answer.choices]
        clocked = any(clock_rules(passage.keys) for passage in passages[:1])
        answered = answer.outcome is AnswerOutcome.ANSWERED and not clocked
        if done not in _KNOWN or answered or answer.reason not in (None, RefusalReason.NO_GUIDANCE):
            return answer
        line = asked.words(f"ask.no_step.{done}") if asked.words.has(f"ask.no_step.{done}") else ""
        known = self._plans.passages(_KNOWN[done], message.situation)
        return _behind(line, self._law.picked(asked, *known)) if known else _not_known(asked, line)

    def staged(self, message: ReadMessage, stage: Stage) -> Answer:
        """The answer to a message of this stage: of a section that knows this, behind what it excludes, or that no source of ours
        tells the step."""
        asked = message.asked.at(stage)
        line = stage_line(stage.line, self._register, asked.language, asked.on)
        if stage.whole:
            whole = self._plans.passages(stage.sections, message.situation)
            return _behind(line, self._law.picked(asked, *whole))
        answer = self._law.answer(asked)
        known = answer.citations if answer.parts else answer.citations[:1]
        if not any(each.passage.section_id.startswith(stage.sections) for each in known):
            if stage.unknown:
                return _not_known(asked, line)
            told = self._plans.passages(stage.sections[:1], message.situation)
            opened = answer.parts and opened_by(answer, told[0], first_sentence(told[0].paragraphs[0]))
            answer = opened or self._law.picked(asked, *told)
        return answer if stage.unknown else _behind(line, answer)

    def with_clock(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer with the clock of an event that the message tells of; a bare story gets the event's whole packet."""
        if message.no_step_of_ours:
            return self._without_step(message, answer)
        name = message.happened[0]
        cited = {citation.passage.section_id for citation in answer.citations}
        seen = cited | {passage.section_id for passage in answer.choices}
        about = not seen.isdisjoint(packets()[name].sections)
        if answer.reason not in (None, RefusalReason.NO_GUIDANCE) or not message.tells(answer, about):
            return answer
        passages = self._plans.passages(packets()[name].sections[:1], message.situation)
        own = {passage.section_id for passage in passages}
        if message.shown & own:
            return answer
        if self._outdoes(message, answer, about):
            return self._of_event(message, name, answer)
        if not cited or own & cited:
            return answer
        return self._clocked(message, answer, self._plans.clock(name, message.situation), passages[0])

    def with_rest(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer, opened by what is left once the time that it sets is over, or said to be where that is asked for."""
        shown, told = [each.passage.section_id for each in answer.citations], message.situation
        set_by = {rule.event for rule in clock_rules(answer.citations[0].passage.keys)}
        late = (each for each in packets().values() if each.late not in ("", *shown) and each.clock in set_by)
        by = supposes_over(message.asked.text)
        ended = [p.late for p in late if self._plans.over(p, told) or (by and not told.when(p.clock))]
        for passage in self._plans.passages(ended[:1], told):
            answer = opened_by(answer, passage, without_opening(passage.paragraphs[0]))
        return answer

    def _outdoes(self, message: ReadMessage, answer: Answer, about: bool) -> bool:
        """Whether its event is rather told: where nothing is answered, or, asked as the one question, its next step."""
        if answer.outcome is not AnswerOutcome.ANSWERED or answer.parts:
            return not answer.parts
        next_step = message.asked.reading.is_aspect is Aspect.NEXT_STEP
        return next_step and (about or message.happened[1] >= AT.surely)

    def _of_event(self, message: ReadMessage, name: str, answer: Answer) -> Answer:
        """The packet of an event; where something else than its time or next step is asked, the section that it rests on, if that
        was among those offered."""
        sections = packets()[name].sections
        offered = [passage for passage in answer.choices if passage.section_id in sections]
        asked = message.asked
        timed = asked.asks_when or asked.reading.is_aspect is Aspect.NEXT_STEP
        if offered and not timed and asks(asked.text):
            return self._law.picked(asked, offered[0])
        return self._stepped(message, self._plans.packet(name, message.situation), MessageKind.LAW)

    def _clocked(self, message: ReadMessage, answer: Answer, clock: str, passage: Passage) -> Answer:
        """The answer with the clock, in front where a time is asked for and the event surely told. A named day starts the
        answer's own clock first."""
        asked = message.asked
        if not clock or clock in answer.text or (asked.reading.dates and message.has_another_clock(answer)):
            return answer
        line = asked.words("ask.clock", clock=clock)
        if asked.asks_when and message.happened[1] >= AT.happened:
            told = opened_by(answer, passage, line)
        else:
            new = Citation(number=len(answer.citations) + 1, passage=passage)
            text = f"{answer.text}\n\n{line} [{new.number}]"
            told = replace(answer, text=text, citations=(*answer.citations, new))
        known = [c.passage for c in told.citations]
        return replace(told, upcoming_changes=changes(known, self._register, asked.on, asked.language))

    def plan(self, message: ReadMessage, of_law: Callable[[], Answer] | None = None) -> Answer:
        """The plan for the situation told of, or the packet of the event, with the sections for this very story; or these alone,
        or the answer ``of_law``."""
        asked, held = message.asked, against(message.asked.reading, message.topics)
        accused = held >= AT.accused and not accuses(asked.text)
        found, _, told = all_told = self._law.of_story(asked, written_for()[OWNER if accused else ACCUSED])
        chances = with_pages(of_side(message.topics, held), found)
        event, happened = asked.heard(within(chances, ("event", "plan")))
        sure = happened >= AT.happened and not message.lacks(event)
        names = (event,) if sure else self._situations(message, chances, accused)
        apart = _disagree(names, told)
        if case := self._case(message, (event, happened), all_told):
            return self.planned(message, case, told)
        if told and _stand_alone(message, names, told[0].probability, held, unsure=apart):
            return _answered(message, of_law) or self._law.picked(asked, *(hit.passage for hit in told))
        if apart and happened < AT.clearly:
            return self._titles(message, names, told)
        if len(names) == 1:
            return self.planned(message, names[0], told, found)
        return _in_place_of_titles(message, of_law) or self._titles(message, names, found)

    @staticmethod
    def _case(message: ReadMessage, heard: tuple[str, float], told: tuple[Sequence[Hit], ...]) -> str:
        """The case that a story speaks for, or that is meant where the fact that makes the event ``heard`` is not told; empty
        where neither is, or where what is surely told is what the event rests on, or none of the case."""
        (event, happened), (_, story, sure) = heard, told
        packet, lacks = packets()[event], message.lacks(event)
        if lacks and packet.otherwise and happened >= AT.hardly:
            return packet.otherwise
        rests = happened >= AT.hardly and any(hit.passage.section_id in packet.sections for hit in sure)
        if rests or (happened >= AT.happened and not lacks and not _disagree((event,), sure)):
            return ""
        chances = {hit.passage.section_id: max(0.0, hit.probability - AT.told_share) for hit in story}
        name, votes = case_of(chances, against(message.asked.reading, message.topics))
        surely = {hit.passage.section_id for hit in sure} or set(cases()[name].sections)
        return name if votes >= AT.case and not surely.isdisjoint(cases()[name].sections) else ""

    def _titles(self, message: ReadMessage, names: Sequence[str], found: Sequence[Hit]) -> Answer:
        """The likeliest plans and events asked back, and the likeliest section: a question may be told as a story."""
        steps = self._plans.offered(names[: OFFERED - len(found[:1])], message.situation)
        offered = (*steps, *(hit.passage for hit in found[:1]))
        return message.asked.offering(offered, kind=MessageKind.PLAN, subject=message.asked.text)

    def planned(
        self, message: ReadMessage, name: str, told: Sequence[Hit] = (), found: Sequence[Hit] = ()
    ) -> Answer:
        """The plan of a situation or a case, or the packet of an event, with the sections ``told`` for this very situation and
        what is asked beside, behind what is counted of the amounts and days told by what it rests on."""
        asked, situation = message.asked, message.situation
        beside = {passage.section_id: passage for passage in self._law.beside(asked)}
        own = [hit.passage for hit in told if hit.passage.section_id not in beside]
        if name in cases():
            text = self._plans.case(name, situation, own).with_sections(tuple(beside.values()))
        elif name in packets():
            text = self._plans.packet(name, situation)
            rests = {citation.passage.section_id for citation in text.citations}
            others = [passage for passage in own if passage.section_id not in rests]
            text = text.with_sections(others, in_front=True).with_sections(tuple(beside.values()))
        else:
            text = self._plans.plan(name, situation, (*own, *beside.values()), found)
        return self._counted(asked, self._stepped(message, text, MessageKind.PLAN), own)

    def _counted(self, asked: LawQuestion, answer: Answer, told: Sequence[Passage]) -> Answer:
        """The answer, behind what is counted by the first of the sections told by which anything is, or of the amounts told."""
        found: list[tuple[Passage, Sequence[str]]] = [(p, figures(asked, p, self._register)) for p in told]
        days, text, read = (asked.on, asked.today), asked.text, asked.reading
        for passage in (citation.passage for citation in answer.citations if read.sums):
            by = (passage.keys, self._register, days, asked.language)
            found.append((passage, computed(text, read, *by, told=asked.told)))
        for passage, lines in found:
            if new := [line for line in lines if line not in answer.text]:
                return opened_by(answer, passage, " ".join(new))
        return answer

    @staticmethod
    def _situations(message: ReadMessage, chances: Mapping[str, float], accused: bool) -> Sequence[str]:
        """The plan of the situation told of, where that is sure enough, for no owner that of an accused; or what is likeliest."""
        text = message.asked.text
        starting = message.topics[f"plan.{_STARTING}"] >= AT.certain
        barred = (
            not starting and tells_of_fakes(text) and f"plan.{_STARTING}",
            accuses(text) and f"plan.{ACCUSED}",
        )
        possible = {topic: chance for topic, chance in chances.items() if topic not in barred}
        name, sure = likeliest(possible)
        if accused and not (sure and name == "mark_filed"):
            return (ACCUSED,)
        told = message.asked.fitting(possible)
        names = ranked(told, "event", "plan")[:OFFERED]
        ours = names[0] == ACCUSED and not accused
        outright = (sure and names[0] == name) or (_far_ahead(told) and not message.lacks(names[0]))
        return names[:1] if outright and not ours else names

    def _stepped(self, message: ReadMessage, told: PlanText, kind: MessageKind) -> Answer:
        asked = message.asked
        doubt = self._doubt(asked.on, asked.language)
        text = "\n".join(part for part in (told.title, doubt, *told.lines) if part)
        return replace(
            asked.plain(text, kind=kind, subject=asked.text),
            citations=told.citations,
            steps=told.steps if kind is MessageKind.PLAN else (),
            upcoming_changes=changes(
                [c.passage for c in told.citations], self._register, asked.on, asked.language
            ),
        )


def _answered(message: ReadMessage, of_law: Callable[[], Answer] | None) -> Answer | None:
    """The answer ``of_law`` to who asks something, where there is one."""
    answer = of_law() if of_law is not None and not message.asks_nothing else None
    return answer if answer is not None and answer.outcome is AnswerOutcome.ANSWERED else None


def _in_place_of_titles(message: ReadMessage, of_law: Callable[[], Answer] | None) -> Answer | None:
    """The answer of sections in a thread, or where they answer every question of several."""
    answer = _answered(message, of_law)
    whole = answer and (message.asked.question.earlier or (answer.parts and not answer.left_open))
    return answer if whole else None


def _stand_alone(
    message: ReadMessage, names: Sequence[str], best: float, held: float, *, unsure: bool
) -> bool:
    """Whether sections for this very story, of which the ``best`` is so likely, are told without steps: these are ``unsure`` or
    several, less likely meant, or half wanted by who asks something. The steps of an accused are meant as far as something is
    ``held`` against them."""
    if unsure or len(names) > 1 or names[0] in packets():
        return best >= AT.alone and (unsure or len(names) > 1)
    half = not message.asks_nothing and half_wants_steps(message.asked.reading)
    meant = held if names[0] == ACCUSED else message.topics[f"plan.{names[0]}"]
    return half or meant < (AT.likelier if best >= AT.alone else AT.many)


def _disagree(names: Sequence[str], told: Sequence[Hit]) -> bool:
    """Whether one event is told whose pages hold none of the sections for this very story."""
    packet = packets().get(names[0]) if len(names) == 1 and told else None
    return packet is not None and packet.pages.isdisjoint(page_of(hit.passage.section_id) for hit in told)


def _behind(line: str, answer: Answer) -> Answer:
    return replace(answer, text="\n\n".join(part for part in (line, answer.text) if part))


def _not_known(asked: LawQuestion, line: str) -> Answer:
    """What is left where no source of ours tells the step."""
    return replace(asked.plain(line), outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NEEDS_COUNSEL)


def _far_ahead(chances: Mapping[str, float]) -> bool:
    """Whether the likeliest event or plan is so much likelier than the next that it is told outright."""
    first, second = sorted((c for t, c in chances.items() if t.startswith(("event.", "plan."))))[:-3:-1]
    return first >= AT.ahead * second
