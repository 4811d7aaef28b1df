"""From which amount on somebody is criminally liable: money by what it is of (sold, unsold, gained), held against the lines of a
crime, one by one or added up.

Each line that is told is one of the register's. No verdict is given while an amount that the message tells has no part in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.services.answering.copies import of_a_copy, of_a_printer, of_other_lines
from bot.services.answering.repeats import Repeat, SincePenalty, repeat_of, said_of
from bot.services.answering.tiers import Saying, Weighed, tier, tier_of_labels
from knowledge import marks_told, penalties, sides
from knowledge.amount_roles import AmountRole
from knowledge.amounts import Told, are_of_each, bare, kept, roles
from knowledge.crime_lines import (
    LABELS,
    PASSING_OFF,
    SELLING,
    Figure,
    LineTest,
    are_apart,
    labels_told,
    tests_of,
    with_lines,
)
from knowledge.lazily import lazily
from knowledge.mentions import placed_sums
from knowledge.patent_marks import passes_off
from knowledge.two_names import only_alike
from knowledge.worths import is_valued

_FINES = lazily(r"\bfin(?:e|ed|es)\b|\badministrative|\bamr\b|\bbureau\b|罚款|市监|结案|局里", re.IGNORECASE)

_NO_REPEAT = Repeat(SincePenalty.NONE)
# Crimes that take the very mark.
_OF_ONE_MARK = ("cl.counterfeiting", "cl.selling_serious", "cl.selling_unsold", "cl.selling_especially")


def all_are_clear(text: str) -> bool:
    """Whether amounts are told, and of each what it is of."""
    return bool(placed_sums(text, prices=True)) and all(role for _, role in roles(text))


def weighed(
    text: str, tests: Sequence[LineTest], figure: Figure, repeat: Repeat = _NO_REPEAT
) -> tuple[Weighed, ...]:
    """The lines that the amounts are held against; none where an amount's part is not known, nothing is told of any, or the lower
    lines would be reached and a penalty may have come before, or two marks be of two owners. Where two of one kind, which may be
    one within the other, decide only together, what is reached without that. An earlier penalty, or two owners told, lower them;
    where it is open whether one does, the ordinary lines count if they are reached."""
    told = with_lines(roles(text), tests, figure)
    if any(role is None for _, role in told):
        return ()
    owners = _lowered_by_marks(text, tests)
    found = _surely(text, told, tests, figure, repeat.lowers or owners)
    if repeat.lowers or owners or any(each.reached for each in found):
        return found
    if repeat.standing is SincePenalty.OPEN:
        return _surely(text, told, tests, figure, True)
    lower = _pairs(text, told, tests, figure, True) if _may_be_lower(text, tests, repeat) else ()
    return () if any(pair[1].reached for pair in lower) else found


def _may_be_lower(text: str, tests: Sequence[LineTest], repeat: Repeat) -> bool:
    """Whether lower lines may count of which nothing is sure: after some penalty, or for a maker's marks of two owners."""
    told = repeat.standing is SincePenalty.NONE and penalties.tells_a_penalty(text)
    return told or (tests is not SELLING and marks_told.of_two_marks(text))


def _lowered_by_marks(text: str, tests: Sequence[LineTest]) -> bool:
    """Whether two marks told lower the lines: of labels any two, of goods that somebody makes those of two owners."""
    return (
        marks_told.of_two_marks(text)
        if tests is LABELS
        else tests is not SELLING and marks_told.of_two_owners(text)
    )


def _surely(
    text: str, told: Told, tests: Sequence[LineTest], figure: Figure, lower: bool
) -> tuple[Weighed, ...]:
    """The lines with what they come to; only those that are reached in any case where amounts may be one within the other."""
    found = list(_pairs(text, told, tests, figure, lower))
    unsure = any(sure.reached != every.reached for sure, every in found) or _stock_is_open(text, told, tests)
    found = [pair for pair in found if pair[0].reached or not unsure]
    return tuple(sure if sure.reached else every for sure, every in found)


def _stock_is_open(text: str, told: Told, tests: Sequence[LineTest]) -> bool:
    """Whether pieces are unsold whose worth nothing tells, where that is added to what was sold."""
    added = any(AmountRole.UNSOLD in test.terms and test.needs is None for test in tests)
    return added and AmountRole.UNSOLD not in [role for _, role in told] and bool(kept(text))


