"""What one listing, one draft, one question and one reminder pass through on their way, warm: modules and transactions."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.desk import Desk
from tests.fakes.desk import HandClock, a_desk
from tests.structure.journeys import ME, ROOT, journeys, passed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=[ME]) as desk:
        yield desk


def test_a_journey_grows_no_longer(desk: Desk) -> None:
    """``ceilings.toml`` holds modules and units of work of today."""
    text = (ROOT / "tests" / "structure" / "ceilings.toml").read_text(encoding="utf-8")
    ceilings = tomllib.loads(text)["journeys"]
    found = {name: passed(walk) for name, walk in journeys(desk).items()}
    longer = {
        name: (len(files), units)
        for name, (files, units) in found.items()
        if len(files) > ceilings[name][0] or units > ceilings[name][1]
    }
    assert longer == {}, "it passes through more than before: modules, units of work"
