"""``/rights``: the register, what of it expires, what it covers, and whether the team is ready to act."""

from slack_bolt import App

from bot.slack.blocks.preparation import coverage_card, preparation_card
from bot.slack.blocks.rights import expiring_card, rights_card
from bot.slack.front import Front
from bot.slack.payloads import SlashCommand
from bot.slack.subcommands import Sub, SubCommands


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/rights", RIGHTS)


def listed(front: Front, command: SlashCommand) -> None:
    """The register."""
    front.poster.whisper(command.place, rights_card(front.desk.rights.on(), front.reader))


def expiring(front: Front, command: SlashCommand) -> None:
    """What of it ends within a year."""
    front.poster.whisper(command.place, expiring_card(front.desk.rights.on(), front.today, front.reader))


def checked(front: Front, command: SlashCommand) -> None:
    """Whether the team is ready to act."""
    front.poster.whisper(command.place, preparation_card(front.desk.rights.prepared(), front.reader))


def covered(front: Front, command: SlashCommand) -> None:
    """Which goods the register covers."""
    front.poster.whisper(command.place, coverage_card(front.desk.rights.coverage(), front.reader))


RIGHTS = SubCommands(
    "/rights",
    {
        "list": Sub(work=listed, also=("all", "show", "列表", "全部")),
        "expires": Sub(work=expiring, also=("expire", "expiring", "expiry", "what", "到期", "期限")),
        "check": Sub(work=checked, also=("ready", "检查", "准备")),
        "coverage": Sub(work=covered, also=("cover", "covers", "覆盖", "范围")),
    },
    empty="list",
    pooled=True,
)
