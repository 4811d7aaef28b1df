"""A look counts what it read, and says shortly what was wrong."""

from bot.ports import Unreadable
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock, Shelf, ToldJudge, a_listing


def test_broken_lines_are_counted_beside_what_was_read(store: MemoryStore, clock: HandClock) -> None:
    shelf = Shelf(
        items=[Unreadable(line=1, reason="not JSON"), a_listing(), Unreadable(line=3, reason="no url")]
    )
    [look] = Watches(store, [shelf], ToldJudge(), clock).sweep().looks
    assert (look.seen, look.unreadable) == (1, 2)


def test_a_reason_that_a_server_makes_endless_is_cut(store: MemoryStore, clock: HandClock) -> None:
    shelf = Shelf(items=[a_listing()], broken="no\n" + "x" * 1_000_000)
    [look] = Watches(store, [shelf], ToldJudge(), clock).sweep().looks
    assert len(str(look.error)) == 400
    assert str(look.error).startswith("no xxx")
