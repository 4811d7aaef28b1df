"""What somebody wants done: the form that would open, what the message fills in, and what is missing. Nothing is done here."""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.addresses import addresses_in
from bot.domain.asof import named_day
from bot.domain.cases import Case
from bot.domain.clocks import Event
from bot.domain.questions import ActRequest, Answer, AnswerOutcome, Question
from bot.repositories import Store, UnitOfWork
from bot.services.answering.answers import opened_by
from bot.services.answering.halves import joined
from bot.services.answering.kinds import NO_LETTER, heard_before
from bot.services.answering.messages import LawQuestion
from bot.services.answering.openings import counted_before, running
from bot.services.answering.record_names import case_number, named_case, named_draft, named_listings
from bot.services.answering.spans import day_wanted
from bot.services.answering.sums import computed
from bot.services.answering.thresholds import AT
from bot.words.book import Words, load_words
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.mentions import days_told, rights
from knowledge.passages import Hit, Passage
from knowledge.plans import line, packets
from knowledge.reading import MessageKind, MessageReading, asks, sentences
from knowledge.sides import names_a_source
from knowledge.topics import Stage, ranked, told_before


@dataclass(frozen=True, slots=True)
class _Form:
    """A form, the fields that it cannot do without, and what is found for it besides."""

    form: str
    needs: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()


FORMS: Mapping[str, _Form] = {
    **dict.fromkeys(
        ("draft_takedown", "draft_letter", "draft_amr", "draft_other"),
        _Form("draft", ("kind", "listings", "rights")),
    ),
    "open_case": _Form("open_case", ("listings",), ("alert",)),
    "close_case": _Form("close_case", ("case", "reason")),
    "assign": _Form("assign", ("case", "person")),
    "note": _Form("note", ("case", "note")),
    "report_listing": _Form("report_listing", ("url",)),
    "watch": _Form("watch", ()),
    "capture": _Form("capture", ("listings",)),
    "look_again": _Form("look_again", ("listings",)),
    "start_clock": _Form("start_clock", ("event", "day")),
    "export": _Form("export", ()),
    "hold": _Form("hold", ("case", "day")),
    "remind": _Form("remind", ("day",)),
    "snooze": _Form("snooze", ("alert",), ("day",)),
    "mark_sent": _Form("mark_sent", ("draft", "day")),
    "approve": _Form("approve", ("draft",)),
    "choose_route": _Form("choose_route", ()),
    "register": _Form("register", ("brand_book",)),
}
_KINDS = {
    "draft_takedown": "platform-takedown",
    "draft_letter": "cease-and-desist",
    "draft_amr": "amr-complaint",
}


