"""The commands, and the one place that turns errors into sentences and exit statuses."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot.cli import (
    ask,
    audit,
    backup,
    brand,
    cases,
    deadlines,
    demo,
    doctor,
    draft,
    evidence,
    gaps,
    guidance,
    infringers,
    law,
    options,
    prepare,
    records,
    report,
    retention,
    run_bot,
    screen,
    sources,
    templates,
    triage,
    weights,
)
from bot.cli import eval as evaluation
from bot.cli.context import err, overrides, settings
from bot.domain.errors import MarqueError
from bot.logs import set_up

app = typer.Typer(
    name="marque",
    help="A Slack assistant for brand-protection teams: answers, alerts, notices.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_WrongUse: type[typer.BadParameter] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What a wrong command, option or argument raises: newer Typer carries a Click of its own."""

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The one directory with all state; default MARQUE_HOME or ~/.marque."),
]


@app.callback()
def _marque(home: Home = None) -> None:
    os.umask(0o077)  # what is kept holds personal data: nobody else on this machine reads it
    overrides.home = home
    settings.cache_clear()
    set_up(settings().log_level, settings().log_format)


app.command("demo")(demo.demo)
app.command("run")(run_bot.run)
app.command("ask")(ask.ask)
app.command("screen")(screen.screen)
app.add_typer(draft.app, name="draft")
app.add_typer(brand.app, name="brand")
app.command("sources")(sources.sources)
app.command("rights")(records.rights)
app.add_typer(cases.app, name="cases")
app.command("look")(cases.look)
app.command("accuracy")(cases.accuracy)
app.add_typer(cases.contacts_app, name="contacts")
app.command("alerts")(records.alerts)
app.add_typer(deadlines.app, name="deadlines")
app.add_typer(weights.app, name="weights")
app.command("law")(law.law)
app.command("options")(options.options)
app.add_typer(guidance.app, name="guidance")
app.command("gaps")(gaps.gaps)
app.command("eval")(evaluation.evaluate)
app.add_typer(evidence.app, name="evidence")
app.add_typer(templates.app, name="templates")
app.add_typer(audit.app, name="audit")
app.command("prepare")(prepare.prepare)
app.command("coverage")(prepare.coverage)
app.command("report")(report.report)
app.command("squatting")(prepare.squatting)
app.add_typer(infringers.app, name="infringers")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("retention")(retention.retention)
app.command("erase")(retention.erase)
app.add_typer(triage.app, name="triage")
app.command("doctor")(doctor.doctor)


def run() -> None:
    """Run the command line and end the process with its status."""
    sys.exit(_status())


def _status() -> int:
    set_up("INFO")
    try:
        result = app(standalone_mode=False)
    except typer.Abort:
        return 130
    except typer.Exit as ended:
        return ended.exit_code
    except MarqueError as failure:
        err.print(str(failure), style="red", markup=False)
        return failure.exit_status
    except _WrongUse as fault:
        fault.show()
        return 2
    except Exception as failure:  # noqa: BLE001  # the last door: logged with its trace, told in a sentence
        structlog.get_logger("marque").error("unexpected", exc_info=failure)
        err.print(
            f"Marque met an error it does not know: {failure!r}. The lines above say where.",
            style="red",
            markup=False,
        )
        return 3
    return result if isinstance(result, int) else 0
