"""Every sentence in which the program refuses or tells a failure, gathered from its source with facts put in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bot
from bot.domain import errors

FACT = "Q7"
"""Stands for any fact. No English word, so that what is left in English is the program's own."""

COMMAND_LINE_ONLY = {
    "bot/cli", "bot/playground", "bot/demo", "bot/capture", "bot/reports", "bot/llm", "bot/asking.py", "bot/bootstrap.py",
    "bot/settings.py", "bot/services/casework/casefiles.py", "bot/services/upkeep/retention.py",
    "bot/services/answering/team_documents.py", "bot/services/assessment/verdict_sheets.py",
    "bot/services/casework/infringers.py", "bot/services/assessment/genuine_pictures.py",
    "bot/services/casework/purchases.py", "bot/services/assessment/weights.py", "bot/services/upkeep/reports.py",
    "bot/sources/brandbook.py", "bot/sources/brandtables.py", "bot/sources/exchange.py", "bot/sources/mapping.py",
    "bot/sources/publications.py", "bot/sources/purchases.py", "bot/sources/rates.py", "bot/sources/team_documents.py",
    "bot/sources/verdictsheets.py", "bot/sources/listinglines.py", "bot/store/archive.py", "bot/store/backup.py",
    "bot/store/migrate.py", "bot/slack/app.py", "bot/slack/web", "bot/slack/listeners/installation.py",
    "bot/notices/papers/sheet.py",
}  # fmt: skip
"""What nobody reaches from Slack."""

_OWN = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MarqueError)
}


def sentences() -> Iterator[tuple[str, str]]:
    """Each place where a sentence is made, and the sentence. Of a marketplace's refusal only what it says."""
    root = Path(bot.__path__[0])
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root.parent).as_posix()
        if any(name == only or name.startswith(f"{only}/") for only in COMMAND_LINE_ONLY):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                said = _said(node.func.id, [_text(each) for each in node.args])
                if said:
                    yield f"{name}:{node.lineno}", said


def _said(kind: str, told: list[str]) -> str:
    if kind == "RefusedError":
        return f"could not look at {FACT}: {told[0]}"
    if kind == "QuestionUnusable":
        return ""  # its numbers are its facts; tested by itself
    return str(_OWN[kind](*told)) if kind in _OWN else ""


def _text(node: ast.expr) -> str:
    """The text of an expression, with a fact where the source has a value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else FACT for v in node.values)
    if isinstance(node, ast.IfExp):
        return _text(node.body)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return FACT
