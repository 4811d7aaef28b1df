"""A marketplace's search as a source: every keyword, page by page (how many pages), each listing once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing, ListingSighting
from bot.net.operated import Send, ServiceCall
from bot.ports import Unreadable
from bot.sources.listinglines import UnusableError
from bot.sources.marketplace import Marketplace, PageTurn, ResultPage, Searching
from bot.sources.session import Session
from bot.sources.values import Row


class MarketplaceSource:
    """A :class:`bot.ports.ListingSource` and :class:`bot.ports.ListingLookup` over one marketplace's API."""

    def __init__(self, marketplace: Marketplace, searching: Searching) -> None:
        self.name, self._market, self._searching = marketplace.name, marketplace, searching

    def look(self) -> Iterator[Listing | Unreadable]:
        """What the marketplace finds for every keyword.

        Raises:
            SourceUnavailable: not set up, nothing to search for, or refused.
        """
        self._ready()
        words = self._searching.keywords()
        if not words:
            raise SourceUnavailable(self.name, "no brand book is imported, so there is nothing to search for")
        seen: set[str] = set()
        with self._searching.web() as send:
            session = self._session(send)
            for word in words:
                yield from self._hits(session, word, seen)

    def look_at(self, listing: Listing) -> ListingSighting | None:
        """The listing as the API shows it now; None where this API cannot tell.

        Raises:
            SourceUnavailable: not set up, or refused.
        """
        if self._market.look_up(listing, self._searching.clock()) is None:
            return None
        self._ready()

        def make(now: datetime) -> ServiceCall:
            call = self._market.look_up(listing, now)
            assert call is not None
            return call

        with self._searching.web() as send:
            page = self._session(send).ask(make, self._market.page)
        if not page.rows:
            return ListingSighting(listing=None, gone=self._market.absence_proves)
        try:
            return ListingSighting(listing=self._market.listing(page.rows[0]), gone=False)
        except UnusableError as fault:
            why = "the answer about {listing} cannot be read: {fault}"
            raise SourceUnavailable(self.name, why, listing=listing.listing_id, fault=fault) from fault

    def _ready(self) -> None:
        if self._market.missing:
            raise SourceUnavailable(self.name, "set {name}", name=" and ".join(self._market.missing))

    def _session(self, send: Send) -> Session:
        how, token = self._searching, self._market.token
        return Session(self.name, send, clock=how.clock, sleep=how.sleep, gap=how.gap, token=token)

    def _hits(self, session: Session, word: str, seen: set[str]) -> Iterator[Listing | Unreadable]:
        rank, most, turn, here = 0, 0, PageTurn(), set[str]()
        while True:
            page, known = self._page(session, word, turn), len(here)
            for rank, row in enumerate(page.rows, rank + 1):  # noqa: B020  # counts on over the pages
                item = self._item(row, word, rank)
                key = item.listing_id if isinstance(item, Listing) else str(row)
                if key not in seen and key not in here:
                    yield item
                here.add(key)
            # Some marketplaces repeat a page past the last one: a page without anything new ends the search. Totals
            # change from page to page: the largest counts, and none that is smaller than what has come already.
            most = max(most, page.total or 0)
            through = page.total is not None and rank <= most <= turn.number * self._market.page_size
            if through or len(here) == known or turn.number >= self._searching.pages:
                seen |= here
                return
            turn = PageTurn(number=turn.number + 1, cursor=page.cursor)

    def _page(self, session: Session, word: str, turn: PageTurn) -> ResultPage:
        return session.ask(lambda now: self._market.search(word, turn, now), self._market.page)

    def _item(self, row: Row, word: str, rank: int) -> Listing | Unreadable:
        try:
            found = self._market.listing(row)
        except UnusableError as fault:
            return Unreadable(line=rank, reason=str(fault), file=f"{self.name}: {word}")
        return replace(found, query=word, rank=rank, seen_at=self._searching.clock())
