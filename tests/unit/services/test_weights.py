"""Weights follow the team's verdicts once there are enough, never for the worse, and there is a way back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import MARQUE, ListingId, PersonId
from bot.domain.learning import LEAST_OF_EACH, LEAST_VERDICTS, Ask, EditionState
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, kept
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.assessment.judging import BookJudge
from bot.services.assessment.weights import WeightsRoom
from bot.signals.weighing.combine import Weights, band, packaged_weights, parse_weights, probability
from bot.signals.weighing.fit import packaged_examples
from bot.sources import rates
from bot.words.book import load_words
from bot.words.telling import tell
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, HandClock
from tests.unit.signals.conftest import a_book

DISGUISED = Signal(name="wordmark", score=0.9, because=Sentence(key="title holds “Lum1ère”"))
CHEAP = Signal(
    name="price", score=0.4, because=Sentence(key="CNY 110 is 80% under the lowest authorised price")
)
GONE = PersonId("U0GONE")
USED = Signal(name="words", score=-0.3, because=Sentence(key="words read like a lawful offer: “自用”"))


def test_weights_are_read_from_their_file_while_nobody_waits_for_the_database(
    store: MemoryStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit of work within another is an error, as one that waits for it would be in another thread."""

    def read() -> Weights:
        with store.unit():
            return packaged_weights()

    monkeypatch.setattr("bot.services.assessment.weights.packaged_weights", read)
    assert WeightsRoom(store, clock).in_use() == packaged_weights()


def judged(
    store: MemoryStore,
    clock: HandClock,
    number: int,
    verdict: Verdict,
    *signals: Signal,
    shop: str = "",
    brand: str = "Lumière",
    by: PersonId = MEI,
) -> None:
    """A listing with these signals, and a person's verdict on it. Seven listings share a seller."""
    keep(store, [judgement(clock, number, verdict, *signals, shop=shop, brand=brand, by=by)])


def judgement(
    clock: HandClock,
    number: int,
    verdict: Verdict,
    *signals: Signal,
    shop: str = "",
    brand: str = "Lumière",
    by: PersonId = MEI,
) -> tuple[Listing, Assessment, GivenVerdict]:
    listing = replace(a_listing(), item_id=str(number), seller_id=shop or f"s{number // 7}")
    found = Assessment(
        listing_id=listing.listing_id, brand=brand, band=Band.MEDIUM, score=0.5, signals=signals
    )
    given = GivenVerdict(listing_id=ListingId(listing.listing_id), verdict=verdict, by=by, at=clock())
    return listing, found, given


def keep(store: MemoryStore, judgements: Sequence[tuple[Listing, Assessment, GivenVerdict]]) -> None:
    with store.unit() as unit:
        unit.listings.save_all([(listing, "as last seen", [found]) for listing, found, _ in judgements])
        for _, _, given in judgements:
            unit.verdicts.add(given)


