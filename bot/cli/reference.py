"""The reference pages of docs/, written from the code: ``python -m bot.cli.reference`` writes both anew."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings, field_of

DOCS = Path(__file__).parents[2] / "docs"
MADE = "<!-- Made by `make docs` from the code; a test compares. -->"

SETTINGS_INTRO = """\
Environment variables, or a `.env` file in the working directory. What each marketplace's keys are: [sources.md](sources.md)."""
COMMANDS_INTRO = """\
Every command takes `--json` where a machine may read it; JSON alone goes to standard output. Exit status: 0 done, 1 a \
finding you asked about, 2 wrong use or input, 3 something outside failed. `--home DIR`, before the command, names the one \
directory with all state; `--lang zh`, before it, tells refusals in Chinese."""


def settings_page() -> str:
    """Every setting with its meaning and default, as a table in Markdown."""
    fields = Settings.model_fields
    rows = [
        f"| `{variable}` | {fields[name].description} | {_default(fields[name])} |"
        for variable, name in field_of(Settings).items()
    ]
    head = f"# Settings\n\n{MADE}\n\n{SETTINGS_INTRO}\n\n| setting | meaning | default |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def commands_page() -> str:
    """Every command with what it does and takes, in Markdown."""
    import typer

    from bot.cli.app import app

    top: Any = typer.main.get_command(app)
    return "\n".join(["# Commands", "", MADE, "", COMMANDS_INTRO, "", *_commands("marque", top)])


def _default(field: FieldInfo) -> str:
    value: object = field.default
    if isinstance(value, SecretStr) or value in (None, "", ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`"


def _commands(path: str, group: Any) -> Iterator[str]:
    import typer

    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "commands"):
            yield from _commands(f"{path} {name}", command)
            continue
        words = [f"{{{p.name}}}" for p in command.params if p.param_type_name == "argument"]
        options = [
            p
            for p in command.params
            if p.param_type_name == "option" and p.opts[0] not in {"--help", "--json"}
        ]
        yield f"## `{' '.join([path, name, *words])}`"
        yield ""
        yield _one_line(command.help)
        yield ""
        yield from (f"- `{' '.join(option.opts)}` {_one_line(option.help)}".rstrip() for option in options)
        if options:
            yield ""


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def main() -> None:
    """Write the pages."""
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
