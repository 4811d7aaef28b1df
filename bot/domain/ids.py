"""Names for the things of the house. All are strings; the types keep one from standing in for another."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
"""A Slack team id, or ``local`` for the command line."""

PersonId = NewType("PersonId", str)
"""A Slack user id (``U024BE7LH``), ``cli:<os user>``, or ``marque`` for the bot's own acts."""

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
