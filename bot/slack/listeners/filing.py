"""Filing: the portal's form as one page to copy from, *Filed* with number and receipt, the portal's reply pasted."""

from slack_bolt import App

from bot.domain.drafts import Draft
from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.domain.portals import read_reply
from bot.slack.blocks.case_figures import results_lines
from bot.slack.blocks.filing import filing_form, reply_form
from bot.slack.blocks.text import card, esc, section
from bot.slack.downloads import download
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField
from bot.slack.listeners import approvals, previews
from bot.slack.listeners.cockpit import republish
from bot.slack.listeners.threads import refresh
from bot.slack.payloads import Click, ModalForm


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.FILE, show_form, at_once=True)
    front.on_click(app, ActionId.PORTAL_REPLY, ask_reply, at_once=True)
    front.on_form(app, FormId.FILED, filed, check=approvals.not_ahead)
    front.on_form(app, FormId.PORTAL_REPLY, take_reply)


def show_form(front: Front, click: Click) -> None:
    """*File*: the portal's form, to copy from."""
    draft = front.desk.drafts.get(click.ref.draft)
    files = front.whoami.may("files:read")
    form = filing_form(draft, approvals.about_draft(click), front.today, front.reader, files=files)
    front.poster.open(click.trigger_id, form)


def ask_reply(front: Front, click: Click) -> None:
    """*Portal's reply*."""
    front.poster.open(click.trigger_id, reply_form(approvals.about_draft(click), front.reader))


def filed(front: Front, form: ModalForm) -> None:
    """It was filed: the notice is marked as sent, and the receipt kept as evidence of the case."""
    who, receipt = form.place.person, form.values.get(ModalField.RECEIPT, ())
    draft = front.desk.approvals.sent(
        form.ref.draft,
        by=who,
        channel="portal",
        at=approvals.moment_of(front, form),
        reference=form.text(ModalField.REFERENCE),
    )
    approvals.show(front, draft)
    if receipt:
        _keep_receipt(front, draft, receipt, who)
    republish(front, who)


def take_reply(front: Front, form: ModalForm) -> None:
    """What the portal says of the links, in the threads of the notice and of the case.

    Raises:
        WrongInput: no result is understood in it.
    """
    draft = front.desk.drafts.get(form.ref.draft)
    lines, lost = read_reply(draft, form.text(ModalField.REPLY))
    if not lines:
        raise WrongInput(
            "no result was understood in the reply; write the link first, then removed or rejected"
        )
    taken = front.desk.followups.results(draft.case_id, lines, lost, by=form.place.person)
    refresh(front, draft.case_id)
    words = previews.words_of(front, draft)
    told = f"{words('filing.reply_taken', draft=draft.draft_id)}\n{results_lines(taken, words)}"
    _in_thread(front, draft, told)


def _keep_receipt(front: Front, draft: Draft, receipt: tuple[str, ...], who: PersonId) -> None:
    files = [download(front.poster.client, each) for each in receipt]
    listing_id = next(iter(draft.request.listing_ids), None)
    kept = front.desk.handed.add(draft.case_id, files, by=who, shows="receipt", listing_id=listing_id)
    told = previews.words_of(front, draft)(
        "filing.receipt_kept", draft=draft.draft_id, evidence=kept.evidence_id
    )
    _in_thread(front, draft, esc(told))


def _in_thread(front: Front, draft: Draft, text: str) -> None:
    if draft.ts:
        front.poster.post(draft.channel, card(text, [section(text)]), thread=draft.ts)
