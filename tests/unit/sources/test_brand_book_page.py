"""docs/brand-book.md names every key of every table, and its first example is a brand book."""

import re
from pathlib import Path

import pytest

from bot.sources import brandbook
from bot.sources.brandtables import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "brand-book.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_told(table: str) -> None:
    [told] = [
        part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE) if f"[{table}]" in part.splitlines()[0]
    ]
    assert [key for key in TABLES[table].keys if f"`{key}`" not in told] == []


def test_the_example_to_begin_with_is_read(tmp_path: Path) -> None:
    file = tmp_path / "brand.toml"
    file.write_text(PAGE.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    book = brandbook.read(file)
    assert (book.name, len(book.rights), len(book.products), len(book.sellers)) == ("Solvane", 1, 1, 1)
