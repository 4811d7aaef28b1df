"""A message of Slack as the bot builds it: its blocks, and the text that says the same where blocks are not shown."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message: its blocks, and the text that says the same where blocks are not shown."""

    text: str
    blocks: tuple[Block, ...]
