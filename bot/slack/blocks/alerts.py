"""The alert card: what an alert shows and which buttons it has, from the first telling until it is settled."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    InteractiveElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
)
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from bot.domain.alerts import Alert, AlertState
from bot.slack.blocks.fields import notice
from bot.slack.blocks.likelihoods import because_lines, headline, likelihood, price_line, reasons_text
from bot.slack.blocks.listings import platform_line, platform_name, thumbnail, unseen_lines
from bot.slack.blocks.shops import seller_line, shared_lines
from bot.slack.blocks.text import (
    button,
    card,
    context,
    esc,
    header,
    is_web,
    link,
    moment,
    one_line,
    person,
    section,
)
from bot.slack.blocks.titles import glossed_title, marked_text, names_in
from bot.slack.cards import Card
from bot.slack.ids import ActionId, EventType, Ref
from bot.words.book import Words
from bot.words.gloss import shop_for

MENU_VALUE = 150
"""Characters in the value of a menu's option."""

JUDGE, DRAFT, PURCHASE, DETAILS = "judge", "draft", "purchase", "details"


def alert_card(alert: Alert, words: Words, *, picture: bool = True, case_url: str = "") -> Card:
    """What the channel sees: all of an alert that is open, one line of one that is settled, with the address of its
    case. ``picture`` is false where Slack cannot load it."""
    if stands := _stands(alert, words, case_url):
        return _settled(alert, stands, words)
    about = Ref(alert=alert.alert_id)
    lines = [
        price_line(alert, words),
        platform_line(alert.listing, words),
        seller_line(alert.listing, alert.history, words, names_in(alert.listing, alert.assessment)),
    ]
    blocks: list[Block] = [
        header(likelihood(alert, words)),
        *glossed_title(alert.listing, alert.assessment, words),
        section("\n".join(lines), thumbnail(alert.listing, words) if picture else None),
        section(f"*{words('alert.why')}*\n{because_lines(alert.assessment, words)}"),
        *([context(*notes)] if (notes := _notes(alert, words)) else []),
        ActionsBlock(
            elements=[
                button(ActionId.OPEN_CASE, words("alert.open_case"), about, "primary"),
                button(ActionId.NOT_INFRINGING, words("alert.not_infringing"), about),
                button(ActionId.SNOOZE, words("alert.snooze.button"), about),
                *_more(alert, words, JUDGE, DRAFT, PURCHASE, DETAILS),
            ]
        ),
    ]
    return card(_fallback(alert, words), blocks, shortened=words("text.shortened"))


def alert_metadata(alert: Alert) -> Metadata:
    """By which the message is found again after a kill."""
    payload = {"alert_id": alert.alert_id, "listing_id": alert.listing.listing_id}
    return Metadata(event_type=EventType.ALERT.value, event_payload=payload)


def looking_view(words: Words) -> View:
    """Shown at once, until what was found is put together."""
    return notice(words("alert.details"), words("form.close"), words("alert.looking"))


def _notes(alert: Alert, words: Words) -> list[str]:
    """What a reader must know besides: changed, folded, an earlier case."""
    told = shared_lines(alert.shared, words) + unseen_lines(alert.assessment, words)
    if alert.changed:
        told.append(words("alert.changed"))
    if alert.earlier_case and alert.earlier_tie and alert.earlier_case != alert.case_id:
        tied = words(f"alert.tie.{alert.earlier_tie.value}")
        told.append(words("alert.earlier_case", case=alert.earlier_case, tie=tied))
    if alert.folds:
        told.append(words("alert.folds", count=alert.folds))
    return told


