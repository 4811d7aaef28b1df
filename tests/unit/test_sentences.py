"""Every sentence that the code keeps as facts has Chinese words with the same places, and no words are idle."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import bot
from bot.words.telling import wordings

ROOT = Path(bot.__path__[0])
PLACE = re.compile(r"\{(\w+)\}")
NAMES = {"sentence": 0, "Sentence": 0, "blocking": 1, "warning": 1, "_sharp": 1}
"""What makes a sentence, and which of its arguments is the key."""


def keys() -> Iterator[tuple[str, str]]:
    """Each place where a sentence is made of words that stand there, and those words."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made_by = node.func if isinstance(node, ast.Call) else None
            name = made_by.func if isinstance(made_by, ast.Call) else made_by
            if isinstance(node, ast.Call) and isinstance(name, ast.Name) and name.id in NAMES:
                at = NAMES[name.id]
                given = [*node.args[at : at + 1], *(k.value for k in node.keywords if k.arg == "key")]
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
    assert len(found) > 200
    assert [(where, key) for where, key in found if key not in table] == []


def test_a_sentence_has_the_same_places_in_both_languages() -> None:
    other = {
        key: told
        for key, told in wordings("zh").items()
        if set(PLACE.findall(key)) != set(PLACE.findall(told))
    }
    assert other == {}


def test_no_sentence_stands_in_two_rooms() -> None:
    text = (ROOT / "words" / "sentences_zh.toml").read_text(encoding="utf-8")
    assert len(wordings("zh")) == sum(len(room) for room in tomllib.loads(text).values())
