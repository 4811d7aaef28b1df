"""No brand of a blind set stands in code, pages, word lists or unit tests: what was learnt there must be an ability."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "knowledge", "tests/unit")
# Others' made-up names in messages that were learned from, in which an ordinary word stands that is one of those brands.
OTHERS = re.compile("松果集|松果骑士|“松果”做学习桌")
KINDS = {".py", ".toml", ".md", ".j2", ".jsonl"}


def _names() -> Iterator[str]:
    """Names and aliases of the brands of every blind set, as their owners write them."""
    for file in (ROOT / "tests" / "data").glob("blind*/*/brand.toml"):
        brand = tomllib.loads(file.read_text(encoding="utf-8"))["brand"]
        yield from (brand["name"], *brand.get("aliases", ()))


def _written(name: str) -> str:
    """A name between letters of its script: Latin names with word edges, Chinese ones anywhere."""
    edge = r"[A-Za-z0-9]"
    return (
        re.escape(name) if re.search(r"[\u4e00-\u9fff]", name) else rf"(?<!{edge}){re.escape(name)}(?!{edge})"
    )


def test_no_brand_of_a_blind_set_stands_in_what_judges() -> None:
    every = sorted(_names(), key=len, reverse=True)
    names, letters = re.compile("|".join(map(_written, every))), re.compile("|".join(map(re.escape, every)))
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*")) if path.suffix in KINDS]
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    found = {
        f"{path.relative_to(ROOT)}:{number}": line.strip()[:80]
        for path, text in texts
        if letters.search(text)  # quickly: most files have none, and most lines
        for number, line in enumerate(text.splitlines(), 1)
        if letters.search(line) and names.search(OTHERS.sub("", line))
    }
    assert found == {}