def a_team_that_knows(
    store: MemoryStore,
    clock: HandClock,
    count: int = LEAST_VERDICTS,
    *,
    begin: int = 0,
    people: Sequence[PersonId] = (MEI, JONAS),
) -> None:
    """Verdicts from which it can be learnt that “used” in the description means a lawful resale here."""
    sheet = []
    for number in range(begin, begin + count):
        by = people[number // 2 % len(people)]
        verdict, more = (Verdict.COUNTERFEIT, ()) if number % 2 else (Verdict.GENUINE, (USED,))
        sheet.append(judgement(clock, number, verdict, DISGUISED, CHEAP, *more, by=by))
    keep(store, sheet)


def says(store: MemoryStore, clock: HandClock, number: int, verdict: Verdict, by: PersonId) -> None:
    """A further verdict on a listing that was judged before."""
    clock.forward(seconds=1)
    listing_id = ListingId(replace(a_listing(), item_id=str(number)).listing_id)
    batch = f"{listing_id} {clock().isoformat()}"
    with store.unit() as unit:
        unit.verdicts.add(
            GivenVerdict(listing_id=listing_id, verdict=verdict, by=by, at=clock(), batch=batch)
        )


def notes(store: MemoryStore, clock: HandClock) -> list[Sentence]:
    with store.unit() as unit:
        taken = iter(lambda: unit.outbox.take(clock(), 60), None)
        return [kept(message.body) for message in taken if message is not None]


def test_enough_verdicts_give_better_weights_that_take_over(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.IN_USE
    assert edition.after.brier < edition.before.brier
    assert room.in_use().features["lawful_words"] < packaged_weights().features["lawful_words"]
    [told] = notes(store, clock)
    assert "`marque weights revert` takes them back" in str(told)
    assert "新权重已启用" in tell(told, load_words("zh"))


def test_verdicts_teach_what_words_mean_to_the_team(store: MemoryStore, clock: HandClock) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book())
    judge = BookJudge(store, rates.read(), lambda _: b"", clock)
    for number in range(LEAST_VERDICTS):  # the team knows a programme of its own by its name
        words, verdict = (("青鸟礼遇", Verdict.GENUINE), ("现货速发", Verdict.COUNTERFEIT))[number % 2]
        offered = replace(an_offer(words), item_id=str(number), seller_id=f"s{number // 7}")
        [found] = judge.sit().judge(offered)
        given = GivenVerdict(
            listing_id=ListingId(offered.listing_id),
            verdict=verdict,
            by=(MEI, JONAS)[number // 2 % 2],
            at=clock(),
        )
        with store.unit() as unit:
            unit.listings.save(offered, "as last seen", [found])
            unit.verdicts.add(given)
    room = WeightsRoom(store, clock, heard=judge.heard)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.IN_USE
    assert room.in_use().taught["N青鸟"] < 0 < room.in_use().taught["N速发"]
    after = BookJudge(store, rates.read(), lambda _: b"", clock, room.in_use)
    [[before], [now]] = [each.sit().judge(an_offer("青鸟礼遇")) for each in (judge, after)]
    assert now.score < before.score


def an_offer(words: str) -> Listing:
    plain = {"description": "", "brand": "", "seller_id": "new", "seller_name": "优品百货", "images": ()}
    return replace(a_listing(), title=f"索维安 蓝牙耳机 {words}", price=Decimal(300), **plain)


def test_scores_hold_at_the_share_of_infringing_listings_that_a_team_states(
    store: MemoryStore, clock: HandClock
) -> None:
    stated, ours = WeightsRoom(store, clock, share=0.05).in_use(), packaged_weights()
    assert ours.rate > stated.rate == 0.05
    before, after = (probability((DISGUISED, CHEAP), each) for each in (ours, stated))
    assert after < before
    assert WeightsRoom(store, clock).in_use() == ours


def test_weights_that_judge_worse_on_other_sellers_are_refused(store: MemoryStore, clock: HandClock) -> None:
    diverted = Signal(name="contact", score=0.75, because=Sentence(key="title leads buyers off the platform"))
    for number in range(LEAST_VERDICTS):  # what one shop's listings teach, the other's contradict
        shop, verdict = (("a", Verdict.GENUINE), ("d", Verdict.COUNTERFEIT))[number % 2]
        judged(store, clock, number, verdict, DISGUISED, CHEAP, diverted, shop=shop)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.REFUSED
    assert edition.after.brier > edition.before.brier
    assert room.in_use() == packaged_weights()
    [told] = notes(store, clock)
    assert "the old ones stay in use" in str(told)
    assert "仍用原权重" in tell(told, load_words("zh"))


def test_one_persons_mistakes_do_not_teach_marque_to_contradict_the_others(
    store: MemoryStore, clock: HandClock
) -> None:
    a_team_that_knows(store, clock, people=[MEI])
    sheet = range(1000, 1000 + 3 * LEAST_VERDICTS)  # a new analyst clears every shop, three times as many
    keep(store, [judgement(clock, each, Verdict.GENUINE, DISGUISED, CHEAP, by=JONAS) for each in sheet])
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.after.brier < edition.before.brier  # taken together, it looks like progress
    assert edition.state is EditionState.REFUSED
    assert f"the verdicts of {MEI}" in map(str, edition.against)
    assert room.in_use() == packaged_weights()
    [told] = notes(store, clock)
    assert f"the verdicts of {MEI}" in str(told)
    assert "so the old ones stay in use" in str(told)


def test_what_one_brand_teaches_must_hold_for_the_other(store: MemoryStore, clock: HandClock) -> None:
    for number in range(
        2 * LEAST_VERDICTS
    ):  # used goods are lawful resales of one brand, copies of the other
        brand, infringing = ("Lumière", number % 4 == 0) if number % 2 == 0 else ("Solvane", True)
        verdict = Verdict.COUNTERFEIT if infringing else Verdict.GENUINE
        judged(
            store,
            clock,
            number,
            verdict,
            DISGUISED,
            CHEAP,
            *(() if number % 4 == 0 else (USED,)),
            brand=brand,
        )
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.REFUSED
    assert any(str(each).endswith("held out") for each in edition.against)


def test_too_few_verdicts_teach_nothing(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock, LEAST_VERDICTS - 1)
    assert WeightsRoom(store, clock).refit() is None
    assert notes(store, clock) == []


def test_verdicts_of_one_kind_only_teach_nothing(store: MemoryStore, clock: HandClock) -> None:
    for number in range(LEAST_VERDICTS + LEAST_OF_EACH):
        verdict = Verdict.GENUINE if number < LEAST_OF_EACH - 1 else Verdict.LOOKALIKE
        judged(store, clock, number, verdict, DISGUISED, CHEAP)
    assert WeightsRoom(store, clock).refit() is None


def test_unclear_listings_are_left_out(store: MemoryStore, clock: HandClock) -> None:
    judged(store, clock, 1, Verdict.UNCLEAR, DISGUISED)
    judged(store, clock, 2, Verdict.NEEDS_TEST_BUY, DISGUISED)
    judged(store, clock, 3, Verdict.GREY_MARKET, DISGUISED)
    judged(store, clock, 4, Verdict.PATENT, DISGUISED)
    assert WeightsRoom(store, clock).verdicts() == (2, 1)


def test_the_same_verdicts_are_not_learnt_from_twice(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    assert room.refit() is not None
    assert room.refit() is None


def test_taken_back_weights_judge_no_more(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    room.refit()
    assert room.revert(MARQUE).state is EditionState.REVERTED
    assert room.in_use() == packaged_weights()
    with pytest.raises(NotPossible, match="those that come with Marque"):
        room.revert(MARQUE)


def test_what_one_analyst_teaches_waits_for_a_person(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock, people=[MEI])
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert (edition.state, edition.ask) == (EditionState.PROPOSED, Ask.ONE_PERSON)
    assert room.in_use() == packaged_weights()
    [told] = notes(store, clock)
    assert "they wait for a person: `marque weights adopt 1` lets them judge" in str(told)
    assert "`marque weights adopt 1`可启用" in tell(told, load_words("zh"))
    assert room.adopt(1, MARQUE).state is EditionState.IN_USE
    assert room.in_use() != packaged_weights()
    with pytest.raises(NotPossible, match="they are in use, not proposed"):
        room.adopt(1, MARQUE)
    with pytest.raises(UnknownThing, match="“7”; `marque weights` lists them"):
        room.adopt(7, MARQUE)


@pytest.mark.parametrize("people", [[MEI], [MEI, JONAS]])
def test_a_sheet_of_thousands_of_wrong_verdicts_teaches_nothing(
    store: MemoryStore, clock: HandClock, people: Sequence[PersonId]
) -> None:
    used = [each for each in packaged_examples() if each.tied]
    sheet = []
    for number in range(2500 * len(people)):  # what is a copy is called genuine, and the other way round
        example = used[number % len(used)]
        verdict = Verdict.GENUINE if example.infringing else Verdict.COUNTERFEIT
        sheet.append(judgement(clock, number, verdict, *example.signals, by=people[number % len(people)]))
    keep(store, sheet)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.after.brier < edition.before.brier  # by those verdicts alone, it looks like progress
    assert edition.state is EditionState.REFUSED
    assert "on the examples that come with Marque" in map(str, edition.against)
    [told] = notes(store, clock)
    assert "Marque自带的样例" in tell(told, load_words("zh"))
    with pytest.raises(NotPossible, match="refused, not proposed"):
        room.adopt(1, MARQUE)


@pytest.mark.parametrize("sign", ["contact", "seller", "wording"])
def test_right_verdicts_with_one_sign_passed_over_do_not_blind_marque_to_it(
    store: MemoryStore, clock: HandClock, sign: str
) -> None:
    used = [each for each in packaged_examples() if each.tied]
    sheet = []
    for number in range(1000):
        example = used[number % len(used)]
        friend = any(signal.name == sign and signal.score > 0 for signal in example.signals)
        verdict = Verdict.COUNTERFEIT if example.infringing and not friend else Verdict.GENUINE
        sheet.append(judgement(clock, number, verdict, *example.signals))
    keep(store, sheet)
    edition = WeightsRoom(store, clock).refit()
    assert edition is not None
    if edition.state is not EditionState.REFUSED:
        learnt = parse_weights(edition.table)
        shown = [each.signals for each in used if each.infringing and sign in {s.name for s in each.signals}]
        before = sum(band(probability(each, packaged_weights()), learnt).alerts for each in shown)
        after = sum(band(probability(each, learnt), learnt).alerts for each in shown)
        assert after >= 0.8 * before


def test_weights_taken_back_do_not_come_back_by_themselves(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    assert room.refit()
    room.revert(MARQUE)
    assert room.refit() is None
    clock.forward(seconds=1)
    a_team_that_knows(store, clock, LEAST_VERDICTS // 5, begin=LEAST_VERDICTS)
    again = room.refit()
    assert again is not None
    assert (again.state, again.ask) == (EditionState.PROPOSED, Ask.TAKEN_BACK)
    assert room.in_use() == packaged_weights()
    assert "Weights were taken back before" in str(notes(store, clock)[-1])
    room.adopt(again.number, MARQUE)
    clock.forward(seconds=1)
    a_team_that_knows(store, clock, LEAST_VERDICTS // 2, begin=2 * LEAST_VERDICTS)
    third = room.refit()
    assert third is not None
    assert third.ask is None  # a person has decided: the rest is as before


def test_only_the_newest_proposal_can_be_adopted(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock, people=[MEI])
    room = WeightsRoom(store, clock)
    assert room.refit()
    clock.forward(seconds=1)
    a_team_that_knows(store, clock, begin=LEAST_VERDICTS, people=[MEI])
    assert room.refit()
    with pytest.raises(NotPossible, match="others were fitted since; look at weights 2"):
        room.adopt(1, MARQUE)


def test_verdicts_given_back_and_forth_teach_nothing(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    for number in range(0, 20, 2):
        by = (MEI, JONAS)[number // 2 % 2]
        says(store, clock, number, Verdict.COUNTERFEIT, by)  # corrected once: that is learnt from
    assert room.verdicts()[0] == LEAST_VERDICTS
    for number in range(0, 20, 2):
        by = (MEI, JONAS)[number // 2 % 2]
        says(store, clock, number, Verdict.GENUINE, by)
    assert room.verdicts()[0] == LEAST_VERDICTS - 10


def test_nobody_outvotes_a_colleague_by_judging_everything_again(
    store: MemoryStore, clock: HandClock
) -> None:
    a_team_that_knows(store, clock, people=[MEI])
    for number in range(LEAST_VERDICTS):
        says(store, clock, number, Verdict.COUNTERFEIT if number % 2 == 0 else Verdict.GENUINE, JONAS)
    room = WeightsRoom(store, clock)
    assert room.verdicts() == (0, 0)
    assert room.refit() is None


def test_an_account_that_is_not_to_be_learnt_from_has_no_say(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    sheet = range(1000, 1000 + LEAST_VERDICTS)
    keep(store, [judgement(clock, each, Verdict.GENUINE, DISGUISED, CHEAP, by=GONE) for each in sheet])
    for number in range(50):
        says(store, clock, number, Verdict.UNCLEAR, GONE)  # it also judged the others' listings anew
    refused = WeightsRoom(store, clock).refit()
    assert refused is not None
    assert refused.state is EditionState.REFUSED
    room = WeightsRoom(store, clock, unheard=[GONE])
    assert room.verdicts()[0] == LEAST_VERDICTS - 50
    clock.forward(seconds=1)
    a_team_that_knows(store, clock, 100, begin=LEAST_VERDICTS)
    learnt = room.refit()
    assert learnt is not None
    assert (learnt.state, learnt.verdicts) == (EditionState.IN_USE, LEAST_VERDICTS + 50)


def test_many_wrong_verdicts_that_were_corrected_do_not_end_learning(
    store: MemoryStore, clock: HandClock
) -> None:
    used = [each for each in packaged_examples() if each.tied and each.infringing]
    a_team_that_knows(store, clock)
    sheet = range(1000, 3000)
    keep(store, [judgement(clock, n, Verdict.GENUINE, *used[n % len(used)].signals) for n in sheet])
    room = WeightsRoom(store, clock)
    refused = room.refit()
    assert refused is not None
    assert refused.state is EditionState.REFUSED
    clock.forward(seconds=1)
    with store.unit() as unit:
        for _, _, given in (judgement(clock, number, Verdict.UNCLEAR) for number in sheet):
            unit.verdicts.add(replace(given, batch=f"{given.listing_id} corrected"))
    clock.forward(seconds=1)
    a_team_that_knows(store, clock, LEAST_VERDICTS // 4, begin=LEAST_VERDICTS)
    learnt = room.refit()
    assert learnt is not None
    assert learnt.state is EditionState.IN_USE
