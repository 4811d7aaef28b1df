"""Outside counsel: an admin names them, approvers share cases and drafts with them, they read and comment."""

from collections.abc import Mapping

from slack_bolt import App

from bot.domain.counsel import Counsel
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.slack.blocks.counsel import case_view, comment_text, shared_card, shared_case_card
from bot.slack.blocks.counsel_forms import comment_form, counsel_form, share_form
from bot.slack.blocks.text import card, section
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners import previews
from bot.slack.listeners.cockpit import republish
from bot.slack.listeners.threads import whole_card
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.COUNSEL, show, at_once=True)
    front.on_click(app, ActionId.END_COUNSEL, end)
    front.on_click(app, ActionId.SHARE, ask_whom, at_once=True)
    front.on_click(app, ActionId.READ_SHARED, read, at_once=True)
    front.on_click(app, ActionId.COMMENT, ask_comment, at_once=True)
    front.on_form(app, FormId.COUNSEL, name, check=check)
    front.on_form(app, FormId.SHARE, share)
    front.on_form(app, FormId.COMMENT, comment)


def show(front: Front, asked: Click | SlashCommand) -> None:
    """``/marque counsel``: who is counsel, and the fields that name one more."""
    front.poster.open(asked.trigger_id, counsel_form(front.desk.counsel.all(), front.today, front.reader))


def check(front: Front, form: ModalForm) -> Mapping[str, str]:
    """A last day that is past."""
    last = form.day(ModalField.WHEN)
    past = last is None or last < china_day(front.desk.clock())
    return {ModalField.WHEN: front.reader("counsel.past")} if past else {}


def name(front: Front, form: ModalForm) -> None:
    """Name a guest or a person of another team, as Slack knows them now."""
    who = front.desk.people.outsider(PersonId(form.text(ModalField.COUNSEL)))
    until = form.day(ModalField.WHEN) or front.today
    named = front.desk.counsel.name(who.person, who.team, until, by=form.place.person, known_as=who.name)
    told = front.reader("counsel.named", who=f"<@{named.person}>", team=named.team, day=until)
    front.poster.whisper(form.place, card(told, [section(told)]))


def end(front: Front, click: Click) -> None:
    """*End* beside a name: nothing is shared with them any more."""
    who = PersonId(click.ref.person)
    front.desk.counsel.end(who, by=click.place.person)
    front.poster.redraw(click.view_id, counsel_form(front.desk.counsel.all(), front.today, front.reader))
    front.hurry()
    republish(front, who)


def ask_whom(front: Front, click: Click) -> None:
    """*Share with counsel* on a draft or a case."""
    front.poster.open(click.trigger_id, share_form(_about(click), front.desk.counsel.all(), front.reader))


def share(front: Front, form: ModalForm) -> None:
    """Share with those who are ticked, and take back from those who are not."""
    ref, by = form.ref, form.place.person
    matter = ref.draft or ref.case
    ticked = set(form.values.get(ModalField.COUNSEL, ()))
    for each in front.desk.counsel.all():
        if each.person in ticked and matter not in each.shared:
            front.desk.counsel.share(each.person, matter, by=by)
            _hand_to(front, each.person, ref)
        elif each.person not in ticked and matter in each.shared:
            front.desk.counsel.unshare(each.person, matter, by=by)
            front.hurry()
        front.read_by(Place(person=each.person))
        republish(front, each.person)
    front.read_by(form.place)
    front.tell(form.place, front.reader("counsel.share_done", matter=matter, count=len(ticked)))


def ask_comment(front: Front, click: Click) -> None:
    """*Comment*."""
    front.poster.open(click.trigger_id, comment_form(_about(click), front.reader))


def comment(front: Front, form: ModalForm) -> None:
    """Keep the comment, and show it to the team where the draft or the case stands."""
    ref, who, text = form.ref, form.place.person, form.text(ModalField.COMMENT)
    draft = front.desk.drafts.get(ref.draft) if ref.draft else None
    case = front.desk.cases.get(draft.case_id if draft else ref.case)
    front.desk.counsel.comment(who, case.case_id, ref.draft, text)
    words = previews.words_of(front, draft) if draft is not None and draft.ts else front.words
    told = comment_text(who, ref.draft or case.case_id, text, words)
    if draft is not None and draft.ts:
        front.poster.post(draft.channel, card(told, [section(told)]), thread=draft.ts)
    elif case.ts:
        front.poster.post(case.channel, card(told, [section(told)]), thread=case.ts)
    front.tell(form.place, front.reader("counsel.comment_kept"))


def read(front: Front, click: Click) -> None:
    """*Read* on a case: it opens, and the trail has the look."""
    case = front.desk.cases.get(click.ref.case)
    if front.admission.counsel(click.place.person) is not None:
        front.desk.counsel.looked(click.place.person, case.case_id)
    front.poster.open(click.trigger_id, case_view(case, whole_card(front, case, front.reader), front.reader))


def show_shared(front: Front, place: Place, counsel: Counsel) -> None:
    """Whatever counsel writes is answered with what is shared with them."""
    cases, drafts = front.desk.counsel.held(counsel)
    front.poster.whisper(place, shared_card(cases, drafts, front.reader))


def _hand_to(front: Front, person: PersonId, ref: Ref) -> None:
    """What was shared, in their direct messages."""
    if ref.draft:
        previews.copy_to(front, front.desk.drafts.get(ref.draft), person)
    else:
        case = front.desk.cases.get(ref.case)
        front.poster.post(front.poster.direct(person), shared_case_card(case, front.words_for(person)))


def _about(click: Click) -> Ref:
    ref = click.ref
    return Ref(
        case=ref.case,
        draft=ref.draft,
        version=ref.version,
        channel=click.place.channel,
        thread=click.place.thread,
    )
