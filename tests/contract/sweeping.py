"""One sweep of a shelf in a process of its own, begun when it is told to."""

from datetime import UTC, datetime
from multiprocessing.connection import Connection

from bot.domain.ids import LOCAL
from bot.services.watching.watches import Watches
from bot.store.sql import open_store
from tests.factories import a_listing
from tests.fakes.shelf import Shelf, Suspicious


def swept(database_url: str, listings: int, told: Connection) -> None:
    """Say that all is ready, wait for the word, sweep, and tell how many listings were alerted."""
    shelf = Shelf(listings=[a_listing(item_id=str(n), seller_id=f"shop-{n}") for n in range(listings)])

    def clock() -> datetime:
        return datetime.now(UTC)

    with open_store(database_url, LOCAL, clock, lambda: "salt") as store:
        watches = Watches(store, [shelf], Suspicious(), clock)
        told.send("ready")
        told.recv()
        told.send(watches.sweep().looks[0].alerted)
