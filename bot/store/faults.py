"""Database errors in plain words: busy (locked), damaged, disk full, read-only, not there."""

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import Outside, StoreBusy

BUSY_SECONDS, HUNG_SECONDS = 30, 20
"""How long a unit waits for the one before it; PostgreSQL ends one that did nothing for so long: sooner, so that who waits behind
a process that hangs, or whose machine is gone, comes to its turn in place of being told that the database was busy."""

_BUSY_STATES = {"55P03", "40P01", "40001", "25P03"}
"""Lock not available, deadlock, serialization failure; ended by the server, for having done nothing."""

DAMAGED_FILE = (
    "the database is damaged, or its file is not a database; stop Marque, look with `marque doctor`, "
    "and put the last backup back with "
    "`marque restore` into an empty MARQUE_HOME"
)
_FAULTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("malformed", "not a database", "unsupported file format", "Could not decode", "XX001", "XX002"),
        DAMAGED_FILE,
    ),
    (
        ("is full", "53100"),
        "the disk that the database is on is full: nothing was changed; make room, then try again",
    ),
    (
        ("readonly", "read-only", "25006"),
        "the database may not be written: nothing was changed; check the owner and the rights of MARQUE_HOME",
    ),
    (
        ("unable to open", "disk I/O error"),
        (
            "the database file cannot be opened or read; check that its disk is there, and the owner and rights of "
            "MARQUE_HOME"
        ),
    ),
)
"""By what a database says, or its code, what a person is told."""


def trouble(error: DBAPIError | PoolTimeout, waited: float | None = None) -> StoreBusy | Outside:
    """What to tell a person, without a word of SQL: the database is held by others (whom this one ``waited`` for, usually as
    long as a unit does), damaged, full, not to be written, or it failed in another way.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    said, state = str(cause), getattr(cause, "sqlstate", None)
    if isinstance(error, PoolTimeout) or state in _BUSY_STATES or "is locked" in said:
        return StoreBusy(BUSY_SECONDS if waited is None else waited)
    for signs, sentence in _FAULTS:
        if state in signs or any(sign in said for sign in signs):
            return Outside(sentence)
    return Outside("the database failed: {cause}; `marque doctor` looks at it", cause=said.partition("\n")[0])


def could_not_open(url: URL, error: DBAPIError | PoolTimeout) -> StoreBusy | Outside:
    """The same at the start, where a database that is not there at all is the operator's to look up."""
    told = trouble(error)
    if isinstance(told, StoreBusy) or not str(told).startswith("the database failed"):
        return told
    shown, cause = url.render_as_string(hide_password=True), getattr(error, "orig", error)
    key = "could not open the database {database}: {cause}; check MARQUE_DATABASE_URL"
    return Outside(key, database=shown, cause=cause)
