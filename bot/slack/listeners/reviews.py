"""The review of a draft: the screen, the waivers given on it, and the pack for outside counsel."""

from pathlib import Path

from slack_bolt import App

from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible
from bot.ports import Posted
from bot.slack.blocks.open_gaps import waive_form
from bot.slack.blocks.reviews import review_view
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners import previews
from bot.slack.payloads import Click, ModalForm
from bot.slack.pictured import best_accepted, genuine_file

PICTURES = 6
"""Pictures that the screen shows; a paper has eight at most."""


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.REVIEW, review, at_once=True)
    front.on_click(app, ActionId.WAIVE, ask_why, at_once=True)
    front.on_click(app, ActionId.PACK, pack)
    front.on_form(app, FormId.WAIVE, waive)


def review(front: Front, click: Click) -> None:
    """*Review* on a preview."""
    draft, who = front.desk.drafts.get(click.ref.draft), click.place.person
    counsel = front.admission.counsel(who)
    if counsel is not None:
        front.desk.counsel.looked(who, draft.case_id, draft)
    shown = review_view(draft, front.reader, front.register, may_waive=counsel is None)
    view_id = front.poster.open(click.trigger_id, shown)
    if draft.composition.pictures:
        waives = counsel is None
        front.hand_over(click.place, click.key, lambda: _with_pictures(front, view_id, draft, waives))


def _with_pictures(front: Front, view_id: str, draft: Draft, may_waive: bool) -> None:
    """The review once more with the pictures that go with the notice; a file that is another one since is not shown as its."""
    files = [
        (file, each.sha256)
        for each in draft.composition.pictures[:PICTURES]
        if (file := genuine_file(front.desk.store, front.poster, Path(each.path), each.sha256))
    ]
    if not files:
        return
    ways = [
        review_view(draft, front.reader, front.register, may_waive=may_waive, pictures=each)
        for each in (files, ())
    ]
    best_accepted(ways, lambda view: front.poster.redraw(view_id, view))


def ask_why(front: Front, click: Click) -> None:
    """*Waive* beside a gap."""
    ref, draft = click.ref, front.desk.drafts.get(click.ref.draft)
    gap = next((each for each in draft.open_gaps if each.key == ref.gap), None)
    if gap is None:
        raise NotPossible(draft.draft_id, "this gap is not open any more", "open the review again")
    about = Ref(draft=ref.draft, version=ref.version, gap=ref.gap, view=click.view_id)
    front.poster.push(click.trigger_id, waive_form(about, gap, front.reader))


def waive(front: Front, form: ModalForm) -> None:
    """Go on in spite of the gap; the review and the preview show it."""
    ref = form.ref
    before = front.desk.drafts.get(ref.draft).status
    draft = front.desk.approvals.waive(
        ref.draft,
        ref.gap,
        shown_version=ref.version,
        by=form.place.person,
        reason=form.text(ModalField.REASON),
    )
    previews.redraw(front, draft)
    if ref.view:
        front.poster.redraw(ref.view, review_view(draft, front.reader, front.register))
    if draft.status is not before:
        previews.tell_thread(front, draft)
        previews.call_approvers(front, draft)


def pack(front: Front, click: Click) -> None:
    """*For counsel* on a preview: the zip goes into its thread."""
    draft = front.desk.drafts.get(click.ref.draft)
    path = front.desk.drafts.pack_review(draft)
    words = front.words_in(click.place.channel, click.place.person)
    comment = words("draft.packed", draft=draft.draft_id, version=draft.version)
    front.poster.upload(Posted(channel=click.place.channel, ts=click.place.thread), [path], comment)
