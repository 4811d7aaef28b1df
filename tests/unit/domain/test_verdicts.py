"""A verdict chooses the ground, and genuine goods never reach a notice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, ListingId, PersonId
from bot.domain.verdicts import GivenVerdict, Verdict, disputed, fits, last_act, offered, refuse_cleared
from bot.notices.catalog import SHIPPED, load_catalog

CATALOG = load_catalog(SHIPPED)
MEI = PersonId("U0MEI")


def given(item: str, verdict: Verdict | None, batch: str = "", takes_back: str = "") -> GivenVerdict:
    return GivenVerdict(
        listing_id=ListingId(f"taobao:{item}"),
        verdict=verdict,
        by=MEI,
        at=datetime(2026, 11, 25, tzinfo=UTC),
        batch=batch,
        takes_back=takes_back,
    )


@pytest.mark.parametrize("verdict", Verdict)
def test_every_ground_of_a_verdict_is_one_of_the_catalog_on_which_a_notice_may_rest(verdict: Verdict) -> None:
    for ground in verdict.grounds:
        assert ground in CATALOG.raw["grounds"]
        assert not CATALOG.refused(ground)


def test_a_verdict_offers_the_notices_that_may_rest_on_its_ground() -> None:
    kinds = CATALOG.entries.values()
    named = {v: [e.kind for e in kinds if offered(v, e.grounds)] for v in Verdict}
    assert "amr-complaint" in named[Verdict.COUNTERFEIT]
    assert "amr-complaint" in named[Verdict.LOOKALIKE]
    assert "amr-complaint" not in named[Verdict.COPIED_PICTURES]
    assert "platform-takedown" in named[Verdict.COPIED_PICTURES]
    assert {"authenticity-statement", "counter-notice-reply", "customs-detention"} <= {
        *named[Verdict.COUNTERFEIT]
    }
    quiet = (
        Verdict.GREY_MARKET,
        Verdict.GENUINE,
        Verdict.ANOTHER_BRAND,
        Verdict.NEEDS_TEST_BUY,
        Verdict.UNCLEAR,
    )
    assert [named[verdict] for verdict in quiet] == [[]] * len(quiet)


def test_where_nobody_has_judged_every_notice_is_offered() -> None:
    assert offered(None, ("patent",))
    assert fits(None, "counterfeit")


@pytest.mark.parametrize("verdict", [Verdict.GREY_MARKET, Verdict.GENUINE, Verdict.ANOTHER_BRAND])
def test_genuine_goods_reach_no_counterfeit_notice(verdict: Verdict) -> None:
    assert not fits(verdict, "counterfeit")
    with pytest.raises(NotPossible, match=f"taobao:2: it was judged {verdict.replace('_', ' ')}"):
        refuse_cleared([given("1", Verdict.COUNTERFEIT), given("2", verdict)])


def test_the_last_act_is_a_whole_batch_and_passes_over_what_is_taken_back() -> None:
    first = given("1", Verdict.COUNTERFEIT, "a")
    group = [given(item, Verdict.LOOKALIKE, "b") for item in ("2", "3")]
    undone = [given(item, None, takes_back="b") for item in ("2", "3")]
    assert last_act([*reversed(group), first]) == group
    assert last_act([*undone, *group, first]) == [first]
    assert last_act([given("1", None, takes_back="a"), *undone, *group, first]) == []


BAD, GOOD, OPEN = Verdict.COUNTERFEIT, Verdict.GENUINE, Verdict.UNCLEAR
JONAS = PersonId("U0JONAS")
Said = tuple[PersonId, Verdict | None]


@pytest.mark.parametrize(
    ("said", "disagree"),
    [
        ([], False),
        ([(MEI, BAD)], False),
        ([(MEI, BAD), (MEI, GOOD)], False),
        ([(MEI, BAD), (MEI, GOOD), (MEI, BAD)], True),
        ([(MEI, BAD), (MEI, OPEN), (MEI, Verdict.LOOKALIKE)], False),
        ([(MEI, BAD), (JONAS, Verdict.GREY_MARKET)], True),
        ([(MEI, BAD), (JONAS, OPEN)], False),
        ([(MEI, BAD), (JONAS, GOOD), (JONAS, BAD)], False),
        ([(MEI, BAD), (JONAS, None), (JONAS, GOOD)], True),  # opening it again forgets nobody's word
        ([(MEI, BAD), (MARQUE, None), (JONAS, GOOD)], False),  # it shows other goods now
    ],
)
def test_people_disagree_where_their_last_words_differ_or_one_goes_back_and_forth(
    said: list[Said], disagree: bool
) -> None:
    history = [replace(given("1", verdict, f"b{number}"), by=by) for number, (by, verdict) in enumerate(said)]
    assert disputed(history) is disagree


def test_what_was_taken_back_was_never_said() -> None:
    back = replace(given("1", BAD, takes_back="b"), by=JONAS)
    history = [given("1", BAD, "a"), replace(given("1", GOOD, "b"), by=JONAS), back]
    assert not disputed(history)
