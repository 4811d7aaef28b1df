"""The menu of a case: which acts it offers, open or closed."""

from slack_sdk.models.blocks import ActionsBlock, Block, Option, PlainTextObject, StaticSelectElement

from bot.domain.cases import Case, CaseStatus
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

OPEN_ACTS = (
    "listings", "deputy", "due", "status", "look", "results", "contact", "outcome", "cost",
    "clock", "purchase", "examination", "similar", "merge", "split", "undo", "export",
)  # fmt: skip
CLOSED_ACTS = ("listings", "reopen", "cost", "outcome", "similar", "undo", "export")


def menu(case: Case, words: Words) -> Block:
    """The acts that have no button, in one menu."""
    acts = CLOSED_ACTS if case.status is CaseStatus.CLOSED else OPEN_ACTS
    options = [
        Option(
            value=Ref(case=case.case_id, kind=act).write(),
            text=PlainTextObject(text=words(f"casework.act.{act}"), emoji=False),
        )
        for act in acts
    ]
    select = StaticSelectElement(
        action_id=ActionId.CASE_MENU.value,
        placeholder=PlainTextObject(text=words("casework.more"), emoji=False),
        options=options,
    )
    return ActionsBlock(elements=[select])
