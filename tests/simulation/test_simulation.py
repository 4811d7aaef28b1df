"""A day of the simulation without and with a planted bug; more by ``python -m tests.simulation.planted``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.simulation.planted import documents_not_queued, found
from tests.simulation.world import LEAST, live


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of restarts log thousands of lines."""
    held = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**held)


def test_a_day_with_kills_and_lost_answers_keeps_every_promise(tmp_path: Path) -> None:
    world, wrong = live(tmp_path, seed=1, days=1)
    assert wrong == []
    [had] = world.had
    assert {what: had[what] for what in LEAST if had[what] < LEAST[what]} == {}
    assert {body["act"] for body in world.promises.acknowledged} >= {"approve", "ask", "dismiss"}
    assert world.heads[-1][0] > 100


def test_a_planted_bug_is_found_and_found_again_from_its_seed() -> None:
    first = found(documents_not_queued, seed=2)
    assert any("its documents are not on their way" in each for each in first)
    assert found(documents_not_queued, seed=2) == first
