"""Sums and last days that a question's own figures make possible, by functions over the register's figures.

Each line shows its arithmetic and stands on a provision that the answer cites. What the facts do not give is not computed.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.domain.clocks import RULES, ClockRule, Event, OtherDay, Reckoning, count, reckon
from bot.domain.premises import NOTHING, Supposed, SupposedTerm, mistaken, the_day
from bot.services.answering.offences import TESTS, AmountRole, Weighed, roles, tests_of, weighed
from bot.words.book import Words, day, load_words
from knowledge.forms import NUMBERS
from knowledge.instruments import LawError
from knowledge.law import Register
from knowledge.phrasing import Phrases, amount
from knowledge.reading import MessageReading
from knowledge.sides import punished_before

_CLASSES = re.compile(  # how many they are; 第9类 is the ninth
    rf"(?<![\d.第十])(?<!第 )(?P<n>\d{{1,2}}|{'|'.join(NUMBERS)})\s*(?:个)?(?:nice )?(?:classes|类别|个类|类)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Given:
    register: Register
    on: date
    language: str
    question: str
    reading: MessageReading

    def figure(self, path: str) -> int:
        return self.register.figure(path, self.on).value

    def money(self, value: int) -> str:
        return amount(value, self.language)

    @property
    def words(self) -> Words:
        return load_words(self.language)


def computed(
    question: str, reading: MessageReading, keys: Collection[str], register: Register, on: date, language: str
) -> tuple[str, ...]:
    """The lines that follow from the question's figures and the provisions under ``keys``."""
    given = _Given(register, on, language, question, reading)
    lines = (line for key in keys if key in _RULES for line in _made(_RULES[key], given))
    return tuple(dict.fromkeys(lines))


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
    return _by_event([each for each in found if kinds[each.rule.kind] > 1], register, language, on)


def if_so(
    rules: Collection[ClockRule], started: date, register: Register, language: str, *, on: date
) -> tuple[str, ...]:
    """The last days, not passed yet, by rules that one and the same event starts, with that event: whether it happened on the
    day is not said."""
    events = {rule.event for rule in rules}
    found = [each for event in events for each in reckon(register, event, started) if each.rule in rules]
    to_come = [each for each in found if each.due_on >= on]
    return _by_event(to_come, register, language, on) if len(events) == 1 else ()


def _by_event(found: Collection[Reckoning], register: Register, language: str, on: date) -> tuple[str, ...]:
    words = load_words(language)
    return tuple(
        words(
            "ask.either",
            event=words(f"deadline.event.{each.rule.event}"),
            text=_last_day(each, register, language, on),
        )
        for each in sorted(found, key=lambda each: each.due_on)
    )


def clock_rules(keys: Collection[str]) -> tuple[ClockRule, ...]:
    """The rules of the clocks table that rest on these provisions."""
    return tuple(rule for rule in RULES if rule.basis in keys)


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


def _made(rule: Callable[[_Given], Iterator[str]], given: _Given) -> tuple[str, ...]:
    try:
        return tuple(rule(given))
    except LawError:
        return ()


