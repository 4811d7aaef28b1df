"""Acts on a case beyond its buttons: one menu, one form, one table of what each does; the same by mention verb."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial, singledispatch

from slack_bolt import App

from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.errors import MarqueError, NotPossible, StillUp, WrongInput
from bot.domain.ids import CaseId
from bot.domain.portals import read_text
from bot.domain.secrets import shown_path
from bot.slack import case_acts as asked
from bot.slack.blocks.case_figures import PAGE, meter_lines, results_lines, similar_lines
from bot.slack.blocks.case_forms import still_up_card
from bot.slack.blocks.case_listings import listings_card, looked_lines
from bot.slack.blocks.casework import act_form
from bot.slack.blocks.clock_forms import start_form
from bot.slack.blocks.fields import MOST_OPTIONS, Choices
from bot.slack.blocks.text import card, esc, moment, one_line, section
from bot.slack.front import Front
from bot.slack.ids import OTHER_VERSION, ActionId, FormId, ModalField, Ref
from bot.slack.listeners import examinations, purchases
from bot.slack.listeners.threads import in_thread, refresh, thread_for
from bot.slack.menus import on_search
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand, Sought
from bot.words.book import Words


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.CASE_MENU, chosen, at_once=True)
    front.on_click(app, ActionId.CASE_PAGE, turn)
    front.on_click(app, ActionId.CASE_PAGE_BACK, turn)
    front.on_form(app, FormId.CASE_ACT, filled_in)
    on_search(app, front, FormId.CASE_ACT, ModalField.CASE, _sought_to_merge)
    on_search(app, front, FormId.CASE_ACT, ModalField.LISTINGS, _sought_to_split)


def chosen(front: Front, click: Click) -> None:
    """An act of the menu: done at once where it asks for nothing, else its form."""
    ref, act = click.ref, click.ref.kind
    about = replace(ref, channel=click.place.channel, thread=click.place.thread)
    if act in AT_ONCE:
        at = asked.CaseAt(case_id=ref.case, place=click.place)
        front.hand_over(click.place, click.key, lambda: AT_ONCE[act](front, at))
    elif act == "clock":
        front.poster.open(click.trigger_id, start_form(about, front.today, front.reader))
    elif act in ASKED_ELSEWHERE:
        ASKED_ELSEWHERE[act](front, click)
    elif act not in asked.BY_NAME:
        raise WrongInput(OTHER_VERSION)
    else:
        case = front.desk.cases.get(ref.case)
        offered = OFFERED[act](front, case) if act in OFFERED else []
        if act == "split" and len(offered) < LEAST_SPLIT:
            raise NotPossible(ref.case, "a split moves some listings and leaves some")
        front.poster.open(click.trigger_id, act_form(act, about, case, front.today, front.reader, offered))


def _cases_to_merge(front: Front, case: Case, words: str = "") -> Choices:
    """Cases that share something with it first, then the other open ones, one more than a menu holds; with words only
    those that have them."""
    similar = [] if words else [each.case for each in front.desk.cases.similar(case.case_id)]
    others, _ = front.desk.cases.find(CaseQuery(open_only=True, words=words), limit=MOST_OPTIONS + 2)
    found = {each.case_id: each for each in (*similar, *others) if each.case_id != case.case_id}
    return [(str(key), f"{key} {each.title}") for key, each in found.items()][: MOST_OPTIONS + 1]


def _sought_to_merge(front: Front, sought: Sought) -> Choices:
    return _cases_to_merge(front, front.desk.cases.get(sought.ref.case), sought.words)


def _listings_to_split(front: Front, case: Case, words: str = "") -> Choices:
    """The case's listings, one more than a menu holds; with words only those that have them."""
    found = front.desk.cases.listings(case.case_id, limit=MOST_OPTIONS + 1, words=words)
    return [(each.listing_id, str(each.listing_id)) for each in found]


def _sought_to_split(front: Front, sought: Sought) -> Choices:
    return _listings_to_split(front, front.desk.cases.get(sought.ref.case), sought.words)


ASKED_ELSEWHERE = {"purchase": purchases.ask, "examination": examinations.ask}
"""Forms of other rooms that the menu opens."""
LEAST_SPLIT = 2
OFFERED = {"merge": _cases_to_merge, "split": _listings_to_split}
"""What may be chosen for an act, in place of being typed."""


