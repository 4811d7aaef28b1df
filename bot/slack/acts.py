"""Permissions: every act that Slack can ask for, and the least role it needs (viewer, analyst, approver, admin): one table.

An act is named by its command, button, form, shortcut or event, and after a colon by what it asks for within that: the
word of a command, the entry of a menu, the verb of a mention. What is named within and not listed needs what the whole
needs, so that a forged value gains nothing.
"""

from collections.abc import Mapping

from bot.domain.roles import Role
from bot.slack.ids import ActionId, FormId, ShortcutId

VIEWERS = (
    "/ask", "/case", "/marque", "/rights", "/watch", "app_mention", "message", "app_home_opened",
    "app_context_changed", "verb:show", "verb:evidence", "verb:source", "verb:help", "verb:listings",
    "verb:similar", "case.menu:listings", "case.menu:similar",
    ActionId.ASK_QUESTION, ActionId.CASE_PAGE, ActionId.CASE_PAGE_BACK, ActionId.CHOOSE_ROUTE,
    ActionId.DETAILS, ActionId.FEEDBACK, ActionId.INFRINGERS, ActionId.MORE, ActionId.PICK,
    ActionId.SHARE_ANSWER, ActionId.REPORT_PDF, ActionId.SHOW_CASE, ActionId.SETUP, ActionId.READ_SHARED,
    ActionId.START_AGAIN,
    FormId.ASK_QUESTION, FormId.NOT_HELPFUL, FormId.PERIOD, FormId.ROUTES,
)  # fmt: skip
ADMINS = (
    "/marque:counsel",
    ActionId.SETTINGS, ActionId.COUNSEL, ActionId.END_COUNSEL, ActionId.FEEDS, ActionId.ADD_FEED, ActionId.DROP_FEED,
    FormId.SETTINGS, FormId.COUNSEL, FormId.FEED,
)  # fmt: skip
APPROVERS = (
    "form.brand:change", "intake.book:change",
    ActionId.SHARE, ActionId.APPROVE_DRAFT, ActionId.MUTE_RULE, ActionId.NEW_RULE, ActionId.RAISE_RULE,
    ActionId.RULE_MENU, ActionId.WAIVE, ActionId.BATCH,
    FormId.SHARE, FormId.BATCH, FormId.RULE, FormId.WAIVE,
)  # fmt: skip
"""Asking for changes, rejecting and leaving links out are an author's too: the service tells whose draft it is."""

ANALYSTS = (
    "/draft", "/marque:draft", "/watch:sweep", "/watch:triage", "/watch:add", "alert.more:judge",
    "alert.more:draft", "alert.more:purchase", "verb",
    ShortcutId.REPORT_LISTING,
    ActionId.REPORT_LISTING, ActionId.ASK_CHANGES, ActionId.ASSIGN, ActionId.CASE_MENU,
    ActionId.CHOOSE_KIND, ActionId.CHOOSE_RIGHTS, ActionId.MORE_FIELDS, ActionId.CLOSE, ActionId.CLOSE_ANYWAY, ActionId.KEEP_OPEN,
    ActionId.DEADLINE_DONE, ActionId.DEADLINE_SNOOZE, ActionId.DELIVERED, ActionId.DRAFT_NOTICE,
    ActionId.EDIT_DRAFT, ActionId.EVIDENCE_ZIP, ActionId.ADD_EVIDENCE, ActionId.COMMENT, ActionId.RECORD_PURCHASE,
    ActionId.EXAMINE, ActionId.JUDGE_COPIED_PICTURES, ActionId.JUDGE_COUNTERFEIT, ActionId.JUDGE_GENUINE,
    ActionId.JUDGE_ANOTHER_BRAND, ActionId.JUDGE_GREY_MARKET, ActionId.JUDGE_LOOKALIKE, ActionId.JUDGE_NEEDS_TEST_BUY,
    ActionId.JUDGE_PATENT, ActionId.JUDGE_UNCLEAR, ActionId.LEAVE_OUT, ActionId.MARK_SENT, ActionId.FILE,
    ActionId.PORTAL_REPLY, ActionId.NOTE, ActionId.NOT_INFRINGING, ActionId.OPEN_CASE, ActionId.PACK,
    ActionId.READ_LICENCE, ActionId.RECEIVED, ActionId.REJECT_DRAFT, ActionId.REVIEW, ActionId.SHOW_DRAFT,
    ActionId.SHOW_PART, ActionId.SNOOZE, ActionId.SUGGEST, ActionId.TRIAGE, ActionId.TRIAGE_GROUP,
    ActionId.TRIAGE_SKIP, ActionId.TRIAGE_UNDO, ActionId.TRY_AGAIN, ActionId.WAKE, ActionId.WITHDRAW,
    ActionId.SETUP_PASTE, ActionId.TAKE_IN, ActionId.SETUP_BRAND, ActionId.IMPORT_BOOK,
    FormId.REPORT, FormId.COMMENT, FormId.ASK_CHANGES, FormId.ASSIGN, FormId.CASE_ACT, FormId.CHOOSE_CASE,
    FormId.CLOSE, FormId.DELIVERED, FormId.DRAFT, FormId.LEAVE_OUT, FormId.LICENCE, FormId.EVIDENCE, FormId.PURCHASE,
    FormId.EXAMINATION, FormId.NOTE, FormId.NOT_INFRINGING, FormId.RECEIVED, FormId.REJECT, FormId.RULES, FormId.SENT,
    FormId.FILED, FormId.PORTAL_REPLY, FormId.SNOOZE, FormId.SNOOZE_ALERT, FormId.START_CLOCK, FormId.TIP,
    FormId.TRIAGE, FormId.PASTE, FormId.BRAND,
)  # fmt: skip
LEAST: Mapping[str, Role] = {
    **{str(each): Role.ANALYST for each in ANALYSTS},
    **{str(each): Role.VIEWER for each in VIEWERS},
    **{str(each): Role.APPROVER for each in APPROVERS},
    **{str(each): Role.ADMIN for each in ADMINS},
}
"""Act → least role."""

COUNSEL = frozenset(
    {
        ActionId.REVIEW, ActionId.APPROVE_DRAFT, ActionId.ASK_CHANGES, ActionId.READ_SHARED,
        ActionId.COMMENT, FormId.ASK_CHANGES, FormId.COMMENT,
    }
)  # fmt: skip
"""What outside counsel may do, each with a case or a draft that is shared with them."""

COUNSEL_ANYWHERE = frozenset({"app_home_opened", "message", ActionId.START_AGAIN})
"""What shows them no more than what is shared with them; what is started again is asked for anew."""


def least(act: str, within: str = "") -> Role:
    """The least role that an act needs.

    Raises:
        KeyError: no row of the table: nobody may register such an act.
    """
    return LEAST.get(f"{act}:{within}", LEAST[act]) if within else LEAST[act]
