"""``/watch``: what was looked at, a look now, triage, and the rules of what goes where."""

from slack_bolt import App

from bot.slack.blocks.watches import sweep_card, watch_card
from bot.slack.front import Front
from bot.slack.ids import ActionId
from bot.slack.listeners import rules, tips, triage
from bot.slack.listeners.cockpit import cut_off
from bot.slack.payloads import Click, SlashCommand
from bot.slack.subcommands import Sub, SubCommands


def register(app: App, front: Front) -> None:
    """Tell Bolt. *triage* and *add* open their modals at once; the rest goes to the pool from there."""
    front.on_command(app, "/watch", WATCH, at_once=True)
    front.on_click(app, ActionId.TRY_AGAIN, try_again)


def try_again(front: Front, click: Click) -> None:
    """Send what was set aside after all."""
    count = front.desk.watches.try_again(by=click.place.person)
    front.tell(click.place, front.reader("watch.trying_again", count=count))


def sweep(front: Front, command: SlashCommand) -> None:
    """Look at every source now."""
    front.tell(command.place, front.reader("watch.sweeping"))
    front.keep(command.place.person, "sweep.asked", "watch", {})
    front.poster.whisper(command.place, sweep_card(front.desk.watches.sweep(), front.reader))


def status(front: Front, command: SlashCommand) -> None:
    """The newest look at each source, and what waits."""
    desk = front.desk
    health, levels, untold = desk.health.now(), desk.levels.now(), desk.rules.untold()
    shown = watch_card(desk.watches.status(), health, front.reader, levels, untold)
    front.poster.whisper(command.place, shown)
    if told := cut_off(front):
        front.tell(command.place, told)


def begin_triage(front: Front, command: SlashCommand) -> None:
    """Judge what was found."""
    triage.begin(front, command.place, command.trigger_id)


def begin_rules(front: Front, command: SlashCommand) -> None:
    """Which alerts go where."""
    rules.begin(front, command.place, command.trigger_id)


WATCH = SubCommands(
    "/watch",
    {
        "status": Sub(work=status, also=("状态", "情况")),
        "sweep": Sub(work=sweep, also=("scan", "look", "now", "扫描", "立即查看")),
        "triage": Sub(work=begin_triage, also=("judge", "分诊", "判断"), at_once=True),
        "rules": Sub(work=begin_rules, also=("rule", "规则"), at_once=True),
        "add": Sub(work=tips.add, also=("report", "添加", "举报"), at_once=True),
    },
    empty="status",
)
