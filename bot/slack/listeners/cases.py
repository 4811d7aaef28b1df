"""Cases: their threads, the buttons and forms on their cards, what closing one asks first, and ``/case``."""

from slack_bolt import App

from bot.domain.cases import CaseQuery, CaseStatus, case_named, case_number
from bot.domain.errors import StillUp
from bot.domain.ids import CaseId, PersonId
from bot.slack.blocks.case_forms import assign_form, close_form, note_form, still_up_card
from bot.slack.blocks.case_lists import case_list
from bot.slack.blocks.text import clip, esc, one_line
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField, Ref
from bot.slack.listeners import casework, deadlines, evidence
from bot.slack.listeners.threads import in_thread, refresh, whole_card
from bot.slack.naming import person_in
from bot.slack.payloads import Click, ModalForm, Place, SlashCommand
from bot.slack.subcommands import Sub, SubCommands


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/case", CASE)
    front.on_click(app, ActionId.NOTE, ask_note, at_once=True)
    front.on_click(app, ActionId.ASSIGN, ask_owner, at_once=True)
    front.on_click(app, ActionId.CLOSE, ask_end, at_once=True)
    front.on_click(app, ActionId.CLOSE_ANYWAY, close_anyway)
    front.on_click(app, ActionId.KEEP_OPEN, keep_open)
    front.on_form(app, FormId.NOTE, note)
    front.on_form(app, FormId.ASSIGN, assign)
    front.on_form(app, FormId.CLOSE, close)


def show(front: Front, command: SlashCommand) -> None:
    """``/case show C-000012``, or 12 for short."""
    case = front.desk.cases.get(case_named(command.text))
    front.poster.whisper(command.place, whole_card(front, case, front.reader))


def show_named(front: Front, command: SlashCommand) -> bool:
    """``/case 12``: shown where the word is the number of a case."""
    if case_number(command.text) is None:
        return False
    show(front, command)
    return True


def evidence_of(front: Front, command: SlashCommand) -> None:
    """What was captured of a case, and how far it carries."""
    front.poster.whisper(command.place, evidence.card_of(front, case_named(command.text), front.reader))


def list_cases(front: Front, command: SlashCommand) -> None:
    """A page of the cases that fit the words: mine, open, overdue, a status, a page's number."""
    said = {word.lower() for word in command.text.split()}
    status = next((each for each in CaseStatus if each.value in said and each.value != "open"), None)
    query = CaseQuery(
        status=status,
        open_only=bool(said & {"open", "进行中"}),
        owner=command.place.person if said & {"mine", "我的"} else None,
        overdue_on=front.today if said & {"overdue", "逾期"} else None,
    )
    page = next((int(word) for word in said if word.isdigit()), 1) or 1
    found, total = front.desk.cases.find(query, page=page)
    front.poster.whisper(command.place, case_list(found, total, page, front.reader))


def ask_note(front: Front, click: Click) -> None:
    """Ask for a note in a modal."""
    front.poster.open(click.trigger_id, note_form(_about(click), front.reader))


def ask_owner(front: Front, click: Click) -> None:
    """Ask whose the case is."""
    wanted = click.place.person if click.ref.suggested == "me" else person_in(click.ref.suggested)
    owner = wanted or front.desk.cases.get(click.ref.case).owner or ""
    front.poster.open(click.trigger_id, assign_form(_about(click), owner, front.reader))


def ask_end(front: Front, click: Click) -> None:
    """Ask how the case ended."""
    front.poster.open(click.trigger_id, close_form(_about(click), front.reader))


def note(front: Front, form: ModalForm) -> None:
    """Keep the note and say so in the thread."""
    take_note(front, form.ref.case, form.text(ModalField.NOTE), form.place)


def assign(front: Front, form: ModalForm) -> None:
    """Give the case to a person."""
    give(front, form.ref.case, PersonId(form.text(ModalField.OWNER)), form.place)


def close(front: Front, form: ModalForm) -> None:
    """Close the case."""
    end(front, form.ref.case, form.text(ModalField.REASON), form.place)


def close_anyway(front: Front, click: Click) -> None:
    """*All the same*: the case ends, or counts as taken down, though listings are up."""
    ref = click.ref
    if ref.kind == CaseStatus.DOWN:
        case = front.desk.cases.move_to(ref.case, CaseStatus.DOWN, by=click.place.person, anyway=True)
        casework.told_status(front, case, click.place)
    else:
        end(front, ref.case, ref.reason, click.place, anyway=True)


def keep_open(front: Front, click: Click) -> None:
    """*Keep it open*: nothing changes but the trail."""
    front.desk.cases.keep_open(click.ref.case, by=click.place.person)
    front.tell(click.place, front.reader("case.still_up.kept", case=click.ref.case))


def take_note(front: Front, case_id: CaseId, text: str, at: Place) -> None:
    """Put a note on the case."""
    case, note = front.desk.cases.note(case_id, text, by=at.person), esc(one_line(text, 1_000))
    in_thread(front, case, at, lambda words: words("case.noted", who=f"<@{at.person}>", note=note))


def give(front: Front, case_id: CaseId, owner: PersonId, at: Place) -> None:
    """Assign the case."""
    case = front.desk.cases.assign(case_id, owner, by=at.person)
    refresh(front, case_id)
    in_thread(
        front, case, at, lambda words: words("case.assigned", who=f"<@{at.person}>", owner=f"<@{owner}>")
    )


def end(front: Front, case_id: CaseId, reason: str, place: Place, *, anyway: bool = False) -> None:
    """Close the case with its reason; where listings are still up, ask first."""
    by = place.person
    try:
        case = front.desk.cases.close(case_id, reason, by=by, anyway=anyway)
    except StillUp as found:
        about = Ref(case=case_id, kind=CaseStatus.CLOSED.value, reason=clip(reason, 500))
        front.poster.whisper(place, still_up_card(about, found.count, front.reader))
        return
    why = esc(one_line(reason, 1_000))
    refresh(front, case_id)
    in_thread(front, case, place, lambda words: words("case.closed", who=f"<@{by}>", reason=why))


def _about(click: Click) -> Ref:
    ref = click.ref
    return Ref(case=ref.case, channel=click.place.channel, thread=click.place.thread, suggested=ref.suggested)


CASE = SubCommands(
    "/case",
    {
        "list": Sub(work=list_cases, also=("列表", "全部")),
        "show": Sub(work=show, also=("open", "查看", "显示")),
        "deadlines": Sub(work=deadlines.list_all, also=("deadline", "clocks", "期限", "截止")),
        "contact": Sub(work=casework.contacts_command, also=("contacts", "联系", "沟通")),
        "evidence": Sub(work=evidence_of, also=("证据",)),
        "accuracy": Sub(work=casework.accuracy_command, also=("success", "准确率", "成功率")),
    },
    empty="list",
    otherwise=show_named,
    pooled=True,
)
