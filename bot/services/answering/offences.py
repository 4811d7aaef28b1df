"""From which amount on somebody is criminally liable: money by what it is of (sold, unsold, gained), held against the lines of a
crime, one by one or added up.

Each line that is told is one of the register's. No verdict is given while an amount that the message tells has no part in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.rights import add_months
from bot.domain.told_times import ToldTime, time_of
from bot.services.answering.spans import NOW
from bot.services.answering.tiers import Saying, Weighed, tier, tier_of_labels
from knowledge import sides
from knowledge.amount_roles import AmountRole
from knowledge.amounts import Told, are_of_each, at_its_price, bare, kept, roles
from knowledge.crime_lines import (
    LABELS,
    PASSING_OFF,
    SELLING,
    TESTS,
    Figure,
    LineTest,
    are_apart,
    labels_told,
    names_alike,
    tests_of,
    with_lines,
    years_since_penalty,
)
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.months import placed_times

_ANEW = lazily(r"\bthis time\b|\bnow (?:he|she|they|it)\b|这[次回]又?", re.IGNORECASE)
_FINES = lazily(r"\bfin(?:e|ed|es)\b|\badministrative|\bamr\b|\bbureau\b|罚款|市监|结案|局里", re.IGNORECASE)

# What is said of an earlier penalty, and of one that is too old to count.
_BEFORE = ("ask.before", "ask.before_old")
# Crimes that take the very mark.
_OF_ONE_MARK = ("cl.counterfeiting", "cl.selling_serious", "cl.selling_unsold", "cl.selling_especially")


def all_are_clear(text: str) -> bool:
    """Whether amounts are told, and of each what it is of."""
    return bool(placed_sums(text, prices=True)) and all(role for _, role in roles(text))


def weighed(
    text: str, tests: Sequence[LineTest], figure: Figure, *, before: bool = False, old: bool = False
) -> tuple[Weighed, ...]:
    """The lines that the amounts are held against; none where an amount's part is not known, nothing is told of any, or the lower
    lines would be reached and a penalty may have come before, or two marks be of two owners. Where two of one kind, which may be
    one within the other, decide only together, what is reached without that. A penalty ``before``, none too ``old``, or two
    owners told lower them."""
    told = with_lines(roles(text), tests, figure)
    lower = (before and not old) or (tests is not SELLING and sides.of_two_owners(text))
    found = list(_pairs(text, told, tests, figure, lower))
    if any(role is None for _, role in told):
        return ()
    unsure = any(sure.reached != every.reached for sure, every in found) or _stock_is_open(text, told, tests)
    if unsure or (not lower and _reached_lower(text, told, tests, figure, old)):
        found = [pair for pair in found if pair[0].reached]
    return tuple(sure if sure.reached else every for sure, every in found)


def _stock_is_open(text: str, told: Told, tests: Sequence[LineTest]) -> bool:
    """Whether pieces are unsold whose worth nothing tells, where that is added to what was sold."""
    added = any(AmountRole.UNSOLD in test.terms and test.needs is None for test in tests)
    return added and AmountRole.UNSOLD not in [role for _, role in told] and bool(kept(text))


def untested(
    found: Sequence[Weighed], tests: Sequence[LineTest], figure: Figure
) -> tuple[tuple[LineTest, int], ...]:
    """The lines that nothing told was held against and that the facts may still meet, each with its amount: what was gained is
    no more than what was sold."""
    low = any(each.path != each.test.path for each in found)
    sold = sum(value for each in found if each.test.terms == (AmountRole.SOLD,) for value in each.amounts)
    left = [
        (test, figure(test.lower if low else test.path))
        for test in tests
        if test not in [f.test for f in found]
    ]
    return tuple(
        (test, line) for test, line in left if test.terms != (AmountRole.GAIN,) or not 0 < sold < line
    )


def _pairs(
    text: str, told: Told, tests: Sequence[LineTest], figure: Figure, lower: bool
) -> Iterator[tuple[Weighed, Weighed]]:
    """What each line comes to at least and at most; amounts that come on top of each other are all of it."""
    apart = are_apart(text, told)
    for test in tests:
        if pair := _held(told, test, figure, lower):
            yield (pair[1], pair[1]) if apart else pair


def _reached_lower(text: str, told: Told, tests: Sequence[LineTest], figure: Figure, old: bool) -> bool:
    """Whether lower lines would be reached that may count: after a penalty, or for a maker's marks of two owners."""
    count = (sides.tells_a_penalty(text) and not old) or (sides.of_two_marks(text) and tests is not SELLING)
    return count and any(pair[1].reached for test in tests if (pair := _held(told, test, figure, True)))