def turn(front: Front, click: Click) -> None:
    """Another page of a case's listings."""
    _listings(front, click.ref.case, click.place, click.ref.version)


def filled_in(front: Front, form: ModalForm) -> None:
    """The form of an act."""
    at = asked.CaseAt(case_id=form.ref.case, place=form.place)
    _do(asked.from_form(form, front.today, front.reader), front, at)


def by_verb(front: Front, act: str, case_id: CaseId, place: Place, rest: str) -> None:
    """The same act from the words after a mention verb."""
    at = asked.CaseAt(case_id=case_id, place=place)
    if act in AT_ONCE:
        AT_ONCE[act](front, at)
    else:
        _do(asked.from_words(act, case_id, rest, front.today, front.reader), front, at)


@singledispatch
def _do(act: asked.CaseAct, front: Front, at: asked.CaseAt) -> None:
    """Do one act; each has its own way below."""
    raise WrongInput(OTHER_VERSION)


def accuracy_command(front: Front, command: SlashCommand) -> None:
    """``/case accuracy``: how often each platform agreed."""
    text = meter_lines(front.desk.contacts.meters(), front.reader)
    front.poster.whisper(command.place, card(text, [section(text)]))


def contacts_command(front: Front, command: SlashCommand) -> None:
    """``/case contact``: the newest talks, and whom to speak with by today."""
    due = {each.contact_id for each in front.desk.contacts.due()}
    rows = [
        f"• {moment(each.at, front.reader)} {esc(each.office)} {esc(each.case_id)} {esc(one_line(each.note, 120))}"
        + (f" → {front.reader.day(each.next_on)}" if each.next_on else "")
        + (f" *{front.reader('casework.due_now')}*" if each.contact_id in due else "")
        for each in front.desk.contacts.latest(office=command.text)[:PAGE]
    ]
    text = "\n".join([f"*{front.reader('casework.contacts')}*", *rows])
    front.poster.whisper(command.place, card(text, [section(text)]))


@_do.register
def _deputy(act: asked.NameDeputy, front: Front, at: asked.CaseAt) -> None:
    front.desk.cases.deputise(at.case_id, act.deputy, by=at.by)
    _told(front, at, lambda words: f"<@{act.deputy}>", "deputy")


@_do.register
def _due(act: asked.SetDue, front: Front, at: asked.CaseAt) -> None:
    case = front.desk.cases.due(at.case_id, act.on, by=at.by)
    _told(front, at, lambda words: words.day(case.due_on) if case.due_on else "–", "due")


@_do.register
def _status(act: asked.MoveCase, front: Front, at: asked.CaseAt) -> None:
    try:
        case = front.desk.cases.move_to(at.case_id, act.status, by=at.by)
    except StillUp as found:
        about = Ref(case=at.case_id, kind=CaseStatus.DOWN.value)
        front.poster.whisper(at.place, still_up_card(about, found.count, front.reader))
        return
    told_status(front, case, at.place)


def told_status(front: Front, case: Case, at: Place) -> None:
    """Say in the thread where the case stands now."""
    now = f"case.status.{case.status.value}"
    refresh(front, case.case_id)
    in_thread(front, case, at, lambda words: f"*{words('casework.act.status')}* <@{at.person}>: {words(now)}")


@_do.register
def _outcome(act: asked.RecordOutcome, front: Front, at: asked.CaseAt) -> None:
    outcome = act.outcome
    front.desk.cases.outcome(at.case_id, outcome, by=at.by)

    def told(words: Words) -> str:
        kind = words(f"casework.outcomes.{outcome.kind.value}")
        return esc(one_line(f"{kind}, {outcome.office} {outcome.number}", 300))

    _told(front, at, told, "outcome")


@_do.register
def _cost(act: asked.AddCost, front: Front, at: asked.CaseAt) -> None:
    case = front.desk.cases.cost(at.case_id, act.amount, act.currency, act.what, by=at.by)
    spent = ", ".join(f"{name} {total:,.2f}" for name, total in sorted(case.spent.items()))
    added = f"{act.currency} {act.amount:,.2f}, {esc(one_line(act.what, 200))}"
    _told(front, at, lambda words: f"{added}. {words('casework.spent')} {spent}", "cost")


