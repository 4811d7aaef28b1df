"""What processes that are gone left behind: how many hands it has, what is begun first, and what is done alone."""

from collections.abc import Collection, Sequence

from bot.slack.payloads import Opened
from bot.slack.working import WorkItem

LEFT_HANDS = 3
"""So many hands of each pool have what was left behind, one while somebody waits."""

ALONE_FROM, MOST_TRIES = 3, 6
"""A delivery over which so many processes died is begun alone of its kind from then on, after all others: what was merely in
hand beside the one that kills them comes to its end. After so many it is begun no more, and its person told."""

MOST_BUSY = 4
"""So often one process tries again what was left behind where others hold the database; then its person is told."""


class LeftBehind:
    """Deliveries that wait for a hand of those they may have. Not safe to use from several threads."""

    def __init__(self) -> None:
        self._waits: list[WorkItem] = []

    def __bool__(self) -> bool:
        return bool(self._waits)

    def add(self, job: WorkItem) -> None:
        """Let it wait."""
        self._waits.append(job)

    def next(self, in_hand: Collection[WorkItem], *, wanted: bool) -> Sequence[WorkItem]:
        """What is to be begun beside what is in hand: oldest first, Home tabs last, as nobody waits for them. Fewer where
        somebody is ``wanted`` who waits. It waits no more."""
        self._waits.sort(key=lambda job: (isinstance(job.heard, Opened), job.incoming.at))
        waiting = set(self._waits)
        begun = [job for job in in_hand if job.behind and job not in waiting]
        hands = 1 if wanted else LEFT_HANDS
        jobs = [job for in_words in (False, True) for job in self._of_kind(in_words, begun, hands)]
        self._waits = [job for job in self._waits if job not in jobs]
        return jobs

    def _of_kind(self, in_words: bool, begun: Sequence[WorkItem], hands: int) -> Sequence[WorkItem]:
        busy, waits = ([job for job in jobs if job.in_words is in_words] for jobs in (begun, self._waits))
        if any(map(is_suspect, busy)):
            return []
        innocent = [job for job in waits if not is_suspect(job)]
        return innocent[: max(hands - len(busy), 0)] if innocent or busy else waits[:1]


def is_suspect(job: WorkItem) -> bool:
    """Whether processes may have died of it."""
    return job.incoming.tries >= ALONE_FROM
