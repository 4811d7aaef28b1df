"""Sums and terms that a question's own figures make possible, by functions over the register's figures.

Each line shows its arithmetic and stands on a provision that the answer cites. What the facts do not give is not computed.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from types import MappingProxyType

from bot.domain.clocks import Event, OtherDay, count, moved_day, reckon
from bot.domain.premises import supposed_terms
from bot.domain.rights import add_months
from bot.domain.told_times import ToldTime, of_non_use, time_of
from bot.services.answering.ended_rights import kind_told
from bot.services.answering.judged import last_day_text
from bot.services.answering.offences import against
from bot.services.answering.repeats import SincePenalty, penalty_time, repeat_of
from bot.services.answering.securities import applied_security, security
from bot.services.answering.several_days import kept
from bot.services.answering.spans import too_early, too_late
from bot.services.answering.turnovers import (
    copyright_fine,
    fine,
    passing_off_fine,
    punitive,
    registered_seller,
)
from bot.words.book import Words, day, load_words
from knowledge.crime_lines import TESTS, of_sellers_alone
from knowledge.happenings import of_national_mark
from knowledge.instruments import LawError
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.months import last_acts
from knowledge.numerals import COUNT, whole
from knowledge.penalties import tells_a_judgment
from knowledge.phrasing import Phrases, amount
from knowledge.reading import MessageReading
from knowledge.sides import home_of
from knowledge.suppositions import lets_go
from knowledge.topics import tells

_FILING, _IDLE = "filing", "tm.nonuse_evidence.years"
# Steps that have a fee of their own.
_STEPS = {
    "opposition": lazily(r"\boppos\w*|异议", re.IGNORECASE),
    "renewal": lazily(r"\brenew\w*|续展", re.IGNORECASE),
    "cancellation": lazily(r"\bcancell?\w*|\bnon-?use\b|撤三|撤销", re.IGNORECASE),
    "review": lazily(r"\breview\w*|复审", re.IGNORECASE),
}
# Times that end with their last day, by what is said of them; only what somebody has to do moves off a day off.
_ENDING = dict.fromkeys(("ask.invalidated", "ask.defence", "ask.kept_until", "ask.term"), "ask.passed")
_ENDING |= {"ask.punished_until": "ask.passed_limit"}
_MOVING = ("ask.invalidated", "ask.defence")
_ALL_CLASSES = 45
_SOON = 183  # days in which a term is soon over
_UNPAID = lazily(
    r"\b(?:nobody|not?|never|forgot\w*|missed|unpaid|lapsed|died)\b|n['’]t\b|[没未忘漏欠]", re.IGNORECASE
)
_ANNUITY = lazily(r"\bfees?\b|\bannuit\w+|\bpaid\b|\bpay\w*|年费|缴|交费|费用", re.IGNORECASE)
_CLASSES = lazily(  # how many they are; 第9类 is the ninth
    rf"(?<!第 )(?P<n>{COUNT})\s*(?:个)?(?:nice )?(?:classes|类别|个类|类)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Given:
    register: Register
    on: date
    language: str
    question: str
    reading: MessageReading
    told: str
    today: date

    def figure(self, path: str) -> int:
        return self.register.figure(path, self.on).value

    @property
    def phrases(self) -> Phrases:
        return Phrases(register=self.register, language=self.language, act_on=self.on, filed_on=self.on)

    def money(self, value: int) -> str:
        return amount(value, self.language)

    def cite(self, key: str) -> str:
        return self.phrases.cite(key)

    @property
    def words(self) -> Words:
        return load_words(self.language)


def computed(
    question: str,
    reading: MessageReading,
    keys: Collection[str],
    register: Register,
    days: tuple[date, date],
    language: str,
    *,
    told: str = "",
) -> tuple[str, ...]:
    """The lines that follow from the question's figures and the provisions under ``keys``, by the law of the first of two days,
    told on the second; ``told`` is all of its thread."""
    given = _Given(register, days[0], language, question, reading, told or question, days[1])
    own = of_sellers_alone(keys, given.told)
    lines = (line for key in keys if key in RULES and key in own for line in _made(RULES[key], given))
    return tuple(dict.fromkeys(lines))


def _made(rule: Callable[[_Given], Iterator[str]], given: _Given) -> tuple[str, ...]:
    try:
        return tuple(rule(given))
    except LawError:
        return ()


def _classes(given: _Given) -> int:
    """How many classes are told of; none where they are those of another step than the one told of."""
    number = whole(match["n"]) if (match := _CLASSES.search(given.question)) else 0
    return number if number <= _ALL_CLASSES else 0


def _fee(step: str) -> Callable[[_Given], Iterator[str]]:
    """What the office takes for an application (``filing``), or for this one step beside one, in so many classes."""

    def fee(given: _Given) -> Iterator[str]:
        steps = [name for name, form in _STEPS.items() if form.search(given.told)] or [_FILING]
        if steps == [step] and (number := _classes(given)):
            each, paper = (given.figure(f"tm.fees_{step}.{way}") for way in ("online", "paper"))
            sums = {"each": each, "total": number * each, "paper": number * paper}
            told = {name: given.money(value) for name, value in sums.items()}
            more = {"included": given.figure("tm.fees_filing.included")} if step == _FILING else {}
            yield given.words("ask.fee" if more else "ask.step_fee", number=number, **told, **more)

    return fee


def _patent_term(given: _Given) -> Iterator[str]:
    """When the term of the one kind of patent that is named ends, counted from the one day told of its filing."""
    if kind := kind_told(given.told):
        yield from _counted(given, f"pt.term.{kind}", "patent_filing", "ask.term")


def _madrid(given: _Given) -> Iterator[str]:
    """The last day against a mark that came through Madrid, or the first one for non-use, from the end of the refusal period;
    where that is not told, that nothing is counted from another day."""
    if of_national_mark(given.told):
        return
    idle = of_non_use(given.told)
    figure = _IDLE if idle else "tm.invalidation_5y.years"
    told = tuple(_counted(given, figure, "madrid_protected", "ask.earliest" if idle else "ask.invalidated"))
    said = "ask.madrid" if told else "ask.madrid_asks"
    yield from (*told, given.words(said, cite=given.cite("tm.madrid_clocks")))


def _defence(given: _Given) -> Iterator[str]:
    """The last day for the defence of who has no domicile here, from the day on which the claim came; that it is for no other."""
    home, key = home_of(given.told), "li.defence_time_foreign"
    if home == "abroad":
        right = given.register.figure(f"{key}.days", given.on)
        wrong = [each for each in supposed_terms(given.question) if not each.agrees(right)]
        yield from (given.words("ask.not_term", term=each.words) for each in wrong[:1])
        yield from _counted(given, f"{key}.days", "court_claim", "ask.defence")
    elif time_of("court_claim", given.told, given.today):
        within = given.phrases.figure(f"{key}.days")
        yield given.words("ask.at_home" if home else "ask.at_court", within=within, cite=given.cite(key))


def _after_acts(figure: str, said: str) -> Callable[[_Given], Iterator[str]]:
    """The last day of a time that runs from the last of the acts told, none where they go on."""
    return lambda given: (
        _counted(given, figure, "infringing_act", said, ToldTime(first=acts[0], last=acts[1]))
        if (acts := last_acts(given.told, given.today))
        else iter(())
    )


def _punished_until(given: _Given) -> Iterator[str]:
    """Until when a breach may still be punished: longer where people are told to have come to harm by it."""
    harmed = tells(given.told, "harm_to_people") and not tells(given.told, "no_harm")
    figure = "years_safety" if harmed else "years"
    yield from _after_acts(f"am.penalty_limitation.{figure}", "ask.punished_until")(given)


def _patent_over(given: _Given) -> Iterator[str]:
    """That a term is over, beside what else may be done about a fee; else until when one that was not paid can be paid late,
    from the end of the year that ran from the day told of the filing."""
    told, filed = tuple(_patent_term(given)), time_of("patent_filing", given.told, given.today)
    if any(given.words("ask.passed") in line for line in told):
        yield from told
    elif filed and filed.is_day and _ANNUITY.search(given.told) and _UNPAID.search(given.told):
        dues = (add_months(filed.first, 12 * n) for n in range(given.today.year - filed.first.year + 1))
        due = max(each for each in dues if each <= given.today)
        for found in reckon(given.register, Event.PATENT_FEE_DUE, due):
            if lets_go(given.question) and not found.over(given.today):
                yield given.words("ask.still_open", due=day(found.due_on, given.language))
            when = ToldTime(first=due, last=due)
            yield last_day_text(found, given.register, given.language, given.today, when)


def _counted(
    given: _Given, figure: str, event: str, said: str, when: ToldTime | None = None
) -> Iterator[str]:
    if (when := when or time_of(event, given.told, given.today)) is None:
        return
    # The oldest text on record still sets the term of what was filed before it.
    versions = given.register.provision(figure.rpartition(".")[0]).versions
    law_of = max(when.first, min(each.in_force_from for each in versions))
    phrases = Phrases(register=given.register, language=given.language, act_on=law_of, filed_on=law_of)
    due = count(when.first, given.register.figure(figure, law_of))
    within, cite = phrases.figure(figure), phrases.cite(figure.rpartition(".")[0])
    ends = day(due, given.language)
    if said == "ask.earliest":
        yield from too_early(given.question, given.today, due, given.language)
    line = given.words(said, started=day(when.first, given.language), within=within, due=ends, cite=cite)
    over = count(when.last, given.register.figure(figure, law_of)) < given.today
    if said in _ENDING:
        if lets_go(given.question) and due >= given.today:
            yield given.words("ask.still_open", due=ends)
        yield from too_late(given.question, given.today, due, given.language)
        if said in _MOVING:
            line += _moved(moved_day(given.register, figure.rpartition(".")[0], due), given)
    if said == "ask.term":
        line = " ".join((line, *_term_soon((due - given.today).days, given)))
    yield f"{line} {given.words(_ENDING[said])}" if over and said in _ENDING else line
    yield from () if when.is_day else (given.words("ask.first_of_it"),)
    yield from (given.words("ask.term_over"),) if over and event == "patent_filing" else ()


def _term_soon(left: int, given: _Given) -> Iterator[str]:
    """What ends with a term that is soon over, and what of the acts before does not."""
    if 0 <= left <= _SOON:
        within, cite = given.phrases.figure("pt.limitation.years"), given.cite("pt.limitation")
        yield given.words("ask.term_soon", days=left, within=within, cite=cite)


def _moved(to: OtherDay | None, given: _Given) -> str:
    """That a last day moves, where it does."""
    if to is None:
        return ""
    on = day(to.on, given.language)
    return f" {given.words(f'deadline.because.{to.because}', day=on, basis=given.cite(to.basis))}"


def _heavier(given: _Given) -> Iterator[str]:
    """Up to which day acts follow the penalty told, and that those told do not."""
    years = given.figure("tm.amr_repeat.years")
    repeat = repeat_of(given.told, given.today, years)
    if repeat.standing is SincePenalty.OVER and not tells_a_judgment(given.told):
        yield given.words("ask.no_repeat", years=years, cite=given.cite("tm.amr_repeat"))
    if penalty := penalty_time(given.told, given.today):
        yield from _counted(given, "tm.amr_repeat.years", "earlier_penalty", "ask.repeat", penalty)


RULES: Mapping[str, Callable[[_Given], Iterator[str]]] = MappingProxyType(
    {
        "cu.ex_officio_security": security,
        "cu.application_unrecorded": applied_security,
        **{f"tm.fees_{step}": _fee(step) for step in (_FILING, *_STEPS)},
        "tm.amr_powers_fine": fine,
        "pt.passing_off": passing_off_fine,
        "cr.admin_fine": copyright_fine,
        "li.punitive_cap": punitive,
        "am.unregistered_seller": registered_seller,
        "tm.amr_repeat": _heavier,
        "pt.term": _patent_term,
        "pt.annuity": _patent_over,
        "tm.nonuse_evidence": lambda given: chain(
            _counted(given, _IDLE, Event.MARK_REGISTERED, "ask.earliest"), _madrid(given)
        ),
        "tm.madrid_clocks": _madrid,
        "tm.invalidation_5y": _madrid,
        "li.defence_time_foreign": _defence,
        "am.penalty_limitation": _punished_until,
        "am.platform_data_kept": kept,
        "ec.live_platform_records": _after_acts("ec.live_platform_records.years", "ask.kept_until"),
        **{key: against(key) for key in TESTS},
    }
)
