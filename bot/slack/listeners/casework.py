"""Acts on a case beyond its buttons: one menu, one form, one table of what each does; the same by mention verb."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from slack_bolt import App

from bot.domain.addresses import listing_named
from bot.domain.amounts import first_amount, typed_amount
from bot.domain.cases import Case, CaseOutcome, CaseQuery, CaseStatus, OutcomeKind, case_named
from bot.domain.errors import MarqueError, NotPossible, StillUp, WrongInput
from bot.domain.ids import CaseId, PersonId
from bot.domain.portals import read_text
from bot.ports import Posted
from bot.slack.blocks.cases import still_up_card
from bot.slack.blocks.casework import (
    BY_HAND,
    PAGE,
    act_form,
    listings_card,
    looked_lines,
    meter_lines,
    results_lines,
    similar_lines,
)
from bot.slack.blocks.deadlines import start_form
from bot.slack.blocks.fields import MOST_OPTIONS, Choices
from bot.slack.blocks.text import card, esc, one_line, section
from bot.slack.cards import Card
from bot.slack.front import Front
from bot.slack.ids import OTHER_VERSION, ActionId, FormId, ModalField, Ref
from bot.slack.listeners.threads import in_thread, refresh
from bot.slack.menus import on_search
from bot.slack.naming import person_in, state_named
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand, Sought


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.CASE_MENU, chosen, at_once=True)
    front.on_click(app, ActionId.CASE_PAGE, turn)
    front.on_click(app, ActionId.CASE_PAGE_BACK, turn)
    front.on_form(app, FormId.CASE_ACT, filled_in)
    on_search(app, front, FormId.CASE_ACT, ModalField.CASE, _sought_to_merge)
    on_search(app, front, FormId.CASE_ACT, ModalField.LISTINGS, _sought_to_split)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseActInput:
    """What an act is given: by form or by words after a verb."""

    case_id: CaseId
    by: PersonId
    place: Place
    what: str = ""
    text: str = ""
    office: str = ""
    number: str = ""
    with_whom: str = ""
    person: PersonId | None = None
    on: date | None = None


def chosen(front: Front, click: Click) -> None:
    """An act of the menu: done at once where it asks for nothing, else its form."""
    ref, act = click.ref, click.ref.kind
    about = replace(ref, channel=click.place.channel, thread=click.place.thread)
    if act in AT_ONCE:
        asked = CaseActInput(case_id=ref.case, by=click.place.person, place=click.place)
        front.hand_over(click.place, click.key, lambda: AT_ONCE[act](front, asked))
    elif act == "clock":
        front.poster.open(click.trigger_id, start_form(about, front.today, front.reader))
    elif act not in ACTS:
        raise WrongInput(OTHER_VERSION)
    else:
        case = front.desk.cases.get(ref.case)
        offered = OFFERED[act](front, case) if act in OFFERED else []
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


OFFERED = {"merge": _cases_to_merge, "split": _listings_to_split}
"""What may be chosen for an act, in place of being typed."""


def turn(front: Front, click: Click) -> None:
    """Another page of a case's listings."""
    _listings(front, click.ref.case, click.place, click.ref.version)


def filled_in(front: Front, form: ModalForm) -> None:
    """The form of an act."""
    asked = CaseActInput(
        case_id=form.ref.case,
        by=form.place.person,
        place=form.place,
        what=form.text(ModalField.WHAT) or form.text(ModalField.CASE) or form.text(ModalField.AMOUNT),
        text=form.text(ModalField.NOTE)
        or form.text(ModalField.REASON)
        or " ".join(form.values.get(ModalField.LISTINGS, ())),
        office=form.text(ModalField.OFFICE),
        number=form.text(ModalField.REFERENCE),
        with_whom=form.text(ModalField.SENDER),
        person=PersonId(form.text(ModalField.OWNER)) if form.text(ModalField.OWNER) else None,
        on=form.day(ModalField.WHEN),
    )
    act = ACTS.get(form.ref.kind)
    if act is None:
        raise WrongInput(OTHER_VERSION)
    act(front, asked)


def by_verb(front: Front, act: str, case_id: CaseId, place: Place, rest: str) -> None:
    """The same act from the words after a mention verb."""
    if act in AT_ONCE:
        AT_ONCE[act](front, CaseActInput(case_id=case_id, by=place.person, place=place))
        return
    asked = CaseActInput(
        case_id=case_id, by=place.person, place=place, person=person_in(rest), on=_day_in(rest)
    )
    ACTS[act](front, _read(act, asked, rest))