# Forms that ask for the day on which something happened.
_HAPPENED = frozenset({"start_clock", "mark_sent"})
# A person that something is given to, by name or mention; and what is to be noted.
_PERSON = lazily(
    r"\b(?:to|for|give|let|make|owner) (?P<to><@\w+>|(?-i:[A-Z])[\w-]+|me\b)"
    r"|\b(?P<by>(?-i:[A-Z])[\w-]+) (?:should |can |to )?(?:takes? over|takes?|handles?|leads?)\b"
    r"|\bcan (?P<can>(?-i:[A-Z])[\w-]+)"
    r"|(?:交给|转给|移交给|派给|改由|由|换|给|归)\s*(?P<zh><@\w+>|[A-Za-z]{2,}|我|[\u4e00-\u9fff]{2,3}(?=[跟负处办来吧。，]|$))"
    r"|(?P<me>我来|我负责|我跟)",
    re.IGNORECASE,
)
_NOTE = lazily(
    r"(?i)[:：]\s*(?P<after>.{3,})$|\bthat (?P<that>.{4,})$|记(?:一下|一笔|录)?[，,：:]?(?P<zh>.{3,})$"
)
_REMINDS = lazily(
    r"\b(?:remind\w*|reminder|nudge|ping|wake me|alarm|ask me again)\b|提醒|叫我|闹钟|通知我", re.IGNORECASE
)
# An alert is put away for a while.
_PUTS_AWAY = lazily(
    r"\bsno+[zs]\w*|\bput (?:\w+ ){1,5}away\b|(?:提示|预警)[^，。]*(?:稍后|搁置|推迟)|(?:稍后|搁置|推迟)[^，。]*(?:提示|预警)",
    re.IGNORECASE,
)
_DRAFT = "draft_"
# Papers that the other side sees, and that one went out.
_SENT = frozenset({"draft_letter", "draft_takedown", "draft_other", "mark_sent"})
# What is done to records of ours alone.
_KEPT = frozenset(FORMS) - {"open_case", "report_listing", "export", "choose_route", "start_clock", "remind"}
_KEPT -= {name for name, form in FORMS.items() if form.form == "draft"}
# A paper is asked for: what is to be written, and that it is.
_PAPER = lazily(
    r"\b(?:draft|write|prepare|compose|polish|send|file)\b[^.?!:]{0,60}\b(?:letters?|notices?|complaints?|take ?downs?|c&d|cease)\b"  # noqa: E501
    r"|\b(?:one|the|a) (?:notice|letter|complaint|take ?down)\b[^.?!]{0,30}\b(?:ground|drafted|written)\b"
    r"|(?:起草|拟|写|出具?|发|做)[^，。？]{0,14}(?:函|通知|投诉|举报|文书)(?!了|过|后|之)"
    r"|(?:函|通知|投诉|举报信?|文书)(?:给我)?(?:写|拟|起草|做|出)(?:了|好|出来)?(?:吧|一下|给我|$)",
    re.IGNORECASE,
)
_NO_NAME = frozenset({"the", "our", "this", "case", "me", *map(str.lower, calendar.day_name)})


