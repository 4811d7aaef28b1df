"""The playground's README is true: its example runs, and it counts the methods right."""

import re
from pathlib import Path

import bot.playground
from bot.playground.methods.table import METHODS

README = (Path(bot.playground.__path__[0]) / "README.md").read_text(encoding="utf-8")


def test_the_example_of_the_readme_runs() -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})


def test_the_readme_counts_the_methods() -> None:
    assert f"{len(METHODS)} methods" in README
