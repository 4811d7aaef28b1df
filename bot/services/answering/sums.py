"""Sums and terms that a question's own figures make possible, by functions over the register's figures.

Each line shows its arithmetic and stands on a provision that the answer cites. What the facts do not give is not computed.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.domain.clocks import Event, count
from bot.domain.premises import time_of
from bot.domain.rights import add_months
from bot.services.answering.judged import too_early
from bot.services.answering.offences import (
    TESTS,
    AmountRole,
    Weighed,
    of_sellers_alone,
    roles,
    tests_of,
    weighed,
)
from bot.words.book import Words, day, load_words
from knowledge.forms import NUMBERS
from knowledge.instruments import LawError
from knowledge.law import Register
from knowledge.phrasing import Phrases, amount
from knowledge.reading import MessageReading
from knowledge.sides import of_two_marks, punished_before

_PATENTS = {
    "utility_model": re.compile(r"\butility (?:models?|patents?)\b|实用新型", re.IGNORECASE),
    "design": re.compile(r"\bdesigns?\b|外观", re.IGNORECASE),
    "invention": re.compile(r"\binventions?\b|发明(?!人)", re.IGNORECASE),
}
# Steps that have a fee of their own.
_STEPS = {
    "opposition": re.compile(r"\boppos\w*|异议", re.IGNORECASE),
    "renewal": re.compile(r"\brenew\w*|续展", re.IGNORECASE),
    "cancellation": re.compile(r"\bcancell?\w*|\bnon-?use\b|撤三|撤销", re.IGNORECASE),
    "review": re.compile(r"\breview\w*|复审", re.IGNORECASE),
}
# Goods that the owner found itself, or whose right is not recorded, are detained on application alone.
_FOUND = re.compile(
    r"\bwe (?:have |had )?(?:ourselves )?(?:found|discovered|spotted|traced|tracked)\b"
    r"|\bour own (?:application|tip|lead)|\b(?:not|never|no) (?:yet )?record(?:ed|al)\b"
    r"|自己(?:查|发现|找|盯)|我[们方](?:查到|发现)|没(?:有)?(?:做过?|办过?)?备过?案|未备案|[依应](?:我方|权利人)?申请",
    re.IGNORECASE,
)
_NOTICED = re.compile(
    r"\bcustoms (?:has |have |had )?(?:notified|told|wrote|stopped|called|found|sent)\b"
    r"|\bex officio\b|\bown motion\b|\bnotice (?:from|of) customs\b"
    r"|海关(?:的)?(?:通知|来函|来电|查到|发现|扣|依职权)|依职权",
    re.IGNORECASE,
)
_APPLIED = "cu.application_full_security"
_APPLIES = re.compile(r"\bappl(?:y|ied|ying|ication)\b|申请", re.IGNORECASE)
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
    told: str = ""

    def figure(self, path: str) -> int:
        return self.register.figure(path, self.on).value

    @property
    def phrases(self) -> Phrases:
        return Phrases(register=self.register, language=self.language, act_on=self.on, filed_on=self.on)

    def money(self, value: int) -> str:
        return amount(value, self.language)

    @property
    def words(self) -> Words:
        return load_words(self.language)


def computed(
    question: str,
    reading: MessageReading,
    keys: Collection[str],
    register: Register,
    on: date,
    language: str,
    *,
    told: str = "",
) -> tuple[str, ...]:
    """The lines that follow from the question's figures and the provisions under ``keys``; ``told`` is all of its thread."""
    given = _Given(register, on, language, question, reading, told or question)
    own = of_sellers_alone(keys, given.told)
    lines = (line for key in keys if key in RULES and key in own for line in _made(RULES[key], given))
    return tuple(dict.fromkeys(lines))


def _made(rule: Callable[[_Given], Iterator[str]], given: _Given) -> tuple[str, ...]:
    try:
        return tuple(rule(given))
    except LawError:
        return ()


def _security(given: _Given) -> Iterator[str]:
    """What customs wants for goods that the owner found itself, and the scale for those that customs stopped of its own motion;
    both where the message tells of neither and of an application alone, which is made in either case."""
    found, noticed = _FOUND.search(given.told), _NOTICED.search(given.told)
    for value in given.reading.sums[:1] if found or (_APPLIES.search(given.told) and not noticed) else ():
        yield given.words("ask.security_applied", due=given.money(value), cite=given.phrases.cite(_APPLIED))
    for value in given.reading.sums[:1] if noticed or not found else ():
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


def _classes(given: _Given) -> int:
    """How many classes are told of; none where they are those of another step than the one told of."""
    match = _CLASSES.search(given.question)
    if match is None:
        return 0
    return int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"].lower()]


def _step_fee(step: str) -> Callable[[_Given], Iterator[str]]:
    """What the office takes for this one step beside an application, in so many classes."""

    def fee(given: _Given) -> Iterator[str]:
        steps = [name for name, form in _STEPS.items() if form.search(given.told)]
        if steps == [step] and (number := _classes(given)):
            each, paper = (given.figure(f"tm.fees_{step}.{way}") for way in ("online", "paper"))
            yield given.words(
                "ask.step_fee", number=number, each=given.money(each), total=given.money(number * each),
                paper=given.money(number * paper),
            )  # fmt: skip

    return fee


def _filing_fee(given: _Given) -> Iterator[str]:
    number = _classes(given)
    if not number or any(form.search(given.told) for form in _STEPS.values()):
        return
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