def _read(act: str, asked: CaseActInput, rest: str) -> CaseActInput:
    first, _, more = rest.partition(" ")
    second, _, last = more.partition(" ")
    match act:
        case "outcome":
            return replace(asked, what=first, office=second, number=last)
        case "status":
            return replace(asked, what=rest.strip())
        case "contact":
            return replace(asked, office=first, text=more)
        case "cost":
            read = first_amount(rest)
            said = rest[: len(rest) - len(read.rest)] if read else rest
            return replace(asked, what=said.strip(" ,;:，；：、"), text=read.rest if read else "")
        case _:
            return replace(asked, what=first, text=rest)


def accuracy_command(front: Front, command: SlashCommand) -> None:
    """``/case accuracy``: how often each platform agreed."""
    text = meter_lines(front.desk.contacts.meters(), front.reader)
    front.poster.whisper(command.place, card(text, [section(text)]))


def contacts_command(front: Front, command: SlashCommand) -> None:
    """``/case contact``: the newest talks, and whom to speak with by today."""
    due = {each.contact_id for each in front.desk.contacts.due()}
    rows = [
        f"• {each.at:%Y-%m-%d} {esc(each.office)} {esc(each.case_id)} {esc(one_line(each.note, 120))}"
        + (f" → {each.next_on.isoformat()}" if each.next_on else "")
        + (f" *{front.reader('casework.due_now')}*" if each.contact_id in due else "")
        for each in front.desk.contacts.latest(office=command.text)[:PAGE]
    ]
    text = "\n".join([f"*{front.reader('casework.contacts')}*", *rows])
    front.poster.whisper(command.place, card(text, [section(text)]))


def _deputy(front: Front, asked: CaseActInput) -> None:
    if asked.person is None:
        raise NotPossible(asked.case_id, "nobody was named", "write deputy and then @ with a name")
    front.desk.cases.deputise(asked.case_id, asked.person, by=asked.by)
    _told(front, asked, f"<@{asked.person}>", "deputy")


def _due(front: Front, asked: CaseActInput) -> None:
    case = front.desk.cases.due(asked.case_id, asked.on, by=asked.by)
    _told(front, asked, case.due_on.isoformat() if case.due_on else "–", "due")


def _status(front: Front, asked: CaseActInput) -> None:
    status = state_named(asked.what, CaseStatus, "case.status")
    if status is None:
        raise WrongInput(
            "“{value}” is no status; choose one of {list}",
            value=asked.what,
            list=_known(front, BY_HAND, "case.status"),
        )
    try:
        case = front.desk.cases.move_to(asked.case_id, status, by=asked.by)
    except StillUp as found:
        about = Ref(case=asked.case_id, kind=CaseStatus.DOWN.value)
        front.poster.whisper(asked.place, still_up_card(about, found.count, front.reader))
        return
    told_status(front, case, asked.by)


def told_status(front: Front, case: Case, by: PersonId) -> None:
    """Say in the thread where the case stands now."""
    what, now = front.words("casework.act.status"), front.words(f"case.status.{case.status.value}")
    in_thread(front, case, f"*{what}* <@{by}>: {now}")
    refresh(front, case.case_id)


def _outcome(front: Front, asked: CaseActInput) -> None:
    kind = state_named(asked.what, OutcomeKind, "casework.outcomes")
    if kind is None:
        known = _known(front, OutcomeKind, "casework.outcomes")
        raise WrongInput("“{value}” is no outcome; choose one of {list}", value=asked.what, list=known)
    outcome = CaseOutcome(
        kind=kind, office=asked.office, number=asked.number, on=asked.on or front.today, note=asked.text
    )
    front.desk.cases.outcome(asked.case_id, outcome, by=asked.by)
    told = front.words(f"casework.outcomes.{kind.value}")
    _told(front, asked, esc(one_line(f"{told}, {outcome.office} {outcome.number}", 300)), "outcome")


def _known(front: Front, states: Iterable[StrEnum], key: str) -> str:
    return front.words.listed(front.words(f"{key}.{each.value}") for each in states)


def _cost(front: Front, asked: CaseActInput) -> None:
    read = typed_amount(asked.what)
    if read is None:
        raise WrongInput("“{value}” is no amount; write it as CNY 1200.50", value=asked.what)
    code = read.currency or "CNY"
    case = front.desk.cases.cost(asked.case_id, read.value, code, asked.text, by=asked.by)
    spent = ", ".join(f"{name} {total:,.2f}" for name, total in sorted(case.spent.items()))
    added = f"{code} {read.value:,.2f}, {esc(one_line(asked.text, 200))}"
    _told(front, asked, f"{added}. {front.words('casework.spent')} {spent}", "cost")


