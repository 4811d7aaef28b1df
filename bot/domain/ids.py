"""Names for the things of the house. All are strings; the types keep one from standing in for another."""

from typing import NewType

from bot.domain.errors import WrongInput

WorkspaceId = NewType("WorkspaceId", str)
"""A Slack team id, or ``local`` for the command line."""

PersonId = NewType("PersonId", str)
"""A Slack user id (``U024BE7LH``), ``cli:<os user>``, or ``marque`` for the bot's own acts."""

CLI = "cli:"


def known_as(person: str) -> str:
    """A person's id as people read it: who acts on the command line by the name of their account there."""
    return f"{person.removeprefix(CLI)} (CLI)" if person.startswith(CLI) else person


ListingId = NewType("ListingId", str)
"""``platform:item_id``, split at the first colon."""

AlertId = NewType("AlertId", str)
CaseId = NewType("CaseId", str)
DraftId = NewType("DraftId", str)
EvidenceId = NewType("EvidenceId", str)
DeadlineId = NewType("DeadlineId", str)
PurchaseId = NewType("PurchaseId", str)
AskedId = NewType("AskedId", str)
"""A question that was asked, and what became of it."""
TeamDocumentId = NewType("TeamDocumentId", str)
RuleId = NewType("RuleId", str)
"""A rule of what goes to which channel."""

RightId = NewType("RightId", str)
"""The team's own id of a right, unique in its brand book."""

LOCAL = WorkspaceId("local")
MARQUE = PersonId("marque")
NO_RULE = RuleId("")


def split_listing_id(listing_id: str) -> tuple[str, str]:
    """``taobao:7301`` -> (``taobao``, ``7301``), split at the first colon.

    Raises:
        WrongInput: no colon, or an empty half.
    """
    platform, colon, item = listing_id.partition(":")
    if not (platform and colon and item):
        told = "“{value}” is no listing id; write it as platform:item_id, for example taobao:7301"
        raise WrongInput(told, value=listing_id)
    return platform, item
