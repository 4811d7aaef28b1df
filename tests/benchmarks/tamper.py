"""Harms to the audit trail and to the trail in an evidence zip: ``python -m tests.benchmarks tamper [OF EACH] [SEED]``.

A database with a trail of 120 acts, whose head somebody wrote down, is harmed by plain SQL past its triggers, each time at
another place drawn: cut at the end, emptied, written anew from a place on with every link right, acts hidden from their case by
the column that files them, erased without an act of erasure. The trail of a sealed zip is written anew, too, with who did an act,
what, or when changed and every hash right. Each has to be found by ``AuditTrail.verify`` with the head, and by the check of the
zip on the state that sealed it; on another state nobody may vouch for it.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, text

from bot.domain.audit import Act, AuditEntry, AuditHead, link, payload_of
from bot.domain.ids import LOCAL, PersonId
from bot.here import now
from bot.services.upkeep.audit import AuditTrail
from bot.store.heads import HeadFile
from bot.store.sql import open_store
from tests.factories import a_listing
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.test_evidence import LISTING, PNG, _anew, _case, _reading

ACTS = 120
Harm = Callable[[Connection, list[AuditEntry], random.Random], None]


def cut(rows: Connection, chain: list[AuditEntry], chance: random.Random) -> None:
    """The end."""
    rows.execute(text("DELETE FROM audit WHERE number > :at"), {"at": chance.randrange(1, len(chain))})


def emptied(rows: Connection, chain: list[AuditEntry], chance: random.Random) -> None:
    """All of it; now and then a first act stands there again."""
    rows.execute(text("DELETE FROM audit"))
    if chance.random() < 0.5:
        _put(rows, [], chance.sample(chain, 1), chance)


def rewritten(rows: Connection, chain: list[AuditEntry], chance: random.Random) -> None:
    """Another did it, from a place on, and every link is right."""
    at = chance.randrange(len(chain))
    rows.execute(text("DELETE FROM audit WHERE number > :at"), {"at": at})
    _put(rows, chain[:at], chain[at:], chance)


def hidden(rows: Connection, chain: list[AuditEntry], chance: random.Random) -> None:
    """Acts filed under another case, or under none."""
    for entry in chance.sample(chain, chance.randint(1, 5)):
        subject = chance.choice(("C-999999", "", None, str(entry.filed).lower()))
        if subject != entry.filed:
            where = {"at": entry.number, "subject": subject}
            rows.execute(text("UPDATE audit SET subject = :subject WHERE number = :at"), where)


def erased(rows: Connection, chain: list[AuditEntry], chance: random.Random) -> None:
    """What acts said, as the triggers let a true erasure do; all of them now and then."""
    some = chain if chance.random() < 0.1 else chance.sample(chain, chance.randint(1, 9))
    for entry in some:
        statement = "UPDATE audit SET subject = NULL, payload = NULL, salt = NULL WHERE number = :at"
        rows.execute(text(statement), {"at": entry.number})


def _put(
    rows: Connection, before: list[AuditEntry], entries: list[AuditEntry], chance: random.Random
) -> None:
    """These acts behind those, by another person, with right hashes."""
    last = before[-1] if before else None
    for entry in entries:
        assert entry.act is not None
        act = replace(entry.act, who=PersonId(f"U0OTHER{chance.randrange(9)}"))
        last = link(last, act, at=entry.at, salt=f"salt{chance.random()}")
        row = {
            "workspace_id": LOCAL, "number": last.number, "at": entry.at.isoformat(), "subject": act.subject,
            "payload": payload_of(act, entry.at), "salt": last.salt, "payload_hash": last.payload_hash,
            "previous": last.previous, "hash": last.hash,
        }  # fmt: skip
        names = ", ".join(row)
        rows.execute(
            text(f"INSERT INTO audit ({names}) VALUES ({', '.join(f':{each}' for each in row)})"), row
        )


HARMS: tuple[Harm, ...] = (cut, emptied, rewritten, hidden, erased)


def trail_found(of_each: int, seed: int, folder: Path) -> dict[str, int]:
    """Of so many of each harm, how many were found."""
    chance, found = random.Random(seed), dict.fromkeys((harm.__name__ for harm in HARMS), 0)
    url = f"sqlite:///{folder / 'marque.sqlite3'}"
    with open_store(url, LOCAL, now, lambda: f"salt{chance.random()}") as store:
        trail = AuditTrail(store, HeadFile(folder / "no-heads.txt"), now)
        with store.unit() as unit:
            for number in range(ACTS):
                what, subject = (
                    chance.choice(("case.noted", "draft.approved", "alert.raised")),
                    f"C-{number % 7}",
                )
                unit.audit.append(
                    Act(who=PersonId("U0MEI"), what=what, subject=subject, details={"n": number}), now()
                )
        with store.unit() as unit:
            chain = list(unit.audit.entries())
        head = AuditHead(number=chain[-1].number, hash=chain[-1].hash)
        assert not trail.verify([head]).faults
        with store.engine.begin() as rows:
            for trigger in ("change", "delete", "replace"):
                rows.execute(text(f"DROP TRIGGER audit_no_{trigger}"))
            rows.execute(text("CREATE TABLE whole AS SELECT * FROM audit"))
        for harm in HARMS * of_each:
            with store.engine.begin() as rows:
                harm(rows, chain, chance)
            found[harm.__name__] += bool(trail.verify([head]).faults)
            with store.engine.begin() as rows:
                rows.execute(text("DELETE FROM audit"))
                rows.execute(text("INSERT INTO audit SELECT * FROM whole"))
        assert not trail.verify([head]).faults
    return found


def zips_found(of_each: int, seed: int, folder: Path) -> dict[str, int]:
    """Of so many sealed zips whose trail was written anew, how many the state found, and for how many nobody vouched."""
    chance, found = random.Random(seed), {"zip, on its state": 0, "zip, elsewhere nobody vouches": 0}
    for name in ("ours", "elsewhere"):
        (folder / name).mkdir()
    with (
        a_desk(folder / "ours", clock=HandClock(), approvers=[]) as desk,
        a_desk(folder / "elsewhere", clock=HandClock(), approvers=[]) as other,
    ):
        desk.watches.record(a_listing(item_id=LISTING.rpartition(":")[2]))
        case = _case(desk)
        desk.evidence.read_licence(LISTING, _reading(), PNG)
        made = desk.evidence.bundle(case, folder / "case.zip", by=PersonId("U0MEI"))
        for number in range(of_each):
            key, value = chance.choice(
                (("who", f"U0X{number}"), ("what", "case.closed"), ("subject", f"C-{number}"))
            )
            forged = _anew(made.path, folder / "forged.zip", lambda act, k=key, v=value: act.update({k: v}))  # type: ignore[misc]
            found["zip, on its state"] += not desk.evidence.check(forged).intact
            found["zip, elsewhere nobody vouches"] += not other.evidence.check(forged).vouched
            forged.unlink()
    return found


def main() -> int:
    """Print what was found; status 1 where anything was not."""
    of_each, seed = (int(each) for each in (sys.argv[1:] + ["500", "1"][len(sys.argv) - 1 :])[:2])
    began = time.process_time()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        found = trail_found(of_each, seed, Path(first)) | zips_found(of_each, seed, Path(second))
    for name, count in found.items():
        print(f"   {name:32} {count} of {of_each}{'' if count == of_each else '  NOT ALL'}")
    print(f"   {time.process_time() - began:.0f} s of the processor")
    return int(any(count != of_each for count in found.values()))


if __name__ == "__main__":
    sys.exit(main())
