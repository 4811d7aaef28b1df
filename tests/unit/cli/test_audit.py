"""``marque audit verify`` tells what was erased on request, and ends in a sentence whatever was changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.bootstrap import build
from bot.domain.audit import Act
from bot.domain.ids import PersonId
from bot.settings import Settings
from tests.unit.cli.conftest import Status


def test_what_was_erased_is_told_by_number_and_act_and_a_changed_moment_as_a_broken_entry(
    run: Status, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with build(Settings(home=home)) as built, built.desk.store.unit() as unit:
        act = Act(who=PersonId("U1"), what="case.noted", subject="C-1", details={"of": "Zhang Wei"})
        unit.audit.append(act, built.desk.clock())
    assert run("erase", "Zhang Wei")[0] == 0
    status, said, _ = run("audit", "verify")
    assert status == 0
    assert "Erased on request: 1 entry (1), by entry 2 of cli:" in " ".join(said.split())
    with closing(sqlite3.connect(home / "marque.sqlite3")) as database, database:
        database.execute("DROP TRIGGER audit_no_change")
        database.execute("UPDATE audit SET at = 'yesterday' WHERE number = 2")
    database.close()
    status, _, wrong = run("audit", "verify")
    assert status == 1
    assert "entry 2: has no moment that can be read" in wrong
