"""What kind of change a change of law is: a reader wants new deadlines first and mere renumbering last."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from knowledge.instruments import Figure
from knowledge.law import Change


class Sort(StrEnum):
    """How a provision changes, in the order in which it matters."""

    FIGURE = "figure"
    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"
    RENUMBERED = "renumbered"


def sort(change: Change) -> Sort:
    """A deadline or amount that changes comes before new words; a text that says the same is only renumbered."""
    if change.before is None:
        return Sort.NEW
    if change.after is None:
        return Sort.ENDED
    if figures(change):
        return Sort.FIGURE
    return Sort.RENUMBERED if change.before.says == change.after.says else Sort.CHANGED


def figures(change: Change) -> Mapping[str, tuple[Figure | None, Figure | None]]:
    """The figures that differ between the two texts, by name: before and after (None: not there)."""
    if change.before is None or change.after is None:
        return {}
    before, after = change.before.figures, change.after.figures
    names = dict.fromkeys((*before, *after))
    return {
        name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    }


def grouped(changes: Iterable[Change]) -> Mapping[Sort, tuple[Change, ...]]:
    """Changes by kind, in the order of :class:`Sort`; kinds without a change are left out."""
    every = tuple(changes)
    groups = {kind: tuple(change for change in every if sort(change) is kind) for kind in Sort}
    return {kind: found for kind, found in groups.items() if found}