class Acts:
    """Fills forms in from a message and the thread's case, behind what is to be known first. ``passage_of`` gives a section on a
    day and in a language, ``topics_of`` what a sentence is about, ``found`` the sections that may answer it."""

    def __init__(
        self,
        store: Store,
        today: Callable[[], date],
        register: Register,
        passage_of: Callable[[str, date, str], Passage | None],
        topics_of: Callable[[str], Mapping[str, float]] = lambda text: {},
        found: Callable[[LawQuestion], Sequence[Hit]] = lambda asked: (),
    ) -> None:
        self._store, self._today, self._register, self._passage_of = store, today, register, passage_of
        self._topics_of, self._found = topics_of, found

    def beside(
        self, answer: Answer, asked: LawQuestion, topics: Mapping[str, float], case: Case | None
    ) -> Answer:
        """The answer with the form that a clause of these ``topics`` orders behind it, and in front what its situation makes
        dangerous; the form alone in place of a choice that nobody asked for, or that it is not opened in place of
        records of which there are none."""
        of_law = answer.kind in (MessageKind.LAW, MessageKind.PLAN) and not answer.steps
        nothing = answer.kind is MessageKind.OWN_DATA and not answer.rows
        if answer.act or not (of_law or nothing) or answer.outcome is AnswerOutcome.REFUSED:
            return answer
        done = self.answer(topics, asked, case)
        chosen = answer.outcome is AnswerOutcome.CHOICE
        if (nothing and done.act) or (chosen and (done.act is None or asks(asked.text))):
            return answer
        return done if chosen or nothing else joined(answer, done)

    def answer(self, topics: Mapping[str, float], asked: LawQuestion, case: Case | None) -> Answer:
        """The form of the likeliest of these topics, behind the last days asked for and what its situation makes dangerous. Only
        what would warn the other side, has no ground, is not done yet or ends the watch over a time is withheld."""
        topic = _act_of(topics, asked.text)
        act = self.act(topic, asked.question, asked.reading, asked.language, case)
        before, shut, ends = self._before(topic, asked)
        by = (("pt.term",), self._register, (asked.on, asked.today), asked.language)
        term = computed(asked.text, asked.reading, *by)
        over = act.form == "draft" and (len(term) > 1 or asked.words("ask.passed") in "".join(term))
        withheld = "ask.act_without_right" if over else _withheld(topic, act, asked, before, shut, ends)
        form = asked.words(withheld, form=act.title) if withheld else told_act(act, asked.words)
        lines = (*(term if over else ()), *counted_before(asked, self._register, ends), form)
        answer = asked.plain("\n\n".join(lines), kind=MessageKind.ACT)
        answer = replace(answer, act=None if withheld else act)
        silent = not withheld and (topic in _KEPT or addresses_in(asked.text))
        for said, passage in () if silent else reversed(list(self._cautions(topic, asked, before, ends))):
            answer = opened_by(answer, passage, said)
        return answer

    def _before(self, topic: str, asked: LawQuestion) -> tuple[Sequence[Stage], bool, Event | None]:
        """What a situation tells against an act, whether that leaves its paper no ground, and the event whose time it ends."""
        told = [each for each in map(self._topics_of, sentences(asked.text)) if each]
        paper, closes = topic.startswith(_DRAFT), topic == "close_case"
        found = self._surely(asked, paper=paper) if (paper or closes) and not addresses_in(asked.text) else ()
        heard = tuple(heard_before(told, sent=topic in _SENT, paper=paper))
        before = (*told_before(asked.text, topic, found), *heard)
        shut = any(each.groundless and each in before for each in (*told_before("", topic, found), *heard))
        return before, shut, running(asked, told, found, self._register) if closes else None

    def _surely(self, asked: LawQuestion, *, paper: bool) -> Sequence[str]:
        """The sections that likely answer what a sentence says, or all of an order of a ``paper``."""
        texts = [each for each in (asked.text, *sentences(asked.text)) if paper or each != asked.text]
        best = (hit for text in texts for hit in self._found(replace(asked, text=text))[:1])
        return [hit.passage.section_id for hit in best if hit.probability >= AT.leads]

    def _cautions(
        self, topic: str, asked: LawQuestion, before: Sequence[Stage], ends: Event | None
    ) -> Iterator[tuple[str, Passage]]:
        """What stands in front of a form, each section once, as the law stands on the day named."""
        on = named.day if (named := named_day(asked.text, asked.on)) else asked.on
        lines = {s.sections[0]: line(s.line, self._register, asked.language, on) for s in reversed(before)}
        alone = [NO_LETTER] if topic == "draft_letter" and names_a_source(asked.text) else []
        if ends and asked.when(ends) is None:
            alone += [each.sections[0] for each in packets().values() if each.clock == ends]
        for section in dict.fromkeys((*reversed(lines), *alone)):
            if (passage := self._passage_of(section, on, asked.language)) is not None:
                yield " ".join(filter(None, (lines.get(section), passage.paragraphs[0]))), passage

    def act(
        self, topic: str, question: Question, reading: MessageReading, language: str, case: Case | None
    ) -> ActRequest:
        """The form of this topic with what is known."""
        text = question.text
        with self._store.unit() as unit:
            about = named_case(unit, text, case)
            rights = [right.id for book in unit.brand_books.all() for right in book.rights]
            alert = _alert(unit, text)
        form = FORMS[self._form(topic, text)]
        known = {
            "kind": _KINDS.get(topic, ""),
            "url": next(iter(addresses_in(text)), ""),
            "platform": ", ".join(reading.platforms),
            "draft": named_draft(text) or "",
            "alert": alert,
            "day": self._day(text, form.form),
            **_of_case(text, about, rights),
        }
        known |= {name: _READ[name](text) for name in _READ.keys() & form.needs}
        wanted = (*form.needs, "platform", "case", "draft", *form.finds)
        return ActRequest(
            form=form.form,
            title=load_words(language)(f"ask.form.{form.form}"),
            filled=tuple((name, known[name]) for name in dict.fromkeys(wanted) if known.get(name)),
            missing=tuple(name for name in form.needs if not known.get(name)),
        )

    def _form(self, topic: str, text: str) -> str:
        """The form of this topic, but to be reminded of a day, or to put an alert away for a while."""
        dated = self._day(text, "remind") and not topic.startswith(_DRAFT)
        if (topic in ("start_clock", "note", "hold") or dated) and _REMINDS.search(text):
            return "remind"
        about_else = topic.startswith(_DRAFT) or case_number(text) or named_draft(text)
        return "snooze" if _PUTS_AWAY.search(text) and not about_else else topic

    def _day(self, text: str, form: str) -> str:
        """The day told; of what has happened none that is to come, which may be the end that somebody reckoned for it."""
        today, happened = self._today(), form in _HAPPENED
        past = (day for day in days_told(text, today) if happened and day <= today)
        day = next(past, None) or day_wanted(text, today)
        return day.isoformat() if day and not (happened and day > today) else ""


