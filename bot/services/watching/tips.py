"""Tips: a person points Marque to a listing by its address; it is recorded, judged and, where suspect, alerted."""

import re
from dataclasses import dataclass, replace

from bot.domain.addresses import Address, address_of, is_short_link
from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment
from bot.domain.audit import Act
from bot.domain.errors import NotPossible, Outside
from bot.domain.ids import PersonId
from bot.domain.listings import Listing
from bot.domain.sentences import NOTHING, Sentence
from bot.ports import Clock, ListingLookup, ListingPages
from bot.repositories import Store
from bot.services.watching.watches import Watches

_SHARE_CODE = re.compile(r"[￥¥€₤₳¢]\w{8,14}[￥¥€₤₳¢]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What is known of a listing before anybody fills anything in: its title may be empty. ``why``: what could not be
    read; ``alert``: the one that there is about it."""

    listing: Listing
    why: Sentence = NOTHING
    alert: Alert | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TipOutcome:
    """What came of a tip: the worst judgement (None without a brand book) and the alert, ``new`` or older, or none."""

    listing: Listing
    assessment: Assessment | None
    alert: Alert | None
    new: bool


class Tips:
    """Listings that people report."""

    def __init__(
        self, store: Store, watches: Watches, pages: ListingPages, lookups: ListingLookup, clock: Clock
    ) -> None:
        self._store, self._watches, self._pages, self._lookups, self._clock = (
            store, watches, pages, lookups, clock,
        )  # fmt: skip

    def locate(self, url: str) -> Address:
        """The listing an address leads to; a platform's short link is followed.

        Raises:
            NotPossible: it is no listing's address on a platform that Marque knows.
            Outside: a short link could not be followed.
        """
        if (found := address_of(url) or self.on_record(url)) is not None:
            return found
        if is_short_link(url):
            if (found := self._pages.follow(_with_scheme(url))) is not None:
                return found
            why = "the short link leads to no listing that could be recognised"
            raise NotPossible(url[:200], why, "open it in a browser and give the address of the page")
        if _SHARE_CODE.search(url):
            why = "a share code (淘口令) holds no address, and only the app reads it"
            raise NotPossible(url[:200], why, "open it in the app and share the link of the page")
        why = "it is not the address of a listing on a platform that Marque knows"
        raise NotPossible(url[:200], why, "copy the address from the listing's own page")

    def on_record(self, url: str) -> Address | None:
        """The listing that a feed brought with this very address, on whichever site it stands."""
        with self._store.unit() as unit:
            found = unit.listings.at(url)
        return Address(platform=found.platform, item_id=found.item_id, url=url) if found else None

    def clue(self, address: Address) -> Clue:
        """What the team's records, the marketplace's API or the page tell of the listing, in this order."""
        with self._store.unit() as unit:
            known = unit.listings.get(address.listing_id)
            alert = unit.alerts.of_listing(address.listing_id)
        if known is not None:
            return Clue(listing=known, alert=alert)
        bare = Listing(platform=address.platform, item_id=address.item_id, url=address.url, title="")
        try:
            sighting = self._lookups.look_at(bare)
            if sighting is not None and sighting.listing is not None:
                shown = sighting.listing
                kept = {"platform": bare.platform, "item_id": bare.item_id, "url": shown.url or bare.url}
                return Clue(listing=replace(shown, **kept))  # type: ignore[arg-type]  # all three are text
            return Clue(listing=self._pages.read(address))
        except Outside as failure:
            return Clue(listing=bare, why=failure.sentence)

    def record(self, listing: Listing, *, by: PersonId) -> TipOutcome:
        """Record and judge the listing; an alert goes the way of every alert.

        Raises:
            NotPossible: it has no title, so there is nothing to judge.
        """
        if not listing.title.strip():
            raise NotPossible(listing.listing_id, "it has no title", "give it as the listing shows it")
        now = self._clock()
        with self._store.unit() as unit:
            before = unit.alerts.of_listing(listing.listing_id)
            act = Act(
                who=by, what="listing.reported", subject=listing.listing_id, details={"url": listing.url}
            )
            unit.audit.append(act, now)
        self._watches.record(replace(listing, seen_at=now))
        with self._store.unit() as unit:
            found = unit.listings.assessments(listing.listing_id)
            alert = unit.alerts.of_listing(listing.listing_id)
        first = found[0] if found else None
        return TipOutcome(
            listing=listing, assessment=first, alert=alert, new=alert is not None and before is None
        )


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"https://{url.removeprefix('//')}"
