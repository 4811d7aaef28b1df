"""What processes that are gone left behind: in which order it is begun, by how many hands, and what alone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bot.queues import Incoming
from bot.slack.left import ALONE_FROM, LEFT_HANDS, LeftBehind
from bot.slack.working import WorkItem

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def left(key: str, *, tries: int = 0, kind: str = "click") -> WorkItem:
    """A press, or a word, that so many processes died over."""
    heard: Any = SimpleNamespace(place=None)
    incoming = Incoming(key=key, kind=kind, name="it", person="U1", body="", at=NOON, tries=tries)
    return WorkItem(incoming, heard, heard, resumed=True, behind=True)


def waiting(jobs: Iterable[WorkItem]) -> LeftBehind:
    """Those jobs, none of them begun."""
    behind = LeftBehind()
    for job in jobs:
        behind.add(job)
    return behind


def rounds(behind: LeftBehind) -> list[list[str]]:
    """What is begun at once, each time all before has come to its end."""
    found = []
    while begun := behind.next([], wanted=False):
        found.append([job.incoming.key for job in begun])
    return found


def test_what_processes_may_have_died_of_is_begun_alone_after_all_others() -> None:
    suspects = [left(f"died {n}", tries=ALONE_FROM) for n in range(2)]
    others = [left(f"in hand {n}", tries=ALONE_FROM - 1) for n in range(LEFT_HANDS + 1)]
    *innocent, first, second = rounds(waiting([*suspects, *others]))
    assert innocent == [[f"in hand {n}" for n in range(LEFT_HANDS)], [f"in hand {LEFT_HANDS}"]]
    assert (first, second) == (["died 0"], ["died 1"])


def test_nothing_else_of_its_kind_is_begun_beside_it() -> None:
    suspect, more, word = left("died", tries=ALONE_FROM), left("later"), left("word", kind="event")
    behind = waiting([suspect])
    assert behind.next([suspect], wanted=False) == [suspect]
    behind.add(more)
    behind.add(word)
    assert behind.next([suspect, more, word], wanted=False) == [word]
    assert behind.next([more, word], wanted=False) == [more]


def test_it_waits_for_what_is_in_hand_of_its_kind_and_for_no_other() -> None:
    suspect, press, word = left("died", tries=ALONE_FROM), left("press"), left("word", kind="event")
    behind = waiting([suspect, press, word])
    assert behind.next([suspect, press, word], wanted=False) == [press, word]
    assert not behind.next([suspect, press, word], wanted=False)
    assert behind
    assert behind.next([suspect, word], wanted=False) == [suspect]
    assert not behind