def _withheld(
    topic: str, act: ActRequest, asked: LawQuestion, before: Sequence[Stage], shut: bool, ends: Event | None
) -> str:
    """Why the form is not opened now, as a key of the words; empty where it is."""
    if ends or (topic in _SENT and any(each.waits for each in before)):
        return "ask.act_clock" if ends else "ask.act_waits"
    if shut and act.form == "draft" and rights(asked.text) <= {"trademark"}:
        return "ask.act_groundless"
    ahead = day_wanted(asked.text, asked.today) if act.form == "mark_sent" else None
    return "ask.act_to_come" if ahead and ahead > asked.today and "day" in act.missing else ""


def _alert(unit: UnitOfWork, text: str) -> str:
    """The alert about a listing that the text names."""
    alerts = (unit.alerts.of_listing(name) for name in named_listings(text))
    return next((alert.alert_id for alert in alerts if alert), "")


def _of_case(text: str, about: Case | None, rights: Sequence[str]) -> dict[str, str]:
    """The case, and the listings and rights that the text names, else those of the case."""
    named = tuple(right for right in rights if right.lower() in text.lower())
    return {
        "case": about.case_id if about else case_number(text) or "",
        "listings": ", ".join(named_listings(text) or (about.listing_ids if about else ())),
        "rights": ", ".join(named or (about.right_ids if about else ())),
    }


def _person(text: str) -> str:
    for match in _PERSON.finditer(text):
        name = next(part for part in match.groups() if part)
        if match["me"] or name.lower() in ("me", "我"):
            return "me"
        if name.lower() not in _NO_NAME:
            return name
    return ""


def _note(text: str) -> str:
    match = _NOTE.search(text)
    return next(part for part in match.groups() if part).strip(" .。，,：:") if match else ""


_READ = {"person": _person, "note": _note}


def told_act(act: ActRequest, words: Words) -> str:
    """The form that would open, with what is filled in and what is missing, as people call it."""
    filled = "; ".join(f"{words(f'ask.field.{name}')}: {_named(value, words)}" for name, value in act.filled)
    missing = ", ".join(words(f"ask.field.{name}") for name in act.missing)
    parts = [words("ask.act", form=act.title)]
    parts += [words("ask.act_filled", filled=filled)] if filled else []
    parts += [words("ask.act_missing", missing=missing)] if missing else []
    return " ".join(parts)


def _named(value: str, words: Words) -> str:
    return words(f"ask.kind.{value}") if words.has(f"ask.kind.{value}") else value


def _act_of(topics: Mapping[str, float], text: str) -> str:
    """The likeliest act; where a paper is asked for and no listing is brought, the likeliest of the papers."""
    papers = _PAPER.search(text) is not None and not addresses_in(text)
    return next(each for each in ranked(topics, "act") if each.startswith(_DRAFT) or not papers)