def untested(
    found: Sequence[Weighed], tests: Sequence[LineTest], figure: Figure, *, lower: bool
) -> tuple[tuple[LineTest, int], ...]:
    """The lines that nothing told was held against and that the facts may still meet, each with its amount: what was gained is
    no more than what was sold."""
    sold = sum(value for each in found if each.test.terms == (AmountRole.SOLD,) for value in each.amounts)
    left = [
        (test, figure(test.lower if lower else test.path))
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
        if only_alike(given.told):
            return
        tests, years = tests_of(key, given.told), given.figure("cl.selling_serious.repeat")
        if tests is PASSING_OFF and not passes_off(given.told):
            yield from of_a_copy(given)
            return
        repeat = repeat_of(given.told, given.today, years)
        counted = pieces(given, repeat) if tests is LABELS else _NO_PIECES
        found = weighed(given.told, tests, given.figure, repeat)
        yield from of_other_lines(key, given) if found else ()
        said = said_of(repeat, years, given, tests[0].path.rpartition(".")[0]) if tests else ""
        if found or counted.said:
            case = _Case(tests, repeat, said, counted)
            yield " ".join(filter(None, (*_plainly(found, case, given), of_a_printer(key, given))))

    return compare


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Whether a number of labels reaches the line of pieces, and how that is ``said``; empty where none is told."""

    reached: bool
    said: str


_NO_PIECES = _Pieces(reached=False, said="")


@dataclass(frozen=True, slots=True)
class _Case:
    """The lines of a crime, how the acts stand to an earlier penalty, what is ``said`` of that, and the labels counted."""

    tests: Sequence[LineTest]
    repeat: Repeat
    said: str
    counted: _Pieces

    def hangs_on_a_day(self, reached: Sequence[Weighed]) -> bool:
        """Whether lower lines alone are reached, and a day that is not told decides whether they count."""
        return self.repeat.standing is SincePenalty.OPEN and any(
            each.path != each.test.path for each in reached
        )


def pieces(given: Saying, repeat: Repeat) -> _Pieces:
    """Whether the number of labels told reaches the line of pieces, which unsold ones reach only so many times over, and how that
    is said."""
    (number, unsold), key = labels_told(given.told), "cl.labels_serious"
    lower = repeat.lowers or marks_told.of_two_marks(given.told)
    line = given.figure(f"{key}.lower_pieces" if lower else f"{key}.pieces")
    line *= given.figure(f"{key}.unsold") if unsold else 1
    if not number:
        return _NO_PIECES
    reached = number >= line
    higher = [] if lower else tier_of_labels(number, line, given)
    said = given.words(
        "ask.pieces_over" if reached else "ask.pieces_under",
        number=f"{number:,}", line=f"{line:,}", which=given.words("ask.pieces_unsold") if unsold else "", cite=given.cite(key),
    )  # fmt: skip
    return _Pieces(reached, " ".join((said, *higher)))


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


def _plainly(found: Sequence[Weighed], case: _Case, given: Saying) -> Iterator[str]:
    """The plain word whether they make a crime, what is said of an earlier penalty, and the lines; a no only where nothing is
    left that may still make one, else what would, and never without what is unlawful below. Of labels the number counts, too."""
    reached = [each for each in found if each.reached]
    enough = bool(reached) or case.counted.reached
    left = untested(found, case.tests, given.figure, lower=_is_low(found, given, case))
    yield from _opening(reached, case, given, left=bool(left) or case.tests is LABELS)
    yield from (_weighed(each, given) for each in (reached if enough else found))
    yield case.counted.said if case.counted.reached or not enough else ""
    if not enough:
        yield _needed(left, given) if left else ""
        yield _unlawful(case.tests, given)
    elif any(each.path.startswith(_OF_ONE_MARK) for each in reached):
        yield given.words("ask.if_same", cite=given.cite("cl.same_mark"))
    yield tier(reached, given)
    yield from _counted_so(given, case.repeat, reached=enough)


def _opening(reached: Sequence[Weighed], case: _Case, given: Saying, *, left: bool) -> Iterator[str]:
    """The plain word, none where two marks may lower the lines; and what lowers them, or does not. Of a penalty whose day is not
    told it is only said where that decides."""
    two, enough = marks_told.of_two_marks(given.told), bool(reached) or case.counted.reached
    asks_day = case.hangs_on_a_day(reached)
    if enough or case.counted.said or case.tests is SELLING or not two:
        yield given.words("ask.depends") if asks_day else _word(enough, given, left=left)
    yield case.said if asks_day or case.repeat.standing is not SincePenalty.OPEN else ""
    if two and case.tests in (SELLING, LABELS):
        yield _of_two_marks(case.tests, given)


def _is_low(found: Sequence[Weighed], given: Saying, case: _Case) -> bool:
    """Whether what is left to be told is held against the lower lines."""
    lowered = case.repeat.lowers or _lowered_by_marks(given.told, case.tests)
    return lowered or any(each.path != each.test.path for each in found)


def _of_two_marks(tests: Sequence[LineTest], given: Saying) -> str:
    """That two marks lower the lines of who makes the goods or the labels, and of no seller."""
    if tests is LABELS:
        return given.words("ask.two_marks_labels", cite=given.cite("cl.labels_serious"))
    makers, sellers = given.cite("cl.counterfeiting_serious"), given.cite("cl.selling_serious")
    return given.words("ask.two_marks_selling", makers=makers, sellers=sellers)


def _counted_so(given: Saying, repeat: Repeat, *, reached: bool) -> Iterator[str]:
    """How the amounts are counted, where the message may count otherwise; and that no fine may take the place of a crime."""
    if bare(given.told, placed_sums(given.told, prices=True)):
        yield given.words("ask.bare")
    kinds = [role for _, role in roles(given.told)]
    fined = AmountRole.FINE in kinds and penalties.tells_a_penalty(given.told)
    if fined and repeat.standing is not SincePenalty.SAME:
        yield given.words("ask.punished_apart", cite=given.cite("cl.accumulation"))
    elif are_of_each(given.told):
        yield given.words("ask.added_up", cite=given.cite("cl.accumulation"))
    if is_valued(given.told):
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
