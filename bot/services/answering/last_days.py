"""Last days that a message makes possible, by the clocks table: what opens an answer to who tells the day of an event; and which
text counts of acts that ended before the law that is quoted.

Each line shows its arithmetic and stands on a provision that the answer cites. Nothing is counted from another event's day.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.domain.clocks import ClockRule, Event, OtherDay, Reckoning, reckon
from bot.domain.premises import NOTHING, Supposed, SupposedTerm, begins, day_of, first_day_of, mistaken
from bot.domain.questions import Answer, AnswerOutcome
from bot.services.answering.messages import LawQuestion, clock_rules
from bot.services.answering.spans import placed_spans
from bot.services.answering.sums import RULES, computed
from bot.words.book import Words, day, load_words
from knowledge.happenings import beside
from knowledge.instruments import Kind, LawError, NotInForce
from knowledge.law import Provision, Register, Version
from knowledge.mentions import loosely, placed_dates
from knowledge.passages import Passage
from knowledge.phrasing import Phrases, place_en, place_zh
from knowledge.plans import packets
from knowledge.reading import Aspect

_GOES_ON = re.compile(
    r"\b(?:still|go(?:es)? on|going on|ongoing|continu\w+|keeps?|once more|again)\b|至今|还在|仍|一直(?!播)|持续|到现在|以来|又",
    re.IGNORECASE,
)


def figures(asked: LawQuestion, passage: Passage, register: Register) -> tuple[str, ...]:
    """Sums and last days that open an answer which rests on this passage: the figure or date asked for, and what the message
    mistakes for it."""
    rules, lines = clock_rules(passage.keys), tuple[str, ...]()
    if not RULES.keys().isdisjoint(passage.keys):
        lines = computed(
            asked.text, asked.reading, passage.keys, register, asked.on, asked.language, told=asked.told
        )
    if not rules:
        return lines
    own = _of_its_event(asked, rules)
    started, told, of_page = asked.began, asked.supposed, own or _of_its_page(rules, passage)
    if started is None:
        made = _by_its_words(asked, own if asked.stage else rules, register)
        return lines + (made or set_right(told.terms, of_page, register, asked.language, on=asked.on))
    if not (asked.asks_when or asked.reading.is_aspect is Aspect.NEXT_STEP or told.days or told.terms):
        return lines
    begun = _begun(asked, started, rules)
    if not begun:
        return lines + _not_from(asked, started, of_page, register)
    days, loose = as_told(asked.text, started, asked.today, asked.language)
    return (*lines, *loose, *(line for on in days for line in _from(asked, on, begun, register)))


def starts(asked: LawQuestion, passage: Passage) -> bool:
    """Whether the day told is that of an event which starts a time that rests on this passage."""
    started = asked.began
    return started is not None and bool(_begun(asked, started, clock_rules(passage.keys)))


def as_told(text: str, day: date, on: date, language: str) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """The day that is told, and a second one that its words may mean; and what is said of loose words."""
    said, days = loosely(text, day, on)
    return days, (load_words(language)("ask.loosely", said=said),) if said else ()


def _begun(asked: LawQuestion, started: date, rules: Sequence[ClockRule]) -> tuple[ClockRule, ...]:
    return tuple(rule for rule in rules if begins(rule.event, asked.told, started, asked.today))


def _from(
    asked: LawQuestion, started: date, rules: Sequence[ClockRule], register: Register
) -> tuple[str, ...]:
    """The last days from a day, by rules whose event the message tells of it; where it clearly tells of one, by that alone."""
    language, today, own = asked.language, asked.today, _of_its_event(asked, rules)
    # Of two days the second may be its own: then what has passed is told only of what it clearly tells.
    ends = partial(last_days, supposed=asked.supposed, passed=asked.clearly or not asked.supposed.days)
    if asked.stage is None and (several := either_day(rules, started, register, language, on=today)):
        return several
    possible = own if asked.stage or (own and asked.clearly) else rules
    return ends(possible, started, register, language, on=today, told=own or rules)


def _not_from(
    asked: LawQuestion, told: date, rules: Collection[ClockRule], register: Register
) -> tuple[str, ...]:
    """The times that run from another event than what is told of the day, from which nothing is counted."""
    within = dict.fromkeys(period(rule, register, asked.on, asked.language) for rule in rules)
    if not any(within) or not asked.asks_when:
        return ()
    return (asked.words("ask.not_from", day=day(told, asked.language)), *within)


def _by_its_words(asked: LawQuestion, rules: Sequence[ClockRule], register: Register) -> tuple[str, ...]:
    """Last days by the day, else the first day of a month or year, that is told beside words of an event of these rules; none
    where several are."""
    for find in (day_of, first_day_of):
        told = {rule: on for rule in rules if (on := find(rule.event, asked.text, asked.today))}
        if len(set(told.values())) == 1:
            started, first = min(told.values()), find is first_day_of
            # What is over from the first day that it may be, is surely so only if it was a year ago as well.
            surely = max(started, asked.today - timedelta(days=366)) if first else asked.today
            by = partial(last_days, told=tuple(told), supposed=asked.supposed, on=surely)
            made = by(tuple(told), started, register, asked.language)
            return made + ((asked.words("ask.first_of_it"),) if first and made else ())
    return ()


def _of_its_event(asked: LawQuestion, rules: Sequence[ClockRule]) -> tuple[ClockRule, ...]:
    """Those of these clocks that its event starts."""
    return tuple(rule for rule in rules if rule.event is asked.event)


def _of_its_page(rules: Sequence[ClockRule], passage: Passage) -> tuple[ClockRule, ...]:
    """Those of these clocks that an event starts whose packet rests on this passage."""
    own = {each.clock for each in packets().values() if passage.section_id in each.sections}
    return tuple(rule for rule in rules if rule.event in own)


def last_days(
    rules: Collection[ClockRule],
    started: date,
    register: Register,
    language: str,
    *,
    on: date,
    told: Collection[ClockRule] = (),
    supposed: Supposed = NOTHING,
    passed: bool = True,
) -> tuple[str, ...]:
    """The last day by each rule, counted from the day, with the arithmetic, the earliest first; a rule without law on that day
    gives none. Beside those of the event ``told`` only what ends earlier, and for one and the same step the earliest alone: an
    event may be misheard, and no later day is told than may be true. ``on`` is today. What is ``supposed`` otherwise of the event
    told is set right. Days that have ``passed`` may be left out."""
    events = dict.fromkeys(rule.event for rule in rules)
    found = [each for event in events for each in reckon(register, event, started) if each.rule in rules]
    found.sort(key=lambda each: each.due_on)
    first: dict[str, Reckoning] = {}
    for each in found:
        first.setdefault(each.rule.kind, each)
    last = max((each.due_on for each in found if each.rule in told), default=date.max)
    words = load_words(language)
    said = tuple(
        words("ask.not_term", term=w.words) for w in mistaken(supposed.terms, told, register, started)
    )
    return said + tuple(
        " ".join(
            (
                _last_day(each, register, language, on),
                *(_too_late(each, supposed, words) if each.rule in told else ()),
            )
        )
        for each in first.values()
        if (each.rule in told or each.due_on < last) and (passed or each.due_on >= on)
    )


def _too_late(found: Reckoning, supposed: Supposed, words: Words) -> Iterator[str]:
    """What is told besides where the message supposes a later day to end a step of ours."""
    last = max((found.due_on, *(each.on for each in found.others)))
    if found.rule.ours and any(day > last for day in supposed.days):
        yield words("ask.too_late", day=max(supposed.days))


def set_right(
    terms: Sequence[SupposedTerm],
    rules: Collection[ClockRule],
    register: Register,
    language: str,
    *,
    on: date,
) -> tuple[str, ...]:
    """The period by each of these rules, where the message supposes one that none of them sets."""
    words, wrong = load_words(language), mistaken(terms, rules, register, on)
    said = tuple(words("ask.not_term", term=each.words) for each in wrong)
    return said and (*said, *dict.fromkeys(period(rule, register, on, language) for rule in rules))


def either_day(
    rules: Collection[ClockRule], started: date, register: Register, language: str, *, on: date
) -> tuple[str, ...]:
    """The last days of a step that several events start with different times, each with its event: which of them happened is
    not said."""
    found = [each for event in Event for each in reckon(register, event, started) if each.rule in rules]
    kinds = Counter(kind for kind, _ in {(each.rule.kind, each.due_on) for each in found})
    found, words = [each for each in found if kinds[each.rule.kind] > 1], load_words(language)
    return tuple(
        words(
            "ask.either",
            event=words(f"deadline.event.{each.rule.event}"),
            text=_last_day(each, register, language, on),
        )
        for each in sorted(found, key=lambda each: each.due_on)
    )


def period(rule: ClockRule, register: Register, on: date, language: str) -> str:
    """``answer to customs, with security: within 3 working days, counted from “…” (…)``; empty where no law sets it."""
    phrases, words = (
        Phrases(register=register, language=language, act_on=on, filed_on=on),
        load_words(language),
    )
    try:
        within = phrases.figure(f"{rule.basis}.{rule.figure}")
    except LawError:
        return ""
    said = words(f"deadline.kind.{rule.kind}")
    return words(
        "ask.period" if rule.ours else "ask.period_theirs",
        what=said,
        within=within,
        event=words(f"deadline.event.{rule.event}"),
        cite=phrases.cite(rule.basis),
    )


def _last_day(found: Reckoning, register: Register, language: str, on: date) -> str:
    words = load_words(language)
    phrases = Phrases(register=register, language=language, act_on=found.law_of, filed_on=found.law_of)
    text = words(
        "ask.last_day",
        what=words(f"deadline.kind.{found.rule.kind}"),
        started=day(found.started_on, language),
        within=phrases.figure(f"{found.rule.basis}.{found.rule.figure}"),
        due=day(found.due_on, language),
        cite=phrases.cite(found.rule.basis),
    )
    notes = [words(f"deadline.note.{note}") for note in found.notes if words.has(f"deadline.note.{note}")]
    others = [_other_day(each, register, language) for each in found.others]
    return " ".join((text, *notes, *others, *([words("ask.passed")] if found.over(on) else [])))


def _other_day(other: OtherDay, register: Register, language: str) -> str:
    phrases = Phrases(register=register, language=language, act_on=other.law_of, filed_on=other.law_of)
    said = f"deadline.because.{other.because}"
    return load_words(language)(said, day=day(other.on, language), basis=phrases.cite(other.basis))


def with_past_texts(asked: LawQuestion, answer: Answer, register: Register) -> Answer:
    """The answer, opened by what of its law did not count yet when the acts were done that the message tells."""
    rules = _recent_rules(answer, register, asked.today)
    ended = _acts_ended(asked.told, asked.today) if rules else None
    if ended is None or answer.outcome is not AnswerOutcome.ANSWERED:
        return answer
    lines = dict.fromkeys(line for rule in rules for line in _past_text(rule, ended, answer))
    # Of a plan the first line alone is shown above its steps.
    joint = " " if answer.steps else "\n\n"
    return replace(answer, text=joint.join((" ".join(lines), answer.text))) if lines else answer


def _recent_rules(answer: Answer, register: Register, today: date) -> list[Provision]:
    """The rules of substance it cites of which a text came into force not long ago; none on a day of unknown limitation."""
    cited, on = {key for each in answer.citations for key in each.passage.keys}, answer.as_of
    rules = [register.provision(key) for key in sorted(cited & register.provisions.keys())]
    rules = [rule for rule in rules if rule.kind is Kind.SUBSTANCE]
    try:
        years = register.figure("li.limitation.years", today).value
    except NotInForce:
        return []
    # What was done earlier is out of time, whatever text would count.
    since = on - timedelta(days=366 * years)
    return [rule for rule in rules if any(since < v.in_force_from <= on for v in rule.versions)]


def _acts_ended(text: str, today: date) -> date | None:
    """The last day on which the acts told were done; None where none are, or they go on."""
    if _GOES_ON.search(text):
        return None
    told = list(placed_dates(text, today))
    taken = [place for start, end, _ in told for place in range(start, end)]
    told += [(start, end, span.end) for start, end, span in placed_spans(text, today) if start not in taken]
    acts = (on for start, end, on in told if on < today and beside("infringing_act", text, start, end))
    return max(acts, default=None)


def _past_text(rule: Provision, ended: date, answer: Answer) -> Iterator[str]:
    """Which other text set this rule on that day, and what it said; else since when the first one is in force that does."""
    words, until = load_words(answer.language), day(ended, answer.language)
    now, then = (next((v for v in rule.versions if v.in_force_on(on)), None) for on in (answer.as_of, ended))
    if now is None or then is now:
        return
    if then is not None:
        yield words("ask.past_text", day=until, **_quoted(then, answer.language))
    elif now.in_force_from > ended:
        since = day(now.in_force_from, answer.language)
        yield words("ask.no_past_text", **_quoted(now, answer.language), since=since, day=until)


def _quoted(text: Version, language: str) -> dict[str, str]:
    """The title of a text of law, with the place and without, and what it says."""
    law = text.instrument
    if language == "zh":
        return {"text": law.title_zh + place_zh(text), "title": law.title_zh, "says": text.says_zh}
    return {"text": f"{law.title} {place_en(text)}", "title": law.title, "says": text.says}