@_do.register
def _contact(act: asked.NoteContact, front: Front, at: asked.CaseAt) -> None:
    front.desk.contacts.add(
        act.office,
        act.note,
        by=at.by,
        case_id=at.case_id,
        spoke_with=act.spoke_with,
        next_on=act.next_on,
    )

    def told(words: Words) -> str:
        again = f" → {words.day(act.next_on)}" if act.next_on else ""
        return esc(one_line(f"{act.office}: {act.note}{again}", 500))

    _told(front, at, told, "contact")


@_do.register
def _results(act: asked.TakeResults, front: Front, at: asked.CaseAt) -> None:
    lines, lost = read_text(act.text)
    taken = front.desk.followups.results(at.case_id, lines, lost, by=at.by)
    _told(front, at, partial(results_lines, taken), "results")


@_do.register
def _merge(act: asked.MergeInto, front: Front, at: asked.CaseAt) -> None:
    gone, kept = front.desk.merging.merge(at.case_id, act.other, by=at.by)
    refresh(front, kept.case_id)
    _told(front, at, lambda words: words("casework.merged", one=gone.case_id, other=kept.case_id), "merge")


@_do.register
def _split(act: asked.SplitOff, front: Front, at: asked.CaseAt) -> None:
    left, new = front.desk.merging.split(at.case_id, act.listings, by=at.by)
    front.hurry()  # the new one gets its message
    _told(front, at, lambda words: words("casework.split", one=left.case_id, other=new.case_id), "split")


def _undo(front: Front, at: asked.CaseAt) -> None:
    case, other = front.desk.merging.undo(at.case_id, by=at.by)
    refresh(front, other.case_id)
    _told(front, at, lambda words: words("casework.undone", one=case.case_id, other=other.case_id), "undo")


@_do.register
def _reopen(act: asked.ReopenCase, front: Front, at: asked.CaseAt) -> None:
    front.desk.cases.reopen(at.case_id, act.reason, by=at.by)
    _told(front, at, lambda words: esc(one_line(act.reason, 500)), "reopen")


def _look(front: Front, at: asked.CaseAt) -> None:
    _told(front, at, partial(looked_lines, front.desk.followups.look(at.case_id)), "look")


def _similar(front: Front, at: asked.CaseAt) -> None:
    text = similar_lines(front.desk.cases.similar(at.case_id), front.reader)
    front.poster.whisper(at.place, card(text, [section(text)]))


def _first_page(front: Front, at: asked.CaseAt) -> None:
    _listings(front, at.case_id, at.place, 1)


def _export(front: Front, at: asked.CaseAt) -> None:
    case = front.desk.cases.get(at.case_id)
    path = front.desk.casefiles.write(at.case_id, by=at.by)
    to = thread_for(front, case, at.place)
    with suppress(MarqueError):
        if to is not None:
            front.poster.upload(to, [path], front.words_in(to.channel, at.by)("casework.exported"))
            return
    here = esc(shown_path(str(path)))
    in_thread(front, case, at.place, lambda words: words("casework.exported_here", path=here))


def _listings(front: Front, case_id: CaseId, place: Place, page: int) -> None:
    cases = front.desk.cases
    entries = cases.listings(case_id, limit=PAGE, page=page)
    times = front.desk.followups.times(case_id)
    shown = listings_card(cases.get(case_id), page, entries, cases.counts(case_id), times, front.reader)
    front.poster.whisper(place, shown)


def _told(front: Front, at: asked.CaseAt, say: Callable[[Words], str], act: str) -> None:
    """Bring the card up to date, and say in the thread who did what."""

    def told(words: Words) -> str:
        text = say(words)
        between = "\n" if text.startswith("•") else " "
        return f"*{words(f'casework.act.{act}')}* <@{at.by}>:{between}{text}"

    refresh(front, at.case_id)
    in_thread(front, front.desk.cases.get(at.case_id), at.place, told)


AT_ONCE: dict[str, Callable[[Front, asked.CaseAt], None]] = {
    "listings": _first_page, "look": _look, "similar": _similar, "undo": _undo, "export": _export,
}  # fmt: skip
