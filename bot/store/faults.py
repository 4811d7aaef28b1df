"""Database errors in plain words: busy (locked), damaged, disk full, read-only, not there."""

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import NotPossible, Outside

BUSY_SECONDS = 30
"""How long a unit waits for the one before it."""

_BUSY_STATES = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
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


def trouble(error: DBAPIError | PoolTimeout) -> NotPossible | Outside:
    """What to tell a person, without a word of SQL: the database is held by others, damaged, full, not to be written,
    or it failed in another way.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    said, state = str(cause), getattr(cause, "sqlstate", None)
    if isinstance(error, PoolTimeout) or state in _BUSY_STATES or "is locked" in said:
        why = "was busy for {seconds} seconds"
        return NotPossible("the database", why, "nothing was changed; try again", seconds=BUSY_SECONDS)
    for signs, sentence in _FAULTS:
        if state in signs or any(sign in said for sign in signs):
            return Outside(sentence)
    return Outside("the database failed: {cause}; `marque doctor` looks at it", cause=said.partition("\n")[0])


def could_not_open(url: URL, error: DBAPIError | PoolTimeout) -> NotPossible | Outside:
    """The same at the start, where a database that is not there at all is the operator's to look up."""
    told = trouble(error)
    if isinstance(told, NotPossible) or not str(told).startswith("the database failed"):
        return told
    shown, cause = url.render_as_string(hide_password=True), getattr(error, "orig", error)
    key = "could not open the database {database}: {cause}; check MARQUE_DATABASE_URL"
    return Outside(key, database=shown, cause=cause)
