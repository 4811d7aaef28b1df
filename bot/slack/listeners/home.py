"""The Home tab as it is opened and pressed, and suggested prompts in the messages tab."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_bolt import App

from bot.domain.ids import PersonId
from bot.domain.roles import Role
from bot.ports import Posted
from bot.slack.blocks.alerts import looking_view
from bot.slack.blocks.home_forms import period_form, question_form
from bot.slack.blocks.infringers import GROUPS, groups_view
from bot.slack.front import Front
from bot.slack.ids import ActionId, FormId, ModalField
from bot.slack.listeners import questions
from bot.slack.listeners.cockpit import queue_of, republish
from bot.slack.listeners.drafts import TOGETHER
from bot.slack.listeners.threads import whole_card
from bot.slack.parsing import parse_looking, parse_opened
from bot.slack.payloads import Click, ModalForm, Opened, Place, SlashCommand

PROMPTS = ("squatted", "takedown", "counter", "renew")


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_event(app, "app_home_opened", parse_opened, opened)
    front.on_event(app, "app_context_changed", parse_looking, opened)
    front.on_click(app, ActionId.ASK_QUESTION, ask, at_once=True)
    front.on_form(app, FormId.ASK_QUESTION, asked)
    front.on_click(app, ActionId.SHOW_CASE, show_case)
    front.on_click(app, ActionId.REPORT_PDF, report, at_once=True)
    front.on_form(app, FormId.PERIOD, period_chosen)
    front.on_click(app, ActionId.INFRINGERS, infringers, at_once=True)


def opened(front: Front, opening: Opened) -> None:
    """Show the Home tab, or suggest what could be asked."""
    who = opening.place.person
    if opening.tab == "home" or front.admission.counsel(who) is not None:
        republish(front, who)
        return
    prompts = [
        (front.reader(f"prompt.{name}.title", case=case), front.reader(f"prompt.{name}.message", case=case))
        for name, case in _prompts(front, who, opening.beside)
    ]
    front.poster.suggest(opening.place.channel, front.reader("prompt.heading"), prompts)


def _prompts(front: Front, who: PersonId, beside: Place | None) -> list[tuple[str, str]]:
    """What this person may want to ask now, what they look at and their own work first; with the case that it is about."""
    queue = queue_of(front, who)
    own: list[tuple[str, str]] = []
    if beside and front.admission.holds(who, Role.ANALYST):
        own += _about(front, beside)
    own += [("next", case.case_id) for case, _ in queue.cases[:1]]
    own += [("waiting", "")] if queue.to_approve else []
    own += [("due", "")] if queue.due else []
    return list(dict.fromkeys([*own, *((name, "") for name in PROMPTS)]))[: len(PROMPTS)]


def _about(front: Front, beside: Place) -> list[tuple[str, str]]:
    """What is asked beside a case's or a draft's messages, and in the team's channels."""
    draft = front.desk.drafts.in_thread(beside.channel, beside.thread) if beside.thread else None
    case = front.desk.cases.in_thread(beside.channel, beside.thread) if beside.thread else None
    case_id = draft.case_id if draft else case.case_id if case else None
    options = front.options
    asked: list[tuple[str, str]] = [("next", case_id)] if case_id else []
    asked += [("week", "")] if beside.channel == options.alert_channel else []
    return [*asked, ("waiting", "")] if beside.channel == options.legal_channel else asked


def ask(front: Front, click: Click) -> None:
    """*Ask*: the question in a modal."""
    front.poster.open(click.trigger_id, question_form(front.reader))


def asked(front: Front, form: ModalForm) -> None:
    """Answered in the person's direct messages, as ``/ask`` there is."""
    place = replace(form.place, channel=front.poster.direct(form.place.person), thread="")
    text = form.text(ModalField.QUESTION)
    questions.ask_command(
        front, SlashCommand(key=form.key, place=place, name="/ask", text=text, trigger_id="")
    )


def show_case(front: Front, click: Click) -> None:
    """The whole case, for the person who asked."""
    case = front.desk.cases.get(click.ref.case)
    front.poster.whisper(click.place, whole_card(front, case, front.reader))


def report(front: Front, click: Click | SlashCommand) -> None:
    """*Report as PDF*, ``/marque report``: which days."""
    front.poster.open(click.trigger_id, period_form(front.reader))


def period_chosen(front: Front, form: ModalForm) -> None:
    """The report of those days, into the person's direct messages."""
    span = front.desk.reports.span(form.text(ModalField.PERIOD))
    front.tell(form.place, front.reader("home.report_writing", start=span.start, end=span.end))
    printed = front.desk.reports.printed(span, front.reader.language)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"marque-{span.start}-{span.end}.pdf"
        path.write_bytes(printed)
        place = Posted(channel=front.poster.direct(form.place.person), ts="")
        told = front.reader("home.report_told", start=span.start, end=span.end)
        front.poster.upload(place, [path], told)


def infringers(front: Front, click: Click | SlashCommand) -> None:
    """*Infringer groups*, ``/marque infringers``: a modal at once, then the groups, made now on a first day."""
    view_id = front.poster.open(click.trigger_id, looking_view(front.reader))

    def shown() -> None:
        found = front.desk.infringers.made(GROUPS)
        shops = [{seller.key for seller in each.group.sellers} for each in found]
        confirmed = front.desk.batches.confirmed_at(shops, TOGETHER)
        front.poster.redraw(view_id, groups_view(found, [len(each) for each in confirmed], front.reader))

    front.hand_over(click.place, click.key, shown)
