"""Prints of pictures, genuine pictures set aside, and those that Slack has."""

import zlib
from collections.abc import Sequence

from sqlalchemy import and_, delete, insert, select, update

from bot.domain.prints import PicturePrint, bands, nearest
from bot.domain.quarantine import Quarantined
from bot.store import tables
from bot.store.rows import KeptRows, Repository, Transaction
from bot.store.tables import picture_bands, picture_prints, quarantine


class SqlUploads(KeptRows):
    """Pictures that Slack has already."""

    table = tables.uploads

    def get(self, sha256: str) -> str | None:
        query = select(self.c.file_id).where(self.mine, self.c.sha256 == sha256)
        return self._connection.scalar(query)

    def save(self, sha256: str, file_id: str) -> None:
        """A picture uploaded anew replaces the file known so far."""
        old = and_(self.mine, self.c.sha256 == sha256)
        self._connection.execute(delete(self.table).where(old))
        values = {"workspace_id": self._transaction.workspace, "sha256": sha256, "file_id": file_id}
        self._connection.execute(insert(self.table).values(values))


class SqlPicturePrints:
    """See :class:`bot.repositories.PicturePrintRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, shown: PicturePrint) -> None:
        """Keep it; one of the same key stays as it is."""
        if self._found([shown.key]):
            return
        mine = {"workspace_id": self._transaction.workspace, "key": shown.key}
        window = zlib.compress(shown.window)
        row = {**mine, "whole": shown.whole, "window": window, "silent": shown.silent}
        self._transaction.connection.execute(insert(picture_prints).values(row))
        rows = [{**mine, "band": band} for band in bands(shown.whole)]
        self._transaction.connection.execute(insert(picture_bands), rows)

    def near(self, hashes: Sequence[bytes], most: int = 8) -> Sequence[PicturePrint]:
        wanted = {band for each in hashes for band in bands(each)}
        table = picture_bands
        tied = select(table.c.key).where(self._transaction.mine(table), table.c.band.in_(sorted(wanted)))
        query = select(picture_prints.c.key, picture_prints.c.whole).where(
            self._transaction.mine(picture_prints), picture_prints.c.key.in_(tied)
        )
        known = [(row.key, row.whole) for row in self._transaction.connection.execute(query)]
        keys = nearest(hashes, known, most)
        return sorted(self._found(keys), key=lambda each: keys.index(each.key))

    def silence(self, key: str, why: str) -> None:
        """From now on it tells nothing of where a listing comes from."""
        where = and_(self._transaction.mine(picture_prints), picture_prints.c.key == key)
        self._transaction.connection.execute(update(picture_prints).where(where).values(silent=why))

    def forget(self, key: str) -> None:
        """Drop it."""
        for table in (picture_bands, picture_prints):
            where = and_(self._transaction.mine(table), table.c.key == key)
            self._transaction.connection.execute(delete(table).where(where))

    def _found(self, keys: Sequence[str]) -> list[PicturePrint]:
        table = picture_prints
        query = select(table).where(self._transaction.mine(table), table.c.key.in_(keys))
        rows = self._transaction.connection.execute(query)
        return [
            PicturePrint(key=row.key, whole=row.whole, window=zlib.decompress(row.window), silent=row.silent)
            for row in rows
        ]


class SqlQuarantine(Repository[Quarantined]):
    """See :class:`bot.repositories.QuarantineRepository`."""

    table, kind = quarantine, Quarantined

    def save(self, entry: Quarantined) -> None:
        """Keep it, or its new state."""
        self._rows.put({"brand": entry.brand, "picture": entry.picture}, entry)

    def drop(self, brand: str, picture: str) -> None:
        """It is no matter any more."""
        self._drop(self.c.brand == brand, self.c.picture == picture)

    def all(self) -> Sequence[Quarantined]:
        """By brand and name."""
        return sorted(self._rows.all(), key=lambda each: (each.brand, each.picture))
