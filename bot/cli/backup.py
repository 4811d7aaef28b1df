"""``marque backup`` and ``marque restore``: everything in the state as one file, and back."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import AsJson, said, settings
from bot.cli.printing import err, in_json, out
from bot.domain.sentences import many

File = Annotated[Path, typer.Argument(help="The backup, a zip.")]


def backup(file: File, as_json: AsJson = False) -> None:
    """Save everything in the state as one file. It holds personal data: keep it as safe as the state."""
    from bot.here import now
    from bot.store.archive import back_up

    with err.status("saving") as line:
        made = back_up(
            settings().database, settings().home, file, now().astimezone(UTC), _telling(line.update)
        )
    if in_json(as_json, asdict(made)):
        return
    out.print(f"{file}: {many(made.rows, 'row')}, {many(made.files, 'file')}", markup=False)


def restore(file: File, as_json: AsJson = False) -> None:
    """Put a backup back into an empty state, on SQLite or PostgreSQL."""
    from bot.store.archive import restore as put_back

    settings().home.mkdir(parents=True, exist_ok=True)
    with err.status("putting back") as line:
        done = put_back(settings().database, settings().home, file, _telling(line.update))
    if in_json(as_json, asdict(done)):
        return
    saved = said(datetime.fromisoformat(done.made_at))
    out.print(
        f"{many(done.rows, 'row')} and {many(done.files, 'file')} of {saved} are back; "
        "`marque audit verify` checks the trail",
        markup=False,
    )


def _telling(update: Callable[[str], None]) -> Callable[[str], None]:
    def told(what: str) -> None:
        update(what[-60:])

    return told
