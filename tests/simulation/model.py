"""Who the people of the simulation are and what each may do: told here once more, from what the roles promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.ids import PersonId
from bot.playground.records import TEAM_ID, User

ANA, JONAS, MEI = PersonId("U0ANA"), PersonId("U0JONAS"), PersonId("U0MEI")
ADA = PersonId("U0ADA")
LEO, VERA, SAM = PersonId("U0LEO"), PersonId("U0VERA"), PersonId("U0SAM")
ZOE, EVE = PersonId("U0ZOE"), PersonId("U0EVE")
"""An approver by a user group, and an analyst: what they are ends where Slack says so."""

GROUP = "S0APPROVERS"
GUS, FAY, DEX = PersonId("U0GUS"), PersonId("U0FAY"), PersonId("U0DEX")
"""A guest, somebody of another company, and one who left: the settings name each, and each may do nothing."""

ROLES = {
    ANA: "approver",
    JONAS: "approver",
    MEI: "admin",
    ADA: "admin",
    LEO: "analyst",
    ZOE: "approver",
    EVE: "analyst",
    VERA: "viewer",
    **dict.fromkeys((SAM, GUS, FAY, DEX), "nobody"),
}
NAMED = {
    "approvers": (ANA, JONAS, FAY, GROUP),
    "admins": (MEI, ADA),
    "analysts": (LEO, EVE, GUS, DEX),
    "viewers": (VERA,),
}
LANGUAGE = {MEI: "zh", VERA: "zh", JONAS: "zh"}
"""Who reads Slack in another language than English, which the team reads."""

RANK = {"nobody": 0, "viewer": 1, "analyst": 2, "approver": 3, "admin": 4}

VIEWERS = """/ask /case /marque /rights /watch alert.details alert.more answer.feedback answer.pick answer.share
app_context_changed app_home_opened app_mention case.page case.page_back counsel.read form.ask_question form.not_helpful
form.period form.routes home.ask home.case home.infringers home.report message restart.again route.choose setup.open
case.menu:listings case.menu:similar"""
ANALYSTS = """/draft /marque:draft /watch:add /watch:sweep /watch:triage alert.more:draft alert.more:judge alert.more:purchase
alert.not_infringing alert.open_case alert.snooze alert.wake answer.report_listing case.assign case.close
case.close_anyway case.keep_open case.menu case.note counsel.comment deadline.done deadline.snooze
draft.ask_changes draft.choose_kind draft.choose_rights draft.delivered draft.edit draft.file draft.leave_out
draft.mark_sent draft.more_fields draft.pack draft.portal_reply draft.received draft.reject draft.review draft.show
draft.show_part draft.start draft.suggest draft.withdraw evidence.add evidence.read_licence evidence.zip
form.ask_changes form.assign form.brand form.case_act form.choose_case form.close form.comment form.delivered
form.draft form.evidence form.examination form.filed form.leave_out form.licence form.not_infringing form.note
form.paste form.portal_reply form.purchase form.received form.reject form.report form.rules form.sent form.snooze
form.snooze_alert form.start_clock form.tip form.triage intake.book intake.take listing.report purchase.examine
purchase.record setup.brand setup.paste triage.begin triage.group triage.judge.another_brand
triage.judge.copied_pictures triage.judge.counterfeit triage.judge.genuine triage.judge.grey_market
triage.judge.lookalike triage.judge.needs_test_buy triage.judge.patent triage.judge.unclear triage.skip triage.undo
watch.try_again"""
APPROVERS = """counsel.share draft.batch draft.approve draft.waive form.batch form.brand:change form.rule form.share form.waive
intake.book:change rule.menu rule.mute rule.new rule.raise"""
ADMINS = """/marque:counsel counsel.end counsel.list feed.add feed.drop form.counsel form.feed form.settings setup.feeds
setup.settings"""
_DOING = """note assign close sent received look undo export deputy due status outcome cost contact results merge split
reopen"""
VERBS: Mapping[str, str] = {
    **dict.fromkeys(("show", "evidence", "source", "help", "listings", "similar"), "viewer"),
    **dict.fromkeys(
        _DOING.split(),
        "analyst",
    ),
}
"""What a word in the thread of a case or draft needs."""

NEEDS: Mapping[str, str] = {
    name: role
    for role, names in (
        ("viewer", VIEWERS), ("analyst", ANALYSTS), ("approver", APPROVERS), ("admin", ADMINS),
    )
    for name in names.split()
} | {f"app_mention:{verb}": role for verb, role in VERBS.items()}  # fmt: skip
"""What each act needs at least, as docs/roles tells it."""

ASKED = frozenset({"/ask", "app_mention", "message"})
"""How a question is asked."""

ANYBODY = frozenset({"restart.again", "app_home_opened"})
"""Who may not is told so by other ways than a refusal."""


def people() -> tuple[User, ...]:
    """Everybody, as Slack knows them."""
    return tuple(
        User(
            id=who,
            name=who[2:].lower(),
            real_name=who[2:].title(),
            is_guest=who == GUS,
            deleted=who == DEX,
            team_id="T0OTHER" if who == FAY else TEAM_ID,
            locale="zh-CN" if who in LANGUAGE else "en-US",
        )
        for who in ROLES
    )


def may(role: str, act: str, within: str = "") -> bool:
    """Whether this is theirs to do."""
    return RANK[role] >= RANK[NEEDS.get(f"{act}:{within}", NEEDS.get(act, "admin"))]


@lru_cache(100_000)  # what can be pressed is looked through at every press
def within_of(written: object) -> str:
    """What is asked for within an act, as a button or a form holds it."""
    try:
        held = json.loads(str(written or "{}"))
    except ValueError:
        return ""
    return str(held.get("kind") or "") if isinstance(held, dict) else ""


@dataclass(frozen=True)
class Acting:
    """Whose delivery is worked off: who it is, for what, and by which key it is known."""

    person: str
    kind: str
    name: str
    key: str
    within: str
