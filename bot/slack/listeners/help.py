"""Help, status, and ``/marque`` for everything; mentions and direct messages sorted to what they want."""

from dataclasses import replace

from slack_bolt import App

from bot.slack.blocks.help import help_card
from bot.slack.blocks.law_change import law_change_card
from bot.slack.front import Front
from bot.slack.ids import ActionId
from bot.slack.listeners import (
    cases,
    counsel,
    drafts,
    handed,
    home,
    overheard,
    questions,
    rights,
    routes,
    setup,
    verbs,
    watches,
)
from bot.slack.listeners.cockpit import age_of_law, checks
from bot.slack.parsing import parse_said
from bot.slack.payloads import SlashCommand, UserMessage
from bot.slack.subcommands import Sub, SubCommands


def register(app: App, front: Front) -> None:
    """Tell Bolt. ``/marque draft`` and ``/marque watch triage`` open a modal at once; the rest goes to the pool from there."""
    front.on_command(app, "/marque", MARQUE, at_once=True)
    front.on_event(app, "app_mention", parse_said, said)
    front.on_event(app, "message", parse_said, said, overheard.heard)


def status(front: Front, command: SlashCommand) -> None:
    """How the bot stands: sources, and what is not set up."""
    watches.status(front, command)
    if refused := front.foreign.refused.total():
        front.tell(command.place, front.reader("setup.foreign", count=refused))
    missing = [front.reader(f"setup.{name}.missing") for name, done in checks(front) if not done]
    front.tell(command.place, " ".join(missing) or front.reader("setup.complete"))
    front.tell(command.place, age_of_law(front))


def law_change(front: Front, command: SlashCommand) -> None:
    """What the change of the Trademark Law touches of the open work."""
    found = front.desk.law_change.touched()
    front.poster.whisper(command.place, law_change_card(found, front.reader, front.register))


def show_help(front: Front, command: SlashCommand) -> None:
    """What the bot can do."""
    front.poster.whisper(command.place, help_card(COMMANDS, front.reader))


def said(front: Front, said: UserMessage) -> None:
    """A mention or a direct message: files, help, an act on the thread's case or draft, or a question."""
    if (outside := front.admission.counsel(said.place.person)) is not None:
        counsel.show_shared(front, said.place, outside)
        return
    matter = verbs.thread_of(front, said) if said.files else None
    if matter is not None:
        handed.dropped(front, said, matter.case_id)
        return
    if said.files and said.direct:
        front.require(said.place, ActionId.TAKE_IN)
        setup.dropped(front, said)
        return
    if said.text.lower().strip(" .?") in {"", "help", "帮助"} and not verbs.thread_of(front, said):
        words = front.words_in(said.place.channel, said.place.person)
        front.poster.post(said.place.channel, help_card(COMMANDS, words), thread=said.root)
    elif not verbs.act(front, said):
        questions.ask_in_thread(front, said)


def unknown(front: Front, command: SlashCommand, sentence: str) -> None:
    """A word that means nothing: said so, above what the bot can do."""
    front.poster.whisper(command.place, help_card(COMMANDS, front.reader, sentence))


MARQUE = SubCommands(
    "/marque",
    {
        "ask": Sub(work=questions.ASK, also=("问", "提问"), at_once=True),
        "draft": Sub(work=drafts.draft_command, also=("notice", "起草", "通知"), at_once=True),
        "watch": Sub(work=watches.WATCH, also=("监测",), at_once=True),
        "rights": Sub(work=rights.RIGHTS, also=("right", "权利")),
        "case": Sub(work=cases.CASE, also=("cases", "案件")),
        "options": replace(routes.OPTIONS, alone=False),
        "2027": Sub(work=law_change, also=("law", "新法")),
        "report": Sub(work=home.report, also=("pdf", "报告"), at_once=True),
        "infringers": Sub(work=home.infringers, also=("groups", "关联店铺"), at_once=True),
        "counsel": Sub(work=counsel.show, also=("外部律师",), at_once=True),
        "setup": Sub(work=setup.setup, also=("install", "设置")),
        "status": Sub(work=status, also=("状态",)),
        "help": Sub(work=show_help, also=("帮助",)),
    },
    empty="help",
    unknown=unknown,
)
_SHORT = {
    "/ask": ("in-channel", "options"),
    "/draft": (),
    **{each.command: tuple(each.subs) for each in (watches.WATCH, rights.RIGHTS, cases.CASE)},
}
_OWN = (sub for sub in MARQUE.subs if f"/{sub}" not in _SHORT and sub not in _SHORT["/ask"])
COMMANDS = {**_SHORT, MARQUE.command: tuple(_OWN)}
"""Every command with the words it knows, for the help; what ``/marque`` takes of another stands with that."""
