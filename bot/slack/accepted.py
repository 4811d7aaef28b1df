"""Fallbacks: what a Slack that refuses newer blocks is shown instead."""

from collections.abc import Callable, Iterable, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.errors import DeliveryFailed
from bot.slack.failures import refusal
from bot.slack.newer import REFUSED, NewBlock, Shown


def plainly(blocks: Iterable[Block]) -> list[Block]:
    """The same without anything new."""
    return [each for block in blocks for each in (block.plain if isinstance(block, NewBlock) else (block,))]


def accepted(blocks: Sequence[Block], show: Callable[[Sequence[Block]], Shown]) -> Shown:
    """Show the blocks; where Slack refuses them and some are new, what stands for those.

    Raises:
        DeliveryFailed: for another reason, or those are refused too.
    """
    try:
        return show(blocks)
    except DeliveryFailed as failure:
        if refusal(failure) not in REFUSED or not any(isinstance(block, NewBlock) for block in blocks):
            raise
    return show(plainly(blocks))


def accepted_view(view: View, show: Callable[[View], Shown]) -> Shown:
    """The same for a modal or a Home tab."""

    def with_blocks(blocks: Sequence[Block]) -> Shown:
        view.blocks = list(blocks)
        return show(view)

    return accepted(list(view.blocks or ()), with_blocks)
