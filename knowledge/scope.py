"""What is said in place of an answer that may not be given: the sentences of ``scope.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path


def help_sentences(file: Traversable | Path | None = None) -> dict[str, dict[str, str]]:
    """Language → kind of refusal → the sentence that says what the bot can help with instead."""
    source = file if file is not None else Path(__file__).parent / "scope.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {language: dict(sentences) for language, sentences in table["help"].items()}