def _held(told: Told, test: LineTest, figure: Figure, lower: bool) -> tuple[Weighed, Weighed] | None:
    """What the line comes to at least, with one amount of each kind, and at most, with all."""
    amounts = [(role, value) for value, role in told if role in test.terms]
    # What is only sold has a line of its own, below that of sold and unsold together.
    if not amounts or (test.needs is not None and test.needs not in dict(amounts)):
        return None
    path = test.lower if lower else test.path
    least = tuple(max(value for role, value in amounts if role is each) for each in dict(amounts))
    every = Weighed(test, tuple(value for _, value in amounts), figure(path), path)
    return replace(every, amounts=least), every


def against(key: str) -> Callable[[Saying], Iterator[str]]:
    """The lines of a crime that the amounts reach, any of which is enough; else all that they stay below."""

    def compare(given: Saying) -> Iterator[str]:
        if names_alike(given.told):
            return
        before, old, said = _repeat(given.figure("cl.selling_serious.repeat"), given)
        found = weighed(given.told, tests_of(key, given.told), given.figure, before=before, old=old)
        lines = [value for value, role in roles(given.told) if role is AmountRole.LINE]
        known = {given.figure(path) for test in TESTS[key] for path in (test.path, test.lower)}
        if found and known.isdisjoint(lines):
            yield from (given.words("ask.not_term", term=given.money(each)) for each in lines)
        left = untested(found, tests_of(key, given.told), given.figure)
        yield from _plainly(found, left, said, given, tests_of(key, given.told))

    return compare


def _repeat(years: int, given: Saying) -> tuple[bool, bool, str]:
    """Whether the acts told come after a penalty, in words or by its day; whether that is older than so many years before them;
    and what is to be said of it."""
    penalty = time_of("earlier_penalty", given.told, given.today)
    if penalty is None and (ago := years_since_penalty(given.told)):
        return ago <= years, ago > years, given.words(_BEFORE[ago > years], years=years)
    return _since(penalty, years, given)


def _since(penalty: ToldTime | None, years: int, given: Saying) -> tuple[bool, bool, str]:
    """The same by the day of the penalty, where it is told."""
    acts = _acts(given, penalty)
    before = sides.punished_before(given.told) or bool(penalty and acts and penalty.last < acts.first)
    until = penalty and [add_months(each, 12 * years) for each in (penalty.first, penalty.last)]
    old = bool(until and acts and until[1] < acts.first)
    if not before or (until and until[0] >= (acts.last if acts else given.today)):
        return before, old, ""
    return not old, old, given.words(_BEFORE[old], years=years)


def _acts(given: Saying, penalty: ToldTime | None) -> ToldTime | None:
    """When the acts told were done: by the words beside their day, now, or at the only time told after the penalty."""
    return time_of("infringing_act", given.told, given.today) or _now(given) or _later(given, penalty)


def _later(given: Saying, penalty: ToldTime | None) -> ToldTime | None:
    """The only time that is told of something after a penalty."""
    placed = placed_times(given.told, given.today) if penalty else ()
    times = {(first, last) for _, _, first, last in placed if penalty and first > penalty.last}
    return next((ToldTime(first=first, last=last) for first, last in times if len(times) == 1), None)


def _now(given: Saying) -> ToldTime | None:
    """This day, where something is told to be done now, or anew without its day."""
    now = NOW.search(given.told) or _ANEW.search(given.told)
    return ToldTime(first=given.today, last=given.today) if now else None


def pieces(given: Saying) -> Iterator[str]:
    """The number of labels told, held against the line of pieces, which unsold ones reach only so many times over."""
    (number, unsold), key = labels_told(given.told), "cl.labels_serious"
    lower = _repeat(given.figure(f"{key}.repeat"), given)[0] or sides.of_two_marks(given.told)
    line = given.figure(f"{key}.lower_pieces" if lower else f"{key}.pieces")
    line *= given.figure(f"{key}.unsold") if unsold else 1
    if not number or roles(given.told):
        return
    reached = number >= line
    higher = [] if lower else tier_of_labels(number, line, given)
    said = given.words(
        "ask.pieces_over" if reached else "ask.pieces_under",
        number=f"{number:,}", line=f"{line:,}", which=given.words("ask.pieces_unsold") if unsold else "", cite=given.cite(key),
    )  # fmt: skip
    left = [(test, given.figure(test.lower if lower else test.path)) for test in LABELS]
    below = [] if reached else [_needed(left, given), _unlawful(LABELS, given)]
    yield " ".join((_word(reached, given, left=True), said, *higher, *below))


