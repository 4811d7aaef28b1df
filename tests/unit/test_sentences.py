"""Every sentence that the code keeps as facts has Chinese words with the same places, and no words are idle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot
from bot.words.telling import wordings

ROOT = Path(bot.__path__[0])
PLACE = re.compile(r"\{(\w+)\}")
NAMES = {"sentence", "Sentence"}


def keys() -> Iterator[tuple[str, str]]:
    """Each place where a sentence is made of words that stand there, and those words."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
                given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "key")]
                for constant in (each for one in given for each in ast.walk(one)):
                    if (
                        isinstance(constant, ast.Constant)
                        and isinstance(constant.value, str)
                        and constant.value
                    ):
                        yield f"{path.name}:{constant.lineno}", constant.value


def test_every_sentence_has_chinese_words() -> None:
    table = wordings("zh")
    found = [(where, key) for where, key in keys() if len(key.split()) > 2]
    assert len(found) > 20
    assert [(where, key) for where, key in found if key not in table] == []


def test_a_sentence_has_the_same_places_in_both_languages() -> None:
    other = {
        key: told
        for key, told in wordings("zh").items()
        if set(PLACE.findall(key)) != set(PLACE.findall(told))
    }
    assert other == {}
