"""The route picker: ``/ask options``, a button on the Home tab and on a case; ends in *Draft this*."""

from slack_bolt import App

from bot.slack.blocks.routes import routes_card
from bot.slack.blocks.routes_form import routes_form
from bot.slack.front import Front
from bot.slack.ids import ROUTE, ActionId, FormId, ModalField, Ref
from bot.slack.payloads import Click, ModalForm, SlashCommand
from bot.slack.subcommands import Sub


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_click(app, ActionId.CHOOSE_ROUTE, ask, at_once=True)
    front.on_form(app, FormId.ROUTES, show)


def options_command(front: Front, command: SlashCommand) -> None:
    """``/ask options``: the questions in a modal."""
    about = Ref(channel=command.place.channel)
    front.poster.open(command.trigger_id, routes_form(front.desk.routes.questions, {}, about, front.reader))


def ask(front: Front, click: Click) -> None:
    """*Choose a route*: on a case the modal comes filled in with what the case tells."""
    case = click.ref.case
    about = Ref(case=case, channel=click.place.channel, thread=click.place.thread)
    known = front.desk.routes.known(case) if case else {}
    front.poster.open(click.trigger_id, routes_form(front.desk.routes.questions, known, about, front.reader))


def show(front: Front, form: ModalForm) -> None:
    """The routes: in the thread of a case for everybody, else to this person, or to the channel where they choose so."""
    about = form.ref
    public = bool(about.channel) and (bool(about.case) or form.text(ModalField.SEEN_BY) == "all")
    answers = {question.id: form.text(ROUTE + question.id) for question in front.desk.routes.questions}
    words = front.words if public else front.reader
    options = front.desk.routes.pick(answers, language=words.language)
    kinds = {kind.kind for kind in front.desk.drafts.kinds()}
    shown = routes_card(options, kinds, about, front.today, words, front.register)
    front.keep(
        form.place.person,
        "routes.picked",
        about.case or "routes",
        {"answers": answers, "routes": [option.route.id for option in options]},
    )
    if public:
        front.poster.post(about.channel, shown, thread=about.thread)
    else:
        front.poster.whisper(form.place, shown)


OPTIONS = Sub(
    work=options_command, also=("option", "routes", "选项", "途径", "方案"), at_once=True, alone=True
)
"""What somebody writes after ``/ask`` who wants the picker and no answer."""
