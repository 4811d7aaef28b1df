"""``marque brand``: genuine pictures that match too much are told of at the import, listed, and released."""

import json
from pathlib import Path

import pytest
from PIL import Image

from bot.demo.pictures import draw_all
from tests.unit.cli.conftest import Status

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    """Books of two owners that both have the picture of the cup; the first has a blank one too."""
    draw_all(tmp_path / "pictures")
    Image.new("RGB", (400, 400), "white").save(tmp_path / "pictures/blank.png")
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    for book, name, images in (
        (first, "Ardelle", ["own-cup.jpg", "blank.png"]),
        (second, "Solvane", ["own-cup.jpg", "flask-front.jpg"]),
    ):
        shown = json.dumps([f"pictures/{image}" for image in images])
        book.write_text(
            f'[brand]\nname = "{name}"\nowner = "{name} Ltd"\n'
            f'[[products]]\nsku = "1"\nname = "Cup"\nimages = {shown}\n',
            encoding="utf-8",
        )
    return first, second


def test_what_is_set_aside_is_told_at_the_import_listed_and_released(
    run: Status, books: tuple[Path, Path]
) -> None:
    status, _, told = run("brand", "import", books[0])
    assert status == 0
    assert "set aside: Ardelle, pictures/blank.png: next to nothing is on it" in " ".join(told.split())
    _, _, told = run("brand", "import", books[1])
    assert "Ardelle of another owner has the same picture" in " ".join(told.split())
    _, out, _ = run("brand", "pictures", "--json")
    causes = {(e["brand"], e["picture"]): e["cause"] for e in json.loads(out)}
    assert causes == {
        ("Ardelle", "pictures/blank.png"): "blank",
        ("Ardelle", "pictures/own-cup.jpg"): "stock",
        ("Solvane", "pictures/own-cup.jpg"): "stock",
    }
    _, out, _ = run("doctor", "--json")
    [finding] = [each for each in json.loads(out) if each["what"] == "genuine pictures"]
    assert finding["detail"].startswith("3 set aside")
    status, _, _ = run("brand", "release", "Solvane", "pictures/own-cup.jpg", "--why", "we drew it")
    assert status == 0
    _, out, _ = run("brand", "pictures", "--json")
    assert [e["picture"] for e in json.loads(out) if not e["held"]] == ["pictures/own-cup.jpg"]


def test_the_brand_book_that_is_enough_to_begin_is_taken_and_its_goods_are_covered(
    run: Status, tmp_path: Path
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "brand-book.md").read_text(encoding="utf-8")
    (tmp_path / "brand.toml").write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert run("brand", "import", tmp_path / "brand.toml")[0] == 0
    checks = {check["code"]: check["level"] for check in json.loads(run("prepare", "--json")[1])}
    assert (checks["mark_in_force"], checks["classes_covered"]) == ("green", "green")
    assert [row["rights"] for row in json.loads(run("coverage", "--json")[1])] == [["TM-21"]]


def test_a_blank_picture_or_one_that_is_not_set_aside_is_not_released(
    run: Status, books: tuple[Path, Path]
) -> None:
    run("brand", "import", books[0])
    status, _, why = run("brand", "release", "Ardelle", "pictures/blank.png", "--why", "it is ours")
    assert status == 2
    assert "put another picture into the brand book" in " ".join(why.split())
    status, _, why = run("brand", "release", "Ardelle", "pictures/none.png", "--why", "it is ours")
    assert status == 2
    assert "marque brand pictures" in why


def test_a_picture_for_goods_of_three_nice_classes_shows_none_of_them(
    run: Status, books: tuple[Path, Path]
) -> None:
    rows = "".join(
        f'[[products]]\nsku = "{nice}"\nname = "Thing"\nnice_class = {nice}\nimages = ["pictures/{image}"]\n'
        for nice, image in (
            (3, "mug-box.jpg"),
            (18, "mug-box.jpg"),
            (25, "mug-box.jpg"),
            (26, "mug-front.jpg"),
        )
    )
    books[0].write_text(f'[brand]\nname = "Ardelle"\nowner = "Ardelle Ltd"\n{rows}', encoding="utf-8")
    run("brand", "import", books[0])
    _, out, _ = run("brand", "pictures", "--json")
    [found] = json.loads(out)
    assert (found["picture"], found["why"]) == (
        "pictures/mug-box.jpg",
        "it is given for goods of 3 Nice classes, so it shows none of them",
    )


def test_a_design_filed_in_2019_is_dead_ten_years_later_and_no_complaint_rests_on_it(run: Status) -> None:
    run("brand", "import", DATA / "aurelle" / "brand.toml")
    rows = json.loads(run("rights", "--as-of", "2029-12-01", "--json")[1])
    [design] = [row for row in rows if row["kind"] == "design"]
    assert (design["expires_on"], design["state"]) == ("2029-07-11", "lapsed")
    status, out, _ = run(
        *("draft", "platform-takedown", "--listing-file", DATA / "aurelle" / "listing.ndjson", "--json"),
        *("--right", design["id"], "--as-of", "2029-12-01"),
    )
    draft = json.loads(out)
    [gap] = [gap for gap in draft["gaps"] if gap["field"] == "right.expires_on"]
    assert (status, draft["status"], gap["severity"], gap["waivable_by"]) == (0, "blocked", "blocking", "")