def _stands(alert: Alert, words: Words, case_url: str = "") -> str:
    """What became of the alert; empty while a person has yet to look, or to look again."""
    who = person(alert.handled_by or "")
    if alert.state is AlertState.DISMISSED:
        return words("alert.dismissed", who=who, why=esc(_why(alert, words)))
    if alert.state is AlertState.SNOOZED and alert.snoozed_until is not None:
        return words("alert.snoozed", who=who, until=moment(alert.snoozed_until, words))
    verdict = words(f"verdict.{alert.verdict.value}") if alert.verdict else ""
    judged = words("alert.judged", verdict=verdict, who=who) if verdict else ""
    if alert.state is AlertState.IN_CASE:
        case = alert.case_id or ""
        named = link(case_url, esc(case)) if case_url else esc(case)
        return " · ".join(filter(None, (words("alert.in_case", case=named, who=who), verdict)))
    return "" if alert.changed else judged


def _why(alert: Alert, words: Words) -> str:
    """The reason somebody gave; where none was given, the verdict stands for it."""
    verdict = alert.verdict.value if alert.verdict else ""
    if verdict and alert.reason == verdict.replace("_", " "):
        return words(f"verdict.{verdict}")
    return alert.reason


def _settled(alert: Alert, stands: str, words: Words) -> Card:
    """One line: what it was, whose, what became of it; with what may still be done."""
    about, listing = Ref(alert=alert.alert_id), alert.listing
    told = esc(headline(alert, words))
    names = names_in(listing, alert.assessment)
    shop = esc(one_line(shop_for(words.language, listing.seller_name, names) or listing.seller_id, 80))
    parts = [link(listing.url, told) if is_web(listing.url) else told, shop, stands]
    text = [told, esc(one_line(listing.listing_id, 120)), shop, stands]
    wake = button(ActionId.WAKE, words("alert.wake"), about)
    draft = button(ActionId.DRAFT_NOTICE, words("alert.draft"), about)
    opened = button(ActionId.OPEN_CASE, words("alert.open_case"), about)
    acts: dict[AlertState, list[InteractiveElement]] = {
        AlertState.SNOOZED: [wake],
        AlertState.DISMISSED: [wake],
        AlertState.IN_CASE: [draft, *_more(alert, words, PURCHASE, DETAILS)],
        AlertState.OPEN: [opened, draft, *_more(alert, words, JUDGE, PURCHASE, DETAILS)],
    }
    line = section(" · ".join(filter(None, parts)))
    return card(" | ".join(filter(None, text)), [line, ActionsBlock(elements=acts[alert.state])])


def _more(alert: Alert, words: Words, *kinds: str) -> list[InteractiveElement]:
    """The rest in a menu; as buttons where the listing's id is too long for a menu."""
    known = {
        JUDGE: (ActionId.TRIAGE, "alert.judge"),
        DRAFT: (ActionId.DRAFT_NOTICE, "alert.draft"),
        PURCHASE: (ActionId.RECORD_PURCHASE, "purchase.button"),
        DETAILS: (ActionId.DETAILS, "alert.details"),
    }
    acts = [(kind, *known[kind]) for kind in kinds]
    values = [Ref(alert=alert.alert_id, kind=kind).write() for kind, _, _ in acts]
    if max(map(len, values)) > MENU_VALUE:
        return [button(action, words(label), Ref(alert=alert.alert_id)) for _, action, label in acts]
    options = [
        Option(value=value, text=PlainTextObject(text=words(label), emoji=False))
        for value, (_, _, label) in zip(values, acts, strict=True)
    ]
    return [OverflowMenuElement(action_id=ActionId.MORE.value, options=options)]


def _fallback(alert: Alert, words: Words) -> str:
    listing = alert.listing
    parts = [
        esc(likelihood(alert, words)),
        marked_text(listing, alert.assessment),
        price_line(alert, words),
        esc(f"{platform_name(listing.platform, words)} · {one_line(listing.listing_id, 120)}"),
        seller_line(listing, alert.history, words, names_in(listing, alert.assessment)).replace("*", ""),
        words("alert.between").join(reasons_text(alert.assessment, words)),
        *_notes(alert, words),
    ]
    return " | ".join(part for part in parts if part)
