"""The infringer register in its tables: groups as they were last built, cuts, and what others shared."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Table, and_, delete, insert, select

from bot.domain.infringers import Cut, Group, SellerRecord
from bot.store import tables
from bot.store.rows import Rows, Transaction, codec

_BATCH = 500


class SqlInfringers:
    """Groups are replaced as a whole; a seller is in one group."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._groups = Rows(transaction, tables.infringer_groups, Group)
        self._cuts = Rows(transaction, tables.infringer_cuts, Cut)
        self._imports = Rows(transaction, tables.infringer_imports, SellerRecord)

    def replace(self, groups: Sequence[Group]) -> None:
        """Put these groups in place of all before."""
        connection, workspace = self._transaction.connection, self._transaction.workspace
        for table in (tables.infringer_members, tables.infringer_groups):
            connection.execute(delete(table).where(self._transaction.mine(table)))
        text = codec(Group).text
        rows: Iterable[dict[str, object]] = (
            {"workspace_id": workspace, "group_id": g.group_id, "position": place, "record": text(g)}
            for place, g in enumerate(groups)
        )
        members: Iterable[dict[str, object]] = (
            {"workspace_id": workspace, "seller_key": seller.key, "group_id": group.group_id}
            for group in groups
            for seller in group.sellers
        )
        self._insert(tables.infringer_groups, rows)
        self._insert(tables.infringer_members, members)

    def all(self, limit: int = 100) -> Sequence[Group]:
        """In the order in which they were given."""
        return self._groups.all(order=[tables.infringer_groups.c.position], most=limit)

    def get(self, group_id: str) -> Group | None:
        return self._groups.get(group_id=group_id)

    def of_seller(self, seller_key: str) -> Group | None:
        """The group that the shop is in."""
        table = tables.infringer_members
        query = select(table.c.group_id).where(
            self._transaction.mine(table), table.c.seller_key == seller_key
        )
        group_id = self._transaction.connection.scalar(query)
        return self.get(group_id) if group_id else None

    def cuts(self) -> Sequence[Cut]:
        return self._cuts.all(order=[tables.infringer_cuts.c.trace])

    def cut(self, cut: Cut) -> None:
        self._cuts.put({"trace": cut.trace}, cut)

    def uncut(self, trace: str) -> bool:
        table = tables.infringer_cuts
        gone = and_(self._transaction.mine(table), table.c.trace == trace)
        return self._transaction.connection.execute(delete(table).where(gone)).rowcount > 0

    def take_in(self, record: SellerRecord) -> None:
        self._imports.put({"seller_key": record.key, "origin": record.origin}, record)

    def taken_in(self) -> Sequence[SellerRecord]:
        table = tables.infringer_imports
        return self._imports.all(order=[table.c.seller_key, table.c.origin])

    def _insert(self, table: Table, rows: Iterable[dict[str, object]]) -> None:
        batch: list[dict[str, object]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                self._transaction.connection.execute(insert(table), batch)
                batch = []
        if batch:
            self._transaction.connection.execute(insert(table), batch)
