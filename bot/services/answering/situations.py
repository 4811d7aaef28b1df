"""What a message gets that tells of an event or a situation: the plan, the packet, a row of it, or its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.clocks import OF_EVENT, Event
from bot.domain.premises import supposes_over
from bot.domain.questions import Answer, AnswerOutcome, Citation, RefusalReason
from bot.services.answering.answers import changes, first_sentence, opened_by, without_opening
from bot.services.answering.contexts import of_situation
from bot.services.answering.kinds import against, told_of
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import OFFERED, LawQuestion, ReadMessage, clock_rules
from bot.services.answering.plan_clocks import clocks_of, counted
from bot.services.answering.plans import Plans, PlanText
from bot.services.answering.thresholds import AT
from bot.services.answering.two_things import (
    answered,
    behind,
    in_place_of_titles,
    rather_a_rule,
    rather_of,
    rather_of_law,
    second_of,
    wants_steps,
    with_step,
)
from knowledge.law import Register
from knowledge.mentions import named_platforms
from knowledge.passages import Hit, Passage
from knowledge.plans import ACCUSED, OWNER, cases, packets, written_for
from knowledge.plans import line as stage_line
from knowledge.reading import Aspect, MessageKind, asks
from knowledge.sides import accuses
from knowledge.topics import Stage

# What is known of what the other side or an office did, where the time of another step would be told.
_KNOWN = {
    "opposed": ("cn/squatting#opposition-time",),
    "opposition_lost": ("cn/squatting#opposition-lost",),
    "ruled": (),
}


# The owner's notice to a platform, its papers, and what platforms ask for.
_NOTICE = (
    *("cn/takedown#contents", "cn/takedown#first-steps", "cn/takedown#usual-papers"),
    *("cn/platforms#chinese-right", "cn/platforms#common-needs", "cn/platforms#rejections"),
)


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
        return self._stepped(message, name, self._plans.packet(name, message.situation), MessageKind.LAW)

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
        """The plan of the situation told of, or the packet of the event, with the sections for this very story, and what is done
        first in a second one, told too or rather; or these sections alone, or the answer ``of_law``, or titles to choose from."""
        asked = message.asked
        held = AT.unlike if accuses(asked.text) else against(asked.reading, message.topics)
        barred = written_for()[OWNER if held >= AT.accused else ACCUSED]
        found, story, told = self._law.of_story(asked, barred)
        heard = self._heard(message, held, story)
        (topic, likely), *_ = heard.items()
        rule = None
        if told and rather_of_law(message, told[0], likely):
            rule = answered(message, of_law) or self._law.picked(asked, *(hit.passage for hit in told))
            if likely < AT.heard or rather_a_rule(message):
                return rule
        name = _name(topic) if likely >= AT.heard else self._dated(message, [*heard][:OFFERED])
        if not name:
            return in_place_of_titles(message, of_law) or self._titles(message, heard, told or found)
        plan = self._with_other(message, heard, name, self.planned(message, name, told, found))
        return behind(rule, plan) if rule else plan

    def _with_other(
        self, message: ReadMessage, heard: Mapping[str, float], name: str, plan: Answer
    ) -> Answer:
        if second := second_of(heard, message, name):
            ahead = self._plans.is_ahead(second, name, message.situation)
            return with_step(plan, self._plans.second(second, message.situation), ahead=ahead)
        if rather := rather_of(heard, message, name):
            return with_step(plan, self._plans.second(rather, message.situation, "ask.rather"), ahead=False)
        return plan

    def with_plan(self, message: ReadMessage, answer: Answer) -> Answer:
        """The answer of a rule to who asks nothing, with the plan of the situation told behind it."""
        if answer.outcome is not AnswerOutcome.ANSWERED or not wants_steps(message):
            return answer
        plan = self.plan(message)
        return behind(answer, plan) if plan.steps else answer

    def beside_records(self, message: ReadMessage, answer: Answer) -> Answer:
        """What our records say; where they hold nothing, with the plan of a situation that is rather told behind it."""
        if answer.rows or told_of(message.topics) < AT.happened:
            return answer
        plan = self.plan(message)
        return replace(behind(answer, plan), kind=MessageKind.OWN_DATA) if plan.steps else answer

    def outright(self, message: ReadMessage) -> Answer | None:
        """The steps of the situation that a message surely tells, without what may be done from them; None where none is told
        outright."""
        if told_of(message.topics) < AT.tells:
            return None
        answer = self.plan(message)
        return replace(answer, steps=(), kind=MessageKind.LAW) if answer.steps else None

    @staticmethod
    def _dated(message: ReadMessage, heard: Iterable[str]) -> str:
        """The first event among these whose day is told and which gives us a time; empty where none does."""
        names = (_name(topic) for topic in heard if topic.startswith("event."))
        clocks = ((name, packets()[name].clock) for name in names)
        ours = (e for e in clocks if e[1] and any(rule.ours for rule in OF_EVENT[Event(e[1])]))
        return next((name for name, clock in ours if message.asked.when(clock)), "")

    @staticmethod
    def _heard(message: ReadMessage, held: float, story: Sequence[Hit]) -> dict[str, float]:
        """The cases, events and plans by how likely each is told, the likeliest first; in place of an event whose fact is not
        told the case that is meant."""
        chances = {hit.passage.section_id: hit.probability for hit in story}
        fitting = dict(message.asked.fitting(message.topics))
        for name, packet in packets().items():
            if message.lacks(name):
                meant, fitting[f"event.{name}"] = fitting[f"event.{name}"], 0.0
                if packet.otherwise:
                    fitting[f"case.{packet.otherwise}"] += meant
        barred = {topic for topic, likely in fitting.items() if topic.startswith("event.") and not likely}
        return of_situation(fitting, chances, held, barred)

    def _titles(self, message: ReadMessage, heard: Mapping[str, float], found: Sequence[Hit]) -> Answer:
        """The likeliest situations asked back, and the likeliest section: a question may be told as a story."""
        names = [_name(topic) for topic in heard][: OFFERED - len(found[:1])]
        steps = self._plans.offered(names, message.situation)
        offered = (*steps, *(hit.passage for hit in found[:1]))
        return message.asked.offering(offered, kind=MessageKind.PLAN, subject=message.asked.text)

    def planned(
        self,
        message: ReadMessage,
        name: str,
        told: Sequence[Hit] = (),
        found: Sequence[Hit] = (),
    ) -> Answer:
        """The plan of a situation or a case, or the packet of an event, with the sections ``told`` for this very situation and
        what is asked beside, behind what is counted of the amounts and days told by what it rests on."""
        clocks = clocks_of(name)
        asked = clocks.silenced(message.asked, self._register)
        situation = replace(message, asked=asked).situation
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
        text = text.with_sections(self._portals(message, text))
        answer = self._stepped(message, name, text, MessageKind.PLAN)
        return counted(asked, answer, own, clocks.own, self._register)

    def _portals(self, message: ReadMessage, text: PlanText) -> tuple[Passage, ...]:
        """What is known of the platforms named, where a step sends a notice to them."""
        cited = [citation.passage.section_id for citation in text.citations]
        if not any(section.startswith(_NOTICE) for section in cited):
            return ()
        named = dict.fromkeys(each.page for each in named_platforms(message.asked.text) if each.page)
        return self._plans.passages([page for page in named if page not in cited], message.situation)

    def _stepped(self, message: ReadMessage, name: str, told: PlanText, kind: MessageKind) -> Answer:
        asked = message.asked
        doubt = self._doubt(asked.on, asked.language)
        text = "\n".join(part for part in (told.title, doubt, *told.lines) if part)
        return replace(
            asked.plain(text, kind=kind, subject=asked.text),
            citations=told.citations,
            steps=told.steps if kind is MessageKind.PLAN else (),
            plan=name,
            upcoming_changes=changes(
                [c.passage for c in told.citations], self._register, asked.on, asked.language
            ),
        )


def _name(topic: str) -> str:
    return topic.partition(".")[2]


def _behind(line: str, answer: Answer) -> Answer:
    return replace(answer, text="\n\n".join(part for part in (line, answer.text) if part))


def _not_known(asked: LawQuestion, line: str) -> Answer:
    """What is left where no source of ours tells the step."""
    return replace(asked.plain(line), outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NEEDS_COUNSEL)
