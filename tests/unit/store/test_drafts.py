"""A lost race between two who read the same draft, where nothing makes them wait for each other."""

from dataclasses import replace

import pytest

from bot.domain.errors import NotPossible
from bot.domain.ids import LOCAL, DraftId
from bot.store.listings import SqlDrafts
from bot.store.rows import Transaction
from bot.store.sql import open_store
from tests.contract import records as r

ID = DraftId("D-000001")


def test_who_saves_over_a_state_that_is_no_longer_the_latest_is_refused() -> None:
    with (
        open_store("sqlite://", LOCAL, lambda: r.NOW, lambda: "salt") as store,
        store.engine.begin() as connection,
    ):
        first, second = (SqlDrafts(Transaction(connection, LOCAL, lambda: r.NOW)) for _ in range(2))
        first.save(r.draft())
        seen = second.get(ID)
        assert seen is not None
        first.save(replace(seen, comment="first"))
        second.get(ID)
        with pytest.raises(NotPossible, match="D-000001: somebody changed it a moment ago"):
            second.save(replace(seen, comment="second"))
        assert first.get(ID) == r.draft(comment="first")
