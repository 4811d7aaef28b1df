"""Learning by several processes; only what learns uses it. Needs torch."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Made = TypeVar("Made")


def shared_out(parts: Sequence[Callable[[], Made]]) -> list[Made]:
    """What the parts give, in their order, worked out by as many processes as the machine has processors, each on one thread:
    what they give does not depend on the number.
    """
    from joblib import Parallel, delayed

    return list(Parallel(n_jobs=-1)(delayed(_on_one_thread)(part) for part in parts))


def _on_one_thread(part: Callable[[], Made]) -> Made:
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    with threadpool_limits(1):
        return part()