def _open_from(given: _Given) -> Iterator[str]:
    """From when a request is open, counted from the one day told of the registration."""
    yield from _counted(given, "tm.nonuse_evidence.years", Event.MARK_REGISTERED, "ask.earliest")


def _patent_term(given: _Given) -> Iterator[str]:
    """When the term of the one kind of patent that is named ends, counted from the one day told of its filing."""
    kinds = [kind for kind, form in _PATENTS.items() if form.search(given.told)]
    if len(kinds) == 1:
        yield from _counted(given, f"pt.term.{kinds[0]}", "patent_filing", "ask.term")


def _patent_over(given: _Given) -> Iterator[str]:
    """That a term is over, beside what else may be done about a fee."""
    told = tuple(_patent_term(given))
    if any(given.words("ask.passed") in line for line in told):
        yield from told


def _counted(given: _Given, figure: str, event: str, said: str) -> Iterator[str]:
    if (when := time_of(event, given.told, given.on)) is None:
        return
    told_on = when.first
    # The oldest text on record still sets the term of what was filed before it.
    versions = given.register.provision(figure.rpartition(".")[0]).versions
    law_of = max(told_on, min(each.in_force_from for each in versions))
    phrases = Phrases(register=given.register, language=given.language, act_on=law_of, filed_on=law_of)
    due = count(told_on, given.register.figure(figure, law_of))
    within, cite = phrases.figure(figure), phrases.cite(figure.rpartition(".")[0])
    ends = day(due, given.language)
    yield from too_early(given.question, given.on, due, given.language) if said == "ask.earliest" else ()
    line = given.words(said, started=day(told_on, given.language), within=within, due=ends, cite=cite)
    over = count(when.last, given.register.figure(figure, law_of)) < given.on
    yield f"{line} {given.words('ask.passed')}" if over and event == "patent_filing" else line
    yield from () if when.is_day else (given.words("ask.first_of_it"),)
    yield from (given.words("ask.term_over"),) if over and event == "patent_filing" else ()


def _against(key: str) -> Callable[[_Given], Iterator[str]]:
    """The lines of a crime that the amounts reach, any of which is enough; else all that they stay below."""

    def compare(given: _Given) -> Iterator[str]:
        before, old, said = _repeat(given.figure("cl.selling_serious.repeat"), given)
        found = weighed(given.told, tests_of(key, given.told), given.figure, before=before, old=old)
        lines = [value for value, role in roles(given.told) if role is AmountRole.LINE]
        known = {given.figure(path) for test in TESTS[key] for path in (test.path, test.lower)}
        if found and known.isdisjoint(lines):
            yield from (given.words("ask.not_term", term=given.money(each)) for each in lines)
        yield from _plainly(found, said, given)

    return compare


def _plainly(found: Sequence[Weighed], before: str, given: _Given) -> Iterator[str]:
    """The plain word whether they make a crime, what is said of an earlier penalty, and the lines."""
    reached = [each for each in found if each.reached]
    word = "ask.enough" if reached else "" if of_two_marks(given.told) else "ask.not_enough"
    lines = (word and given.words(word), before, *(_weighed(each, given) for each in reached or found))
    yield from [" ".join(filter(None, lines))] if found else []


def _repeat(years: int, given: _Given) -> tuple[bool, bool, str]:
    """Whether the acts told come after a penalty, in words or by its day; whether that is older than so many years before them;
    and what is to be said of it."""
    penalty, acts = (time_of(each, given.told, given.on) for each in ("earlier_penalty", "infringing_act"))
    until = penalty and [add_months(each, 12 * years) for each in (penalty.first, penalty.last)]
    old = bool(until and acts and until[1] < acts.first)
    before = punished_before(given.told) or bool(penalty and acts and penalty.last < acts.first)
    if not before or (until and until[0] >= (acts.last if acts else given.on)):
        return before, old, ""
    return not old, old, given.words("ask.before_old" if old else "ask.before", years=years)


def _heavier(given: _Given) -> Iterator[str]:
    """Up to which day acts follow the penalty told, and that those told do not."""
    acts, penalty = (time_of(each, given.told, given.on) for each in ("infringing_act", "earlier_penalty"))
    ends = penalty and count(penalty.last, given.register.figure("tm.amr_repeat.years", given.on))
    if ends and acts and ends < acts.first:
        yield given.words("ask.no_repeat", years=given.figure("tm.amr_repeat.years"))
    yield from _counted(given, "tm.amr_repeat.years", "earlier_penalty", "ask.repeat")


def _weighed(found: Weighed, given: _Given) -> str:
    added = " + ".join(given.money(each) for each in found.amounts)
    total = given.money(sum(found.amounts))
    return given.words(
        "ask.over" if found.reached else "ask.under",
        what=given.words("ask.amount." + "_".join(role for role in AmountRole if role in found.test.terms)),
        value=added if len(found.amounts) == 1 else f"{added} = {total}",
        line=given.money(found.line),
        cite=given.phrases.cite(found.path.rpartition(".")[0]),
    )


RULES: Mapping[str, Callable[[_Given], Iterator[str]]] = MappingProxyType(
    {
        "cu.ex_officio_security": _security,
        "tm.fees_filing": _filing_fee,
        **{f"tm.fees_{step}": _step_fee(step) for step in _STEPS},
        "tm.amr_powers_fine": _fine,
        "tm.amr_repeat": _heavier,
        "pt.term": _patent_term,
        "pt.annuity": _patent_over,
        "tm.nonuse_evidence": _open_from,
        **{key: _against(key) for key in TESTS},
    }
)
