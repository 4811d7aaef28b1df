"""Cases: their threads, the buttons and forms on their cards, and ``/case``."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.cases import CaseQuery, CaseStatus
from bot.domain.ids import CaseId, PersonId
from bot.slack.blocks.cases import assign_form, case_list, close_form, note_form
from bot.slack.blocks.text import esc, one_line
from bot.slack.front import Front
from bot.slack.ids import ActionId, Field, FormId, Ref
from bot.slack.listeners import casework, deadlines, evidence
from bot.slack.listeners.threads import in_thread, refresh, whole_card
from bot.slack.payloads import Click, Command, Form


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/case", case_command)
    front.on_click(app, ActionId.NOTE, ask_note, at_once=True)
    front.on_click(app, ActionId.ASSIGN, ask_owner, at_once=True)
    front.on_click(app, ActionId.CLOSE, ask_end, at_once=True)
    front.on_form(app, FormId.NOTE, note)
    front.on_form(app, FormId.ASSIGN, assign)
    front.on_form(app, FormId.CLOSE, close)


def case_command(front: Front, command: Command) -> None:
    """``/case list mine|open|STATUS [PAGE]``, ``/case show C-000012``, ``/case deadlines|contact|evidence|accuracy``."""
    word, *rest = command.text.split() or ["list"]
    known = {"list": list_cases, "deadlines": deadlines.list_all, "contact": casework.contacts_command}
    if word.lower() in known:
        known[word.lower()](front, command, rest)
    elif word.lower() == "evidence" and rest:
        front.poster.whisper(command.place, evidence.card_of(front, CaseId(rest[0].upper())))
    elif word.lower() == "accuracy":
        casework.accuracy_command(front, command)
    else:
        name = rest[0] if word.lower() == "show" and rest else word
        front.poster.whisper(command.place, whole_card(front, front.desk.cases.get(CaseId(name.upper()))))


def list_cases(front: Front, command: Command, words: list[str]) -> None:
    """A page of the cases that fit the words: mine, open, overdue, a status, a page's number."""
    said = {word.lower() for word in words}
    status = next((each for each in CaseStatus if each.value in said and each.value != "open"), None)
    query = CaseQuery(
        status=status,
        open_only="open" in said,
        owner=command.place.person if "mine" in said else None,
        overdue_on=front.today if "overdue" in said else None,
    )
    page = next((int(word) for word in words if word.isdigit()), 1) or 1
    found, total = front.desk.cases.find(query, page=page)
    front.poster.whisper(command.place, case_list(found, total, page, front.words))


def ask_note(front: Front, click: Click) -> None:
    """Ask for a note in a modal."""
    front.poster.open(click.trigger_id, note_form(_about(click), front.words))


def ask_owner(front: Front, click: Click) -> None:
    """Ask whose the case is."""
    owner = front.desk.cases.get(click.ref.case).owner or ""
    front.poster.open(click.trigger_id, assign_form(_about(click), owner, front.words))


def ask_end(front: Front, click: Click) -> None:
    """Ask how the case ended."""
    front.poster.open(click.trigger_id, close_form(_about(click), front.words))


def note(front: Front, form: Form) -> None:
    """Keep the note and say so in the thread."""
    take_note(front, form.ref.case, form.text(Field.NOTE), form.place.person)


def assign(front: Front, form: Form) -> None:
    """Give the case to a person."""
    give(front, form.ref.case, PersonId(form.text(Field.OWNER)), form.place.person)


def close(front: Front, form: Form) -> None:
    """Close the case."""
    end(front, form.ref.case, form.text(Field.REASON), form.place.person)


def take_note(front: Front, case_id: CaseId, text: str, by: PersonId) -> None:
    """Put a note on the case."""
    case = front.desk.cases.note(case_id, text, by=by)
    in_thread(front, case, front.words("case.noted", who=f"<@{by}>", note=esc(one_line(text, 1_000))))


def give(front: Front, case_id: CaseId, owner: PersonId, by: PersonId) -> None:
    """Assign the case."""
    case = front.desk.cases.assign(case_id, owner, by=by)
    in_thread(front, case, front.words("case.assigned", who=f"<@{by}>", owner=f"<@{owner}>"))
    refresh(front, case_id)


def end(front: Front, case_id: CaseId, reason: str, by: PersonId) -> None:
    """Close the case with its reason."""
    case = front.desk.cases.close(case_id, reason, by=by)
    in_thread(front, case, front.words("case.closed", who=f"<@{by}>", reason=esc(one_line(reason, 1_000))))
    refresh(front, case_id)


def _about(click: Click) -> Ref:
    return Ref(case=click.ref.case, channel=click.place.channel, thread=click.place.thread)