def _contact(front: Front, asked: CaseActInput) -> None:
    front.desk.contacts.add(
        asked.office,
        asked.text,
        by=asked.by,
        case_id=asked.case_id,
        spoke_with=asked.with_whom,
        next_on=asked.on,
    )
    again = f" → {asked.on.isoformat()}" if asked.on else ""
    _told(front, asked, esc(one_line(f"{asked.office}: {asked.text}{again}", 500)), "contact")


def _results(front: Front, asked: CaseActInput) -> None:
    lines, lost = read_text(asked.text)
    taken = front.desk.followups.results(asked.case_id, lines, lost, by=asked.by)
    _told(front, asked, results_lines(taken, front.words), "results")


def _merge(front: Front, asked: CaseActInput) -> None:
    gone, kept = front.desk.merging.merge(asked.case_id, case_named(asked.what), by=asked.by)
    _told(front, asked, front.words("casework.merged", one=gone.case_id, other=kept.case_id), "merge")
    refresh(front, kept.case_id)


def _split(front: Front, asked: CaseActInput) -> None:
    named = list(map(listing_named, asked.text.replace(",", " ").split()))
    left, new = front.desk.merging.split(asked.case_id, named, by=asked.by)
    _told(front, asked, front.words("casework.split", one=left.case_id, other=new.case_id), "split")
    if left.ts:
        posted = front.poster.post(left.channel, _card_of(front, new))
        front.desk.cases.in_channel(new.case_id, posted.channel, posted.ts)
        refresh(front, new.case_id)


def _undo(front: Front, asked: CaseActInput) -> None:
    case, other = front.desk.merging.undo(asked.case_id, by=asked.by)
    _told(front, asked, front.words("casework.undone", one=case.case_id, other=other.case_id), "undo")
    refresh(front, other.case_id)


def _reopen(front: Front, asked: CaseActInput) -> None:
    front.desk.cases.reopen(asked.case_id, asked.text, by=asked.by)
    _told(front, asked, esc(one_line(asked.text, 500)), "reopen")


def _look(front: Front, asked: CaseActInput) -> None:
    _told(front, asked, looked_lines(front.desk.followups.look(asked.case_id), front.words), "look")


def _similar(front: Front, asked: CaseActInput) -> None:
    text = similar_lines(front.desk.cases.similar(asked.case_id), front.reader)
    front.poster.whisper(asked.place, card(text, [section(text)]))


def _first_page(front: Front, asked: CaseActInput) -> None:
    _listings(front, asked.case_id, asked.place, 1)


def _export(front: Front, asked: CaseActInput) -> None:
    case = front.desk.cases.get(asked.case_id)
    path = front.desk.casefiles.write(asked.case_id, by=asked.by)
    try:
        front.poster.upload(
            Posted(channel=case.channel, ts=case.ts), [path], front.words("casework.exported")
        )
    except MarqueError:
        in_thread(front, case, front.words("casework.exported_here", path=esc(str(path))))


def _listings(front: Front, case_id: CaseId, place: Place, page: int) -> None:
    cases = front.desk.cases
    entries = cases.listings(case_id, limit=PAGE, page=page)
    times = front.desk.followups.times(case_id)
    shown = listings_card(cases.get(case_id), page, entries, cases.counts(case_id), times, front.reader)
    front.poster.whisper(place, shown)


def _told(front: Front, asked: CaseActInput, text: str, act: str) -> None:
    """Say in the thread who did what, and bring the card up to date."""
    case = front.desk.cases.get(asked.case_id)
    what = front.words(f"casework.act.{act}")
    in_thread(front, case, f"*{what}* <@{asked.by}>: {text}")
    refresh(front, asked.case_id)


def _card_of(front: Front, case: Case) -> Card:
    text = f"{case.case_id} {esc(one_line(case.title, 100))}"
    return card(text, [section(text)])


def _day_in(text: str) -> date | None:
    for word in text.split():
        try:
            return date.fromisoformat(word)
        except ValueError:
            continue
    return None


Act = Callable[[Front, CaseActInput], None]
AT_ONCE: dict[str, Act] = {
    "listings": _first_page,
    "look": _look,
    "similar": _similar,
    "undo": _undo,
    "export": _export,
}
ACTS: dict[str, Act] = {
    "deputy": _deputy, "due": _due, "status": _status, "outcome": _outcome, "cost": _cost,
    "contact": _contact, "results": _results, "merge": _merge, "split": _split, "reopen": _reopen,
}  # fmt: skip