def _security(given: _Given) -> Iterator[str]:
    """The scale of the customs measures for goods stopped ex officio."""
    for value in given.reading.sums[:1]:
        low, high = given.figure("cu.ex_officio_security.low"), given.figure("cu.ex_officio_security.high")
        half, least = given.figure("cu.ex_officio_security.half"), given.figure("cu.ex_officio_security.min")
        goods = given.money(value)
        if value < low:
            yield given.words("ask.security_full", goods=goods, due=goods)
        elif value <= high:
            due = given.money(max(value * half // 100, least))
            yield given.words("ask.security_half", goods=goods, half=half, due=due, least=given.money(least))
        else:
            due = given.money(given.figure("cu.ex_officio_security.fixed"))
            yield given.words("ask.security_fixed", goods=goods, high=given.money(high), due=due)


def _filing_fee(given: _Given) -> Iterator[str]:
    if (match := _CLASSES.search(given.question)) is None:
        return
    number = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"].lower()]
    each, paper = (given.figure(f"tm.fees_filing.{way}") for way in ("online", "paper"))
    yield given.words(
        "ask.fee", number=number, each=given.money(each), total=given.money(number * each),
        paper=given.money(number * paper), included=given.figure("tm.fees_filing.included"),
    )  # fmt: skip


def _fine(given: _Given) -> Iterator[str]:
    """The most that the bureau may fine for the one turnover told."""
    sold = {value for value, role in roles(given.question) if role is AmountRole.SOLD}
    key, line = "tm.amr_powers_fine", given.figure("tm.amr_powers_fine.turnover")
    if len(sold) == 1:
        [value], times = sold, given.figure(f"{key}.times")
        due = value * times if value >= line else given.figure(f"{key}.fine_cap")
        said = "ask.fine_times" if value >= line else "ask.fine_cap"
        yield given.words(
            said, value=given.money(value), times=times, due=given.money(due), line=given.money(line)
        )


def _term(figure: str, told: Event, said: str, kind: str = "") -> Callable[[_Given], Iterator[str]]:
    """When a term ends or a request is open first, counted from the one day told of this event, where its ``kind`` is meant."""

    def count_on(given: _Given) -> Iterator[str]:
        told_on, first = the_day(told, given.question, given.reading.dates, given.on)
        if told_on is None or not re.search(kind, given.question, re.IGNORECASE):
            return
        phrases = Phrases(register=given.register, language=given.language, act_on=told_on, filed_on=told_on)
        due = day(count(told_on, given.register.figure(figure, told_on)), given.language)
        within, cite = phrases.figure(figure), phrases.cite(figure.rpartition(".")[0])
        yield given.words(said, started=day(told_on, given.language), within=within, due=due, cite=cite)
        yield from (given.words("ask.first_of_it"),) if first else ()

    return count_on


def _against(key: str) -> Callable[[_Given], Iterator[str]]:
    """The lines of a crime that the amounts reach, any of which is enough; else all that they stay below."""

    def compare(given: _Given) -> Iterator[str]:
        found = weighed(given.question, tests_of(key, given.question), given.figure)
        lines = [value for value, role in roles(given.question) if role is AmountRole.LINE]
        known = {given.figure(path) for test in TESTS[key] for path in (test.path, test.lower)}
        if found and known.isdisjoint(lines):
            yield from (given.words("ask.not_term", term=given.money(each)) for each in lines)
        reached = [each for each in found if each.reached]
        if found and punished_before(given.question):
            years = given.register.figure("cl.selling_serious.repeat", given.on).value
            yield given.words("ask.before", years=years)
        yield from (_weighed(each, given) for each in reached or found)

    return compare


def _weighed(found: Weighed, given: _Given) -> str:
    phrases = Phrases(register=given.register, language=given.language, act_on=given.on, filed_on=given.on)
    added = " + ".join(given.money(each) for each in found.amounts)
    total = given.money(sum(found.amounts))
    return given.words(
        "ask.over" if found.reached else "ask.under",
        what=given.words("ask.amount." + "_".join(role for role in AmountRole if role in found.test.terms)),
        value=added if len(found.amounts) == 1 else f"{added} = {total}",
        line=given.money(found.line),
        cite=phrases.cite(found.path.rpartition(".")[0]),
    )


_RULES: Mapping[str, Callable[[_Given], Iterator[str]]] = MappingProxyType(
    {
        "cu.ex_officio_security": _security,
        "tm.fees_filing": _filing_fee,
        "tm.amr_powers_fine": _fine,
        "pt.term": _term("pt.term.design", Event.FOREIGN_FILING, "ask.term", r"\bdesigns?\b|外观"),
        "tm.nonuse_evidence": _term("tm.nonuse_evidence.years", Event.MARK_REGISTERED, "ask.earliest"),
        **{key: _against(key) for key in TESTS},
    }
)
