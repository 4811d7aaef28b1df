"""The habits of this room, checked: short listeners, ids in one enum, Slack's dictionaries in two modules."""

import ast
import re
from pathlib import Path

import bot.slack
import bot.slack.blocks
import bot.slack.listeners
from tests.every import every

ROOM = Path(next(iter(bot.slack.__path__)))
FILES = sorted(ROOM.rglob("*.py"))
LISTENERS = sorted((ROOM / "listeners").glob("*.py"))
LONGEST = 25
PARSERS = ("parsing.py", "kept.py")


@every(LISTENERS, lambda path: path.stem)
def test_listeners_have_at_most_25_lines_and_no_if_deeper_than_one(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.body[0].lineno < LONGEST, node.name
            assert _depth(node) <= 1, node.name


@every([p for p in FILES if p.name != "ids.py"], lambda path: path.stem)
def test_no_id_is_written_out_outside_the_enum(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not re.search(r'(?:action_id|callback_id|block_id)\s*[=:]\s*f?"', code)
    assert not re.search(r'\.(?:action|view|block_action|view_submission)\(\s*"', code)


@every([p for p in FILES if p.name not in PARSERS], lambda path: path.stem)
def test_slacks_dictionaries_are_looked_into_in_two_modules_only(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(?:body|view|event|action|payload)\[", code)
    assert not re.search(r'\b(?:view|event|action|payload)\.get\("', code)


def test_blocks_know_no_client_clock_or_store() -> None:
    for path in sorted((ROOM / "blocks").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"WebClient|\.unit\(\)|datetime\.now|Poster\b", code), path.name


def test_each_room_of_listeners_registers_itself() -> None:
    from bot.slack.app import ROOMS

    named = {room.__name__.rsplit(".", 1)[1] for room in ROOMS}
    shared = {"__init__", "calls", "cockpit", "draft_files", "draft_requests"}
    shared |= {"overheard", "previews", "threads", "verbs"}
    assert named == {path.stem for path in LISTENERS} - shared


def _depth(node: ast.AST) -> int:
    """How deep ``if`` stands in ``if``; an ``elif`` is no deeper than its ``if``."""
    if isinstance(node, ast.If):
        inside = max(map(_depth, node.body), default=0)
        return max(1 + inside, *[_depth(each) for each in node.orelse], 1)
    return max(map(_depth, ast.iter_child_nodes(node)), default=0)
