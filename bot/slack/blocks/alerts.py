"""The alert card, and the forms that dismiss it, put it away, or choose its case."""

from __future__ import annotations

from collections.abc import Sequence

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
from bot.domain.cases import Case, CaseStatus
from bot.domain.moments import CHINA
from bot.domain.prints import SharedPicture
from bot.domain.verdicts import Verdict
from bot.services.similar import Similar
from bot.slack.blocks.casework import similar_lines
from bot.slack.blocks.fields import choice_field, modal, text_field
from bot.slack.blocks.listings import (
    because_lines,
    listing_boxes,
    listing_line,
    marked_text,
    marked_title,
    percent,
    platform_line,
    price_line,
    reasons_text,
    seller_line,
    shared_lines,
    thumbnail,
    unseen_lines,
)
from bot.slack.blocks.proofs import proof_blocks
from bot.slack.blocks.text import (
    button,
    buttons,
    card,
    context,
    esc,
    header,
    one_line,
    person,
    published,
    section,
)
from bot.slack.ids import ActionId, EventType, Field, FormId, Ref
from bot.slack.poster import Card
from bot.words.book import Words
from bot.words.reasons import reason, signal_name

MENU_VALUE = 150
"""Characters in the value of a menu's option."""

SNOOZES = (1, 3, 7, 30)
NEW_CASE = "new"
JUDGE, DRAFT, DETAILS = "judge", "draft", "details"


def alert_card(alert: Alert, words: Words, *, picture: bool = True) -> Card:
    """What the channel sees, in the state the alert is in; ``picture`` is false where Slack cannot load it."""
    lines = [
        price_line(alert, words),
        platform_line(alert.listing, words),
        seller_line(alert.listing, alert.history, words),
    ]
    blocks: list[Block] = [
        header(_headline(alert, words)),
        marked_title(alert.listing, alert.assessment),
        section("\n".join(lines), thumbnail(alert.listing, words) if picture else None),
        section(f"*{words('alert.why')}*\n{because_lines(alert.assessment, words)}"),
        *([context(*notes)] if (notes := _notes(alert, words)) else []),
        *_footing(alert, words),
    ]
    return card(_fallback(alert, words), blocks, shortened=words("text.shortened"))


def alert_metadata(alert: Alert) -> Metadata:
    """By which the message is found again after a kill."""
    payload = {"alert_id": alert.alert_id, "listing_id": alert.listing.listing_id}
    return Metadata(event_type=EventType.ALERT.value, event_payload=payload)


