"""A source in which the demo's listings appear over time."""

from collections.abc import Iterator

from bot.demo.shop import Shop, _seen
from bot.domain.listings import Listing
from bot.ports import Clock, Unreadable


class DemoSource:
    """A :class:`bot.ports.ListingSource` that lets the stalls appear over the first two minutes."""

    name = "demo marketplaces"

    def __init__(self, shop: Shop, clock: Clock) -> None:
        self._shop, self._clock, self._opened = shop, clock, clock()

    def look(self) -> Iterator[Listing | Unreadable]:
        """Every listing that has appeared by now."""
        now = self._clock()
        for stall in self._shop.stalls:
            if (now - self._opened).total_seconds() >= stall.after:
                yield _seen(stall.listing, now)
