"""What a message gets that tells of an event or a situation: the plan, the packet, a row of it, or its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.domain.premises import supposes_over
from bot.domain.questions import Answer, AnswerOutcome, Citation, RefusalReason
from bot.services.answering.answers import changes, first_sentence, opened_by, without_opening
from bot.services.answering.kinds import half_wants_steps
from bot.services.answering.last_days import figures
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import AGAINST_US, OFFERED, LawQuestion, ReadMessage, clock_rules
from bot.services.answering.plans import Plans, PlanText, likeliest, with_pages
from bot.services.answering.thresholds import AT
from knowledge.law import Register
from knowledge.passages import Hit, Passage
from knowledge.plans import line as stage_line
from knowledge.plans import packets
from knowledge.reading import Asker, Aspect, MessageKind, asks
from knowledge.sides import accuses, tells_of_fakes
from knowledge.topics import Stage, ranked, within

_STARTING, _ACCUSED = "starting", "accused"
_WEIGHED = {
    **dict.fromkeys(("fakes_on_sale", "shop_or_factory"), ("cn/criminal#threshold-selling",)),
    "customs_goods": ("cn/customs#security",),
}
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
        passages = self._plans.sections(name, message.situation)[:1]
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
        """The plan for the situation told of, or the packet of the event; or rather the answer ``of_law``."""
        event, happened = message.asked.heard(within(message.topics, ("event", "plan")))
        found = self._law.found(message.asked)
        sure = happened >= AT.happened and not message.lacks(event)
        if sure and not message.asks_nothing:
            return self.planned(message, event)
        names = (event,) if sure else self._situations(message, found)
        lead = self._law.leading(message.asked, found) or self._weighing(message, names[0])
        if lead is not None and _hardly_told(message, names):
            return self._law.picked(message.asked, lead)
        if of_law is not None and (answer := self._rather(message, names, lead, of_law)):
            return answer
        titles = len(names) > 1 and not (lead and message.asks_nothing)
        return self._titles(message, names, found) if titles else self._opened(message, names[0], lead)

    def _titles(self, message: ReadMessage, names: Sequence[str], found: Sequence[Hit]) -> Answer:
        """The likeliest plans and events asked back, and the likeliest section: a question may be told as a story."""
        plans = self._plans.offered(names[: OFFERED - len(found[:1])], message.situation)
        offered = (*plans, *(hit.passage for hit in found[:1]))
        return message.asked.offering(offered, kind=MessageKind.PLAN, subject=message.asked.text)

    def _opened(self, message: ReadMessage, name: str, lead: Passage | None) -> Answer:
        """The plan or packet of this name, behind the section that leads it where the packet does not rest on that."""
        told = self.planned(message, name, lead)
        if lead is None or (name in packets() and lead.section_id in packets()[name].sections):
            return told
        rule = lead.paragraphs if supposes_over(message.asked.text) else lead.paragraphs[:1]
        return opened_by(told, lead, " ".join((*figures(message.asked, lead, self._register), *rule)))

    def _rather(
        self, message: ReadMessage, names: Sequence[str], lead: Passage | None, of_law: Callable[[], Answer]
    ) -> Answer | None:
        """The answer of law, with the plan offered behind it, where a section leads and steps are but half wanted; in place of
        titles in a thread, and where sections answer every question of several."""
        asked, titles = message.asked, len(names) > 1
        wanted = titles or half_wants_steps(asked.reading)
        answer = of_law() if wanted and (lead or titles) and not message.asks_nothing else None
        if answer is None or answer.outcome is not AnswerOutcome.ANSWERED:
            return None
        if not titles:
            return self._plans.behind(answer, names[0], message.situation)
        return answer if asked.question.earlier or (answer.parts and not answer.left_open) else None

    def _weighing(self, message: ReadMessage, plan: str) -> Passage | None:
        """The section whose lines the amounts told can be held against; None where nothing is to be said of them."""
        lines = self._plans.passages(_WEIGHED.get(plan, ()), message.situation)
        return next((each for each in lines if figures(message.asked, each, self._register)), None)

    def planned(self, message: ReadMessage, name: str, lead: Passage | None = None) -> Answer:
        """The plan, or the packet of an event, of this name."""
        steps = self._plans.packet if name in packets() else partial(self._plans.plan, lead=lead)
        return self._stepped(message, steps(name, message.situation), MessageKind.PLAN)

    @staticmethod
    def _situations(message: ReadMessage, found: Sequence[Hit]) -> Sequence[str]:
        """The plan of the situation told of, where that is sure enough, for no owner that of an accused; or what is likeliest."""
        text, asker = message.asked.text, message.asked.reading.asker
        barred = (tells_of_fakes(text) and f"plan.{_STARTING}", accuses(text) and f"plan.{_ACCUSED}")
        against = asker[Asker.ACCUSED] + asker[Asker.COUNTERFEITER]
        weighed = with_pages(message.topics, found, min(max(against, AT.unlike), 1 - AT.unlike))
        possible = {topic: chance for topic, chance in weighed.items() if topic not in barred}
        name, sure = likeliest(possible)
        if _against_us(message, but=sure and name == "mark_filed"):
            return (_ACCUSED,)
        told = message.asked.fitting(possible)
        names = ranked(told, "event", "plan")[:OFFERED]
        ours = names[0] == _ACCUSED and against <= AT.unlike
        outright = (sure and names[0] == name) or (_far_ahead(told) and not message.lacks(names[0]))
        return names[:1] if outright and not ours else names

    def _stepped(self, message: ReadMessage, told: PlanText, kind: MessageKind) -> Answer:
        asked = message.asked
        told = told.with_answers(self._law.beside(asked))
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


def _against_us(message: ReadMessage, *, but: bool) -> bool:
    """Whether a fine, a warning or a measure has surely come, or an accused asks, ``but`` for what is otherwise settled."""
    accused = message.asked.reading.is_asker is Asker.ACCUSED and not but
    done = sum(message.topics.get(each, 0.0) for each in AGAINST_US) >= AT.happened
    return (accused or done) and not accuses(message.asked.text)


def _hardly_told(message: ReadMessage, names: Sequence[str]) -> bool:
    """Whether so little of a situation is told beside a question that a section which answers stands without a plan."""
    hardly = message.topics[f"plan.{_STARTING}"] < AT.maybe and asks(message.asked.text)
    return not message.asks_nothing and (len(names) > 1 or (names[0] == _STARTING and hardly))


def _behind(line: str, answer: Answer) -> Answer:
    return replace(answer, text="\n\n".join(part for part in (line, answer.text) if part))


def _not_known(asked: LawQuestion, line: str) -> Answer:
    """What is left where no source of ours tells the step."""
    return replace(asked.plain(line), outcome=AnswerOutcome.REFUSED, reason=RefusalReason.NEEDS_COUNSEL)


def _far_ahead(chances: Mapping[str, float]) -> bool:
    """Whether the likeliest event or plan is so much likelier than the next that it is told outright."""
    first, second = sorted((c for t, c in chances.items() if t.startswith(("event.", "plan."))))[:-3:-1]
    return first >= AT.ahead * second
