"""``/marque`` for everything, mentions and direct messages, and the words that act in threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slack_bolt import App

from bot.slack.blocks.help import help_card
from bot.slack.front import Front
from bot.slack.listeners import cases, drafts, questions, rights, routes, verbs, watches
from bot.slack.listeners.home import checks
from bot.slack.payloads import Command, Said, parse_said

COMMANDS: dict[str, Callable[[Front, Command], None]] = {
    "ask": questions.ask_command,
    "rights": rights.rights_command,
    "case": cases.case_command,
}


def register(app: App, front: Front) -> None:
    """Tell Bolt. ``/marque draft`` and ``/marque watch triage`` open a modal at once; the rest goes to the pool from there."""
    front.on_command(app, "/marque", marque_command, at_once=True)
    front.on_event(app, "app_mention", parse_said, said)
    front.on_event(app, "message", parse_said, said)


def marque_command(front: Front, command: Command) -> None:
    """``/marque ask …`` is ``/ask …``; an unknown word shows the help."""
    word, _, rest = command.text.partition(" ")
    inner = replace(command, text=rest.strip())
    at_once = {"draft": drafts.draft_command, "watch": watches.watch_command}.get(word.lower())
    if at_once is not None:
        at_once(front, inner)
        return
    if routes.meant(word) or (word.lower() == "ask" and routes.meant(rest)):
        routes.options_command(front, inner)
        return
    work = {**COMMANDS, "status": status}.get(word.lower(), show_help)
    front.hand_over(command.place, command.key, lambda: work(front, inner))


def status(front: Front, command: Command) -> None:
    """How the bot stands: sources, and what is not set up."""
    watches.status(front, command)
    if refused := front.foreign.refused.total():
        front.tell(command.place, front.words("setup.foreign", count=refused))
    missing = [front.words(f"setup.{name}.missing") for name, done in checks(front) if not done]
    front.tell(command.place, " ".join(missing) or front.words("setup.complete"))


def show_help(front: Front, command: Command) -> None:
    """What the bot can do."""
    front.poster.whisper(command.place, help_card(front.words))


def said(front: Front, said: Said) -> None:
    """A mention or a direct message: help, an act on the thread's case or draft, or a question."""
    if said.text.lower().strip(" .?") in {"", "help", "帮助"} and not verbs.thread_of(front, said):
        front.poster.post(said.place.channel, help_card(front.words), thread=said.root)
    elif not verbs.act(front, said):
        questions.ask_in_thread(front, said)