def not_infringing_form(alert: Alert, words: Words) -> View:
    """Asks what the goods are, and why they do not infringe."""
    stands = alert.verdict.value if alert.verdict else ""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts, kind=stands)
    choices = [(v.value, words(f"verdict.{v.value}")) for v in Verdict if v.clears]
    why = text_field(
        Field.REASON, words("alert.dismiss.why"), long=True, hint=words("alert.dismiss.hint"), most=500
    )
    shown: list[Block] = [
        published(alert.listing.title, limit=300),
        choice_field(Field.VERDICT, words("alert.dismiss.what"), choices, initial=Verdict.GENUINE.value),
        why,
    ]
    if alert.folds:
        shown.insert(1, context(words("alert.folds", count=alert.folds)))
    return modal(
        FormId.NOT_INFRINGING,
        words("alert.dismiss.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        shown,
    )


def snooze_form(alert: Alert, words: Words) -> View:
    """Asks for how long the alert is put away."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    choices = [(str(days), words(f"alert.snooze.days_{days}")) for days in SNOOZES]
    return modal(
        FormId.SNOOZE_ALERT,
        words("alert.snooze.title"),
        words("form.save"),
        words("form.cancel"),
        about,
        [
            published(alert.listing.title, limit=300),
            choice_field(Field.DAYS, words("alert.snooze.how_long"), choices, initial=str(SNOOZES[2])),
        ],
    )


def choose_case_form(
    alert: Alert,
    offered: Case | None,
    similar: Sequence[Similar],
    words: Words,
    together: Sequence[Alert] = (),
) -> View:
    """What is known already: the shop's open case first, other open cases that share something, a new one last; and
    what was judged with the alert, to go along with it."""
    about = Ref(alert=alert.alert_id, channel=alert.channel, thread=alert.ts)
    known = [offered] if offered else []
    known += [
        each.case for each in similar if each.case.status is not CaseStatus.CLOSED and each.case not in known
    ]
    choices = [(case.case_id, _joined(case, words)) for case in known] + [
        (NEW_CASE, words("alert.choose_case.new"))
    ]
    why = words("alert.choose_case.why", case=offered.case_id) if offered else ""
    text = "\n".join(line for line in (why, similar_lines(similar, words) if similar else "") if line)
    initial = offered.case_id if offered else NEW_CASE
    others = [each.listing for each in together if each.alert_id != alert.alert_id]
    shown: list[Block] = [
        *([section(text)] if text else []),
        choice_field(Field.CASE, words("alert.choose_case.which"), choices, initial=initial),
        *([listing_boxes(others, words("alert.choose_case.along"))] if others else []),
    ]
    title, submit = words("alert.choose_case.title"), words("alert.open_case")
    return modal(FormId.CHOOSE_CASE, title, submit, words("form.cancel"), about, shown)


def _joined(case: Case, words: Words) -> str:
    title = one_line(case.title, 30)
    return words("alert.choose_case.join", case=case.case_id, title=title, count=case.listing_count)


def details_card(
    alert: Alert,
    folded: list[Alert],
    words: Words,
    shared: Sequence[SharedPicture] = (),
    *,
    picture: bool = True,
) -> Card:
    """Everything the detectors found, the proof of a copied picture, shops that show the same pictures, and the
    near-duplicates, for the person who asked; ``picture`` is false where Slack cannot load it.
    """
    signals = sorted(alert.assessment.signals, key=lambda s: -s.score)
    lines = [
        words(
            "alert.signal",
            score=f"{s.score:+.2f}",
            name=esc(signal_name(s.name, words)),
            because=esc(one_line(reason(s.because, words), 300)),
        )
        for s in signals
    ]
    blocks: list[Block] = [
        header(_headline(alert, words)),
        marked_title(alert.listing, alert.assessment),
        *proof_blocks(alert.proof, words, picture=picture),
        section("\n".join(lines) or words("alert.no_reason")),
    ]
    unseen = unseen_lines(alert.assessment, words, most=len(alert.assessment.unseen))
    if told := shared_lines(shared, words, most=len(shared)) + unseen:
        blocks.append(section("\n".join(told)))
    if folded:
        more = "\n".join(f"• {listing_line(each.listing, words)}" for each in folded[:15])
        blocks.append(section(f"*{words('alert.folds', count=alert.folds)}*\n{more}"))
    return card(f"{_headline(alert, words)}: {marked_text(alert.listing, alert.assessment)}", blocks)


def _headline(alert: Alert, words: Words) -> str:
    judged = alert.assessment
    band = words(f"alert.band.{judged.band.value}", brand=one_line(judged.brand, 60))
    return f"{band} · {words('alert.score', percent=percent(judged))}"


def _notes(alert: Alert, words: Words) -> list[str]:
    """What a reader must know besides: judged, changed, folded, an earlier case."""
    told = shared_lines(alert.shared, words) + unseen_lines(alert.assessment, words)
    if alert.changed:
        told.append(words("alert.changed"))
    if alert.earlier_case and alert.earlier_tie and alert.earlier_case != alert.case_id:
        tied = words(f"alert.tie.{alert.earlier_tie.value}")
        told.append(words("alert.earlier_case", case=alert.earlier_case, tie=tied))
    if alert.folds:
        told.append(words("alert.folds", count=alert.folds))
    if alert.verdict is not None and alert.state is not AlertState.DISMISSED:
        verdict = words(f"verdict.{alert.verdict.value}")
        told.append(words("alert.judged", verdict=verdict, who=person(alert.handled_by or "")))
    return told


def _stands(alert: Alert, words: Words) -> str:
    """What became of the alert; empty while it is open."""
    who = person(alert.handled_by or "")
    if alert.state is AlertState.DISMISSED:
        return words("alert.dismissed", who=who, why=esc(_why(alert, words)))
    if alert.state is AlertState.SNOOZED and alert.snoozed_until is not None:
        return words(
            "alert.snoozed", who=who, until=f"{alert.snoozed_until.astimezone(CHINA):%Y-%m-%d %H:%M}"
        )
    if alert.state is AlertState.IN_CASE:
        return words("alert.in_case", case=alert.case_id or "", who=who)
    return ""


def _why(alert: Alert, words: Words) -> str:
    """The reason somebody gave; where none was given, the verdict stands for it."""
    verdict = alert.verdict.value if alert.verdict else ""
    if verdict and alert.reason == verdict.replace("_", " "):
        return words(f"verdict.{verdict}")
    return alert.reason


def _footing(alert: Alert, words: Words) -> list[Block]:
    about, stands = Ref(alert=alert.alert_id), _stands(alert, words)
    if stands:
        then = {
            AlertState.SNOOZED: button(ActionId.WAKE, words("alert.wake"), about),
            AlertState.DISMISSED: button(ActionId.WAKE, words("alert.wake"), about),
            AlertState.IN_CASE: button(ActionId.DRAFT_NOTICE, words("alert.draft"), about),
        }
        return [context(stands), *buttons(*(press for state, press in then.items() if state is alert.state))]
    return [
        ActionsBlock(
            elements=[
                button(ActionId.OPEN_CASE, words("alert.open_case"), about, "primary"),
                button(ActionId.NOT_INFRINGING, words("alert.not_infringing"), about),
                button(ActionId.SNOOZE, words("alert.snooze.button"), about),
                *_more(alert, words),
            ]
        )
    ]


def _more(alert: Alert, words: Words) -> list[InteractiveElement]:
    """The rest in a menu; as buttons where the listing's id is too long for a menu."""
    acts = (
        (JUDGE, ActionId.TRIAGE, "alert.judge"),
        (DRAFT, ActionId.DRAFT_NOTICE, "alert.draft"),
        (DETAILS, ActionId.DETAILS, "alert.details"),
    )
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
        esc(_headline(alert, words)),
        marked_text(listing, alert.assessment),
        price_line(alert, words),
        esc(f"{listing.platform} · {one_line(listing.listing_id, 120)}"),
        seller_line(listing, alert.history, words).replace("*", ""),
        words("alert.between").join(reasons_text(alert.assessment, words)),
        *_notes(alert, words),
        _stands(alert, words),
    ]
    return " | ".join(part for part in parts if part)
