"""The commands, global options, and the one place that turns errors into sentences and exit statuses (exit codes)."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from bot.cli.context import overrides, settings, told
from bot.cli.printing import err
from bot.domain.errors import MarqueError, Outside, WrongInput
from bot.domain.secrets import struck
from bot.domain.sentences import sentence
from bot.logs import set_up

_COMMANDS = {
    "demo": "demo.demo", "run": "run_bot.run", "ask": "ask.ask", "screen": "screen.screen",
    "draft": "draft.app", "brand": "brand.app", "sources": "sources.app", "rights": "records.rights",
    "cases": "cases.app", "look": "cases.look", "accuracy": "contacts.accuracy",
    "contacts": "contacts.app", "alerts": "records.alerts", "deadlines": "deadlines.app",
    "weights": "weights.app", "law": "law.law", "options": "options.options", "guidance": "guidance.app",
    "gaps": "gaps.gaps", "eval": "eval.evaluate", "evidence": "evidence.app",
    "templates": "templates.app", "audit": "audit.app", "prepare": "prepare.prepare",
    "coverage": "prepare.coverage", "counsel": "counsel.app", "report": "report.report",
    "squatting": "prepare.squatting", "infringers": "infringers.app", "backup": "backup.backup",
    "restore": "backup.restore", "retention": "retention.retention", "erase": "retention.erase",
    "triage": "triage.app", "doctor": "doctor.doctor",
}  # fmt: skip
"""Every command with the module below this one that holds it: a command loads its own, help loads all."""


class _Commands(TyperGroup):
    """The commands, each loaded when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(".")
        found = getattr(import_module(f"bot.cli.{module}"), name)
        holder = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=cmd_name)
            return get_group(holder).get_command(ctx, cmd_name)
        holder.command(cmd_name)(found)
        return get_command(holder)


app = typer.Typer(
    name="marque",
    cls=_Commands,
    help="A Slack assistant for brand-protection teams: answers, alerts, notices.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_WrongUse: type[typer.BadParameter] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What a wrong command, option or argument raises: newer Typer carries a Click of its own."""

_PLACES = frozenset({
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EPERM,
    errno.EROFS,
})  # fmt: skip
"""What is wrong with a file or folder that somebody named, and with nothing of ours."""

_FULL, FULL = frozenset({errno.ENOSPC, errno.EDQUOT}), "the disk is full; make room, then try again"
"""Python names the file that is read, where one is copied to a full disk."""

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The one directory with all state; default MARQUE_HOME or ~/.marque."),
]


Language = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", help="What the command says: en or zh; default MARQUE_INTERFACE_LANGUAGE."),
]


@app.callback()
def _marque(home: Home = None, lang: Language = None) -> None:
    os.umask(0o077)  # what is kept holds personal data: nobody else on this machine reads it
    overrides.home, overrides.language = home, lang
    settings.cache_clear()
    set_up(settings().log_level, settings().log_format)


def run() -> None:
    """Run the command line and end the process with its status."""
    status = _status()
    gc.freeze()  # Python looks through all that is left for garbage, else, before it ends
    sys.exit(status)


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    """Bytes that are no UTF-8 may name a file that is there, and nothing else: no store takes them.

    Raises:
        WrongInput: an argument holds such bytes.
    """
    for number, each in enumerate(arguments, 1):
        if (
            not each.isprintable()
            and each != each.encode(errors="ignore").decode()
            and not os.path.lexists(each)
        ):
            raise WrongInput("argument {number} is not written in UTF-8", number=number)


def _status() -> int:
    set_up("INFO")
    try:
        _refuse_unreadable(sys.argv[1:])
        result = app(standalone_mode=False)
    except typer.Abort:
        return 130
    except typer.Exit as ended:
        return ended.exit_code
    except MarqueError as failure:
        err.print(told(failure.sentence), style="red", markup=False)
        return failure.exit_status
    except _WrongUse as fault:
        fault.show()
        return 2
    except Exception as failure:  # noqa: BLE001  # the last door: logged with its trace, told in a sentence
        if isinstance(failure, OSError) and failure.errno in _FULL:
            err.print(told(sentence(FULL)), style="red", markup=False)
            return Outside.exit_status
        if isinstance(failure, OSError) and failure.errno in _PLACES and failure.filename:
            place = sentence("cannot use {file}: {fault}", file=failure.filename, fault=failure.strerror)
            err.print(told(place), style="red", markup=False)
            return WrongInput.exit_status
        structlog.get_logger("marque").error("unexpected", exc_info=failure)
        err.print(
            f"Marque met an error it does not know: {struck(repr(failure))}. The lines above say where.",
            style="red",
            markup=False,
        )
        return 3
    return result if isinstance(result, int) else 0
