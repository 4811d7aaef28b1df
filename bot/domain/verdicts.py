"""A person's verdict on a listing (counterfeit, genuine …), and what follows: the legal ground, which notices may be written.

The detectors' view is an :class:`bot.domain.assessments.Assessment`; a verdict is a person's, and it stands above it.
Grounds are those of ``templates/catalog.toml``; a test holds the two together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, ListingId, PersonId
from bot.domain.moments import aware
from bot.domain.sentences import Sentence, joined, sentence


class Verdict(StrEnum):
    """What the listing is, in an analyst's eyes."""

    COUNTERFEIT = "counterfeit"
    LOOKALIKE = "lookalike"
    COPIED_PICTURES = "copied_pictures"
    PATENT = "patent"
    GREY_MARKET = "grey_market"
    GENUINE = "genuine"
    ANOTHER_BRAND = "another_brand"
    NEEDS_TEST_BUY = "needs_test_buy"
    UNCLEAR = "unclear"

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds a notice on such a listing may rest on, the usual one first; none: no notice now."""
        return _GROUNDS[self]

    @property
    def infringes(self) -> bool:
        """Whether something is to be done against the listing."""
        return bool(_GROUNDS[self])

    @property
    def clears(self) -> bool:
        """Whether the goods are genuine, or another brand's, so that no notice may ever be written."""
        return self in _CLEARING


_GROUNDS: dict[Verdict, tuple[str, ...]] = {
    Verdict.COUNTERFEIT: ("counterfeit", "mark_use"),
    Verdict.LOOKALIKE: ("similar_mark", "unfair_competition"),
    Verdict.COPIED_PICTURES: ("copyright",),
    Verdict.PATENT: ("patent",),
    Verdict.GREY_MARKET: (),
    Verdict.GENUINE: (),
    Verdict.ANOTHER_BRAND: (),
    Verdict.NEEDS_TEST_BUY: (),
    Verdict.UNCLEAR: (),
}
_CLEARING = frozenset({Verdict.GREY_MARKET, Verdict.GENUINE, Verdict.ANOTHER_BRAND})


def verdict_of(ground: str) -> Verdict | None:
    """The verdict that a notice on this ground states; None where none carries it."""
    return next((verdict for verdict, grounds in _GROUNDS.items() if ground in grounds), None)


_NAMES = {
    "counterfeit": Sentence(key="counterfeit goods"),
    "mark_use": Sentence(key="use of the mark without permission"),
    "similar_mark": Sentence(key="a similar mark"),
    "unfair_competition": Sentence(key="a confusing name or packaging"),
    "copyright": Sentence(key="a copied picture or text"),
    "patent": Sentence(key="a patent or design"),
    "grey_market": Sentence(key="parallel imports"),
    "genuine": Sentence(key="genuine goods"),
    "price": Sentence(key="a low price"),
    "unauthorised_seller": Sentence(key="a seller without authorisation"),
}


def grounds_named(*grounds: str) -> Sentence:
    """What people call these grounds."""
    return joined((_NAMES.get(ground) or Sentence(key=ground) for ground in grounds), ", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenVerdict:
    """One person's verdict on one listing; None: taken back, so that nothing stands.

    ``previous`` is the verdict that stood until then. ``batch`` joins those given in one act on a group, which
    are taken back together; ``takes_back`` names the batch that this one undoes, which ``restored_of`` had given the
    verdict and the note that stand again. ``put_away_by`` had put its alert away when the verdict was given.
    """

    listing_id: ListingId
    verdict: Verdict | None
    by: PersonId
    at: datetime
    note: str = ""
    previous: Verdict | None = None
    batch: str = ""
    takes_back: str = ""
    restored_of: PersonId | None = None
    put_away_by: PersonId | None = None

    def __post_init__(self) -> None:
        aware(self.at, "at")

    @property
    def author(self) -> PersonId:
        """Whose verdict it is: not theirs who only took back what came after it."""
        return self.restored_of or self.by


def last_act(newest_first: Sequence[GivenVerdict], batch: str = "") -> Sequence[GivenVerdict]:
    """The newest act of a person that is not taken back yet, or the act ``batch``: its verdicts as given; empty: none."""
    undone = {each.takes_back for each in newest_first if each.takes_back}
    acts = [
        each for each in newest_first if each.verdict and not each.takes_back and each.batch not in undone
    ]
    acts = [each for each in acts if not batch or each.batch == batch]
    return [each for each in reversed(acts) if each.batch == acts[0].batch]


def disputed(history: Sequence[GivenVerdict]) -> bool:
    """Whether people disagree on whether the listing infringes, or one of them went back and forth.

    ``history`` is what was said of it, oldest first. What was taken back was never said; what was said before the
    listing showed other goods is not about these.
    """
    undone = {each.takes_back for each in history if each.takes_back}
    told: dict[PersonId, bool] = {}
    turns: Counter[PersonId] = Counter()
    for each in history:
        if each.verdict is None and each.by == MARQUE:
            told, turns = {}, Counter()
        if each.verdict is None or each.takes_back or each.batch in undone:
            continue
        if each.verdict.infringes or each.verdict.clears:
            turns[each.by] += told.get(each.by, each.verdict.infringes) is not each.verdict.infringes
            told[each.by] = each.verdict.infringes
    return len(set(told.values())) > 1 or max(turns.values(), default=0) > 1


def fits(verdict: Verdict | None, ground: str) -> bool:
    """Whether a notice on this ground may be written about a listing judged so. Nobody has judged: yes."""
    return verdict is None or ground in verdict.grounds


def contradiction(given: GivenVerdict, ground: str) -> Sentence | None:
    """What a verdict holds against a notice on this ground, and what to do; None: nothing."""
    if given.verdict is None or fits(given.verdict, ground):
        return None
    return sentence(
        "{listing} was judged {verdict}, which does not carry “{ground}”; {todo}",
        listing=given.listing_id,
        verdict=Sentence(key=given.verdict.value.replace("_", " ")),
        ground=grounds_named(ground),
        todo=sentence(
            "judge it again, or let the notice rest on {grounds}",
            grounds=grounds_named(*given.verdict.grounds),
        )
        if given.verdict.grounds
        else sentence("judge it again, or leave it out"),
    )


def offered(verdict: Verdict | None, grounds: Collection[str]) -> bool:
    """Whether a kind of notice is offered for a listing judged so: where it may rest on a ground of the verdict, or on none
    (the owner's opinion of a sample, an answer to a counter-notice, a request to customs)."""
    if verdict is None:
        return True
    return verdict.infringes and (not grounds or any(ground in grounds for ground in verdict.grounds))


def refuse_cleared(given: Iterable[GivenVerdict]) -> None:
    """Let no notice be written about goods that a person cleared.

    Raises:
        NotPossible: one of the listings was judged genuine, a parallel import, or another brand's.
    """
    for each in given:
        if each.verdict is not None and each.verdict.clears:
            raise NotPossible(
                each.listing_id,
                "it was judged {said}, and goods that do not infringe get no notice",
                "leave the listing out, or change its verdict first if it is wrong",
                said=each.verdict,
            )