def _word(reached: bool, given: Saying, *, left: bool) -> str:
    """The plain word whether it is a crime by the amounts told, where something is ``left`` that may make it one, against what
    somebody holds it for."""
    word = "enough" if reached else "not_alone" if left else "not_enough"
    against = (sides.HELD_FOR_NONE if reached else sides.HELD_FOR_A_CRIME).search(given.told)
    said = given.words(f"ask.{word}")
    return f"{given.words('ask.not_so')} {said}" if against else said


def _needed(left: Sequence[tuple[LineTest, int]], given: Saying) -> str:
    """What else would be enough."""
    what = ((_amount_of(test, given), given.money(line)) for test, line in left)
    wanted = [given.words("ask.needed_line", what=each, line=line) for each, line in what]
    return given.words("ask.needed", lines=given.words("ask.needed_joint").join(wanted))


def _plainly(
    found: Sequence[Weighed],
    left: Sequence[tuple[LineTest, int]],
    before: str,
    given: Saying,
    tests: Sequence[LineTest],
) -> Iterator[str]:
    """The plain word whether they make a crime, what is said of an earlier penalty, and the lines; a no only where nothing is
    ``left`` that may still make one, else what would, and never without what is unlawful below them."""
    reached = [each for each in found if each.reached]
    silent = not reached and sides.of_two_marks(given.told)
    # Of labels their number may be enough.
    lines = ["" if silent else _word(bool(reached), given, left=bool(left) or tests is LABELS), before]
    lines += [_weighed(each, given) for each in reached or found]
    lines += [_needed(left, given)] if left and not reached else []
    lines += [] if reached else [_unlawful(tests, given)]
    alike = any(each.path.startswith(_OF_ONE_MARK) for each in reached)
    lines += [given.words("ask.if_same", cite=given.cite("cl.same_mark"))] if alike else []
    lines += [tier(reached, given), *_counted_so(given, reached=bool(reached))]
    yield from [" ".join(filter(None, lines))] if found else []


def _counted_so(given: Saying, *, reached: bool) -> Iterator[str]:
    """How the amounts are counted, where the message may count otherwise; and that no fine may take the place of a crime."""
    if bare(given.told, placed_sums(given.told, prices=True)):
        yield given.words("ask.bare")
    if AmountRole.FINE in [role for _, role in roles(given.told)] and sides.tells_a_penalty(given.told):
        yield given.words("ask.punished_apart", cite=given.cite("cl.accumulation"))
    elif are_of_each(given.told):
        yield given.words("ask.added_up", cite=given.cite("cl.accumulation"))
    if at_its_price(given.told)[0]:
        yield given.words("ask.at_its_price", cite=given.cite("cl.amounts"))
    if reached and _FINES.search(given.told):
        yield given.words("ask.transferred", cite=given.cite("am.no_substitution"))


def _unlawful(tests: Sequence[LineTest], given: Saying) -> str:
    """That what stays below these lines of a crime is an infringement all the same, which an office may fine."""
    if tests is PASSING_OFF:
        return given.words("ask.unlawful_passing", cite=given.cite("pt.passing_off"))
    act = given.cite("tm.infringing_labels" if tests is LABELS else "tm.infringing_acts")
    return given.words("ask.unlawful_still", cite=act, fine=given.cite("tm.amr_powers_fine"))


def _amount_of(test: LineTest, given: Saying) -> str:
    """What is added up for a line, in words."""
    return given.words("ask.amount." + "_".join(role for role in AmountRole if role in test.terms))


def _weighed(found: Weighed, given: Saying) -> str:
    added = " + ".join(given.money(each) for each in found.amounts)
    return given.words(
        "ask.over" if found.reached else "ask.under",
        what=_amount_of(found.test, given),
        value=added if len(found.amounts) == 1 else f"{added} = {given.money(sum(found.amounts))}",
        line=given.money(found.line),
        cite=given.cite(found.path.rpartition(".")[0]),
    )
