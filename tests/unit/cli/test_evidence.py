"""``marque evidence`` on a state of its own."""

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageOps

from bot.bootstrap import build
from bot.demo.pictures import draw_all
from bot.domain.ids import PersonId
from bot.settings import Settings
from tests.factories import a_book, a_listing
from tests.unit.cli.conftest import Status


def _state(folder: Path, copied: Path, foreign: Path) -> None:
    """A brand with one genuine picture, and a listing seen with a copy of it and a picture of its own."""
    plain = a_book(folder=str(folder))
    product = replace(plain.products[0], images=("flask-front.jpg",))
    shown = a_listing(url="http://nowhere.invalid/1", images=(str(foreign), str(copied)))
    with build(Settings(home=folder / "home")) as built:
        built.desk.rights.import_book(replace(plain, products=(product,)), PersonId("cli:test"))
        with built.desk.store.unit() as unit:
            unit.listings.save(shown, "f", [])


def test_a_capture_keeps_the_copied_picture_drawn_beside_the_genuine_one(run: Status, tmp_path: Path) -> None:
    draw_all(tmp_path)
    copied = tmp_path / "copied.jpg"
    ImageOps.mirror(Image.open(tmp_path / "flask-front.jpg")).crop((30, 40, 420, 430)).save(copied)
    _state(tmp_path, copied, tmp_path / "own-strap.jpg")
    status, told, _ = run("evidence", "capture", a_listing().listing_id)
    assert status == 0
    assert "match-2.png" in told
    assert "match-1.png" not in told
    drawn = Image.open(io.BytesIO(next((tmp_path / "home").rglob("match-2.png")).read_bytes()))
    shades = {shade: count for count, shade in drawn.convert("RGB").getcolors(1 << 20) or ()}
    assert shades.get((220, 40, 40), 0) > 500, "the region found is framed"
    assert shades.get((40, 160, 60), 0) > 100, "agreeing points are joined"


def test_the_proof_of_the_alert_is_the_very_picture_that_the_capture_keeps(
    run: Status, tmp_path: Path
) -> None:
    draw_all(tmp_path)
    _state(tmp_path, tmp_path / "copy-crop.jpg", tmp_path / "own-strap.jpg")
    uploaded: list[bytes] = []

    def keep(_name: str, content: bytes) -> str:
        uploaded.append(content)
        return "F1"

    with build(Settings(home=tmp_path / "home")) as built:
        with built.desk.store.unit() as unit:
            shown = unit.listings.get(a_listing().listing_id)
        assert shown is not None
        built.desk.watches.record(shown)
        [alert] = built.desk.alerts.recent()
        proof = built.desk.proofs.prepare(alert, keep).proof
    assert run("evidence", "capture", a_listing().listing_id)[0] == 0
    assert uploaded == [next((tmp_path / "home").rglob("match-2.png")).read_bytes()]
    assert proof is not None
    assert (proof.picture, proof.genuine, proof.file) == (2, "flask-front.jpg", "F1")
    assert "points lie alike" in str(proof.measured)
