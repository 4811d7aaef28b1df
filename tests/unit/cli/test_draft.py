"""`marque draft`: one notice or a batch, waivers with reasons, a pack for counsel."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.context import desk
from bot.domain.drafts import Draft
from bot.domain.ids import DraftId, ListingId, PersonId
from bot.domain.verdicts import Verdict
from tests.factories import a_request

DATA = Path(__file__).parents[2] / "data" / "brand"
Status = Callable[..., tuple[int, str, str]]


def two_portals(folder: Path) -> Path:
    """A file of two listings, on portals that are never mixed."""
    first = json.loads((DATA / "listing.ndjson").read_text(encoding="utf-8").splitlines()[0])
    rows = [first, {**first, "platform": "dhgate", "item_id": "9"}]
    file = folder / "two.ndjson"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def by_alice() -> Draft:
    """A complaint that somebody else wrote."""
    with desk() as at:
        return at.drafts.prepare(a_request("amr-complaint"), by=PersonId("U0ALICE"))


def test_a_file_of_listings_becomes_the_drafts_that_its_portals_need(run: Status, tmp_path: Path) -> None:
    run("brand", "import", DATA / "brand.toml")
    file = two_portals(tmp_path)
    arguments = ("draft", "platform-takedown", "--right", "TM-CN-03", "--json")
    status, out, _ = run(*arguments, "--listings-file", file)
    drafts = json.loads(out)
    assert (status, [d["listings"] for d in drafts]) == (0, [["taobao:730155210044"], ["dhgate:9"]])
    assert {d["batch_id"] for d in drafts} == {"B-000001"}
    one = json.loads(run(*arguments, "--listing-file", file)[1])
    assert (one["listings"], one["batch_id"]) == (["taobao:730155210044"], None)


def test_a_waiver_shows_in_the_json_and_a_gap_of_law_refuses_one(run: Status, tmp_path: Path) -> None:
    run("brand", "import", DATA / "brand.toml")
    run("draft", "platform-takedown", "--listing-file", DATA / "listing.ndjson", "--right", "TM-CN-03")
    draft = by_alice()
    gap = next(each for each in draft.open_gaps if each.waivable_by)
    status, out, _ = run(
        "draft", "waive", draft.draft_id, gap.field, "--reason", "asked the bureau", "--json"
    )
    [waiver] = json.loads(out)["waivers"]
    assert (status, waiver["field"], waiver["reason"]) == (0, gap.field, "asked the bureau")
    assert waiver["by"].startswith("cli:")
    assert waiver["message"] == str(gap.message)
    status, out, told = run("draft", "waive", draft.draft_id, "law.straddles", "--reason", "so")
    assert (status, out) == (2, "")
    assert "no open gap “law.straddles”" in told


def test_a_listing_that_somebody_found_unclear_makes_a_blocked_draft_that_says_so(run: Status) -> None:
    run("brand", "import", DATA / "brand.toml")
    arguments = (
        "draft",
        "platform-takedown",
        "--listing-file",
        DATA / "listing.ndjson",
        "--right",
        "TM-CN-03",
    )
    run(*arguments)
    with desk() as at:
        at.triage.judge([ListingId("taobao:730155210044")], Verdict.UNCLEAR, by=PersonId("U0ALICE"))
    status, out, _ = run(*arguments, "--json")
    draft = json.loads(out)
    assert (status, draft["status"]) == (0, "blocked")
    [gap] = [each for each in draft["gaps"] if each["field"] == "listing.verdict"]
    assert "was judged unclear" in gap["message"]


def test_a_pack_for_counsel_holds_the_marked_documents_and_the_review_sheet(
    run: Status, tmp_path: Path
) -> None:
    run("brand", "import", DATA / "brand.toml")
    run("draft", "platform-takedown", "--listing-file", DATA / "listing.ndjson", "--right", "TM-CN-03")
    status, out, _ = run("draft", "review", "D-000001", "--out", tmp_path, "--json")
    assert status == 0
    with zipfile.ZipFile(json.loads(out)["path"]) as packed:
        names = packed.namelist()
    assert names[0] == "D-000001-v1.review.docx"
    assert {"D-000001-v1.zh.docx", "D-000001-v1.en.docx", "D-000001-v1.fields.xlsx"} <= set(names)
    again, _, told = run("draft", "review", "D-000001", "--out", tmp_path, "--json")
    assert (again, told) == (0, "")


def test_a_draft_that_does_not_exist_is_named(run: Status) -> None:
    status, out, told = run("draft", "show", "D-000404")
    assert (status, out) == (2, "")
    assert "there is no draft “D-000404”" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("classes = [3]", "classes = [25]", "is registered in class 25, the goods are in class 3"),
        (
            'jurisdiction = "CN"',
            'jurisdiction = "US"',
            "is a right of US; China protects only rights in force",
        ),
        ("expires_on = ", "expires_on = 2020-01-01 #", "is not in force on"),
        (
            'status = "registered"',
            'status = "pending"',
            "is only applied for; a notice needs",
        ),
    ],
)
def test_a_right_that_does_not_carry_the_notice_blocks_it_in_the_first_lines(
    run: Status, tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = tmp_path / "book"
    shutil.copytree(DATA, folder)
    book = (folder / "brand.toml").read_text(encoding="utf-8")
    assert old in book
    (folder / "brand.toml").write_text(book.replace(old, new, 1), encoding="utf-8")
    assert run("brand", "import", folder / "brand.toml")[0] == 0
    file = folder / "listing.ndjson"
    _, out, _ = run("draft", "platform-takedown", "--listing-file", file, "--right", "TM-CN-03")
    head, *gaps = [line for line in out.splitlines() if line.strip()]
    assert "blocked" in head
    severities = [line.split()[0] for line in gaps if line.split()[0] in {"blocking", "warning"}]
    assert severities == sorted(severities)
    assert any(told in line for line in gaps if line.split()[0] == "blocking")


@pytest.mark.parametrize("verdict", [Verdict.GENUINE, Verdict.GREY_MARKET])
def test_what_was_judged_genuine_or_a_parallel_import_gets_no_draft(run: Status, verdict: Verdict) -> None:
    run("brand", "import", DATA / "brand.toml")
    arguments = ("draft", "platform-takedown", "--right", "TM-CN-03")
    run(*arguments, "--listing-file", DATA / "listing.ndjson")
    with desk() as at:
        at.triage.judge([ListingId("taobao:730155210044")], verdict, by=PersonId("U0ALICE"))
    status, out, told = run(*arguments, "--listing", "taobao:730155210044")
    assert (status, out) == (2, "")
    assert (
        f"it was judged {verdict.value.replace('_', ' ')}, and goods that do not infringe get no notice"
        in told
    )


def drafted_from(run: Status, folder: Path, book: Path, **row: object) -> Draft:
    """The takedown made of one line of a file, about goods of this book; what its page shows cannot be had."""
    run("brand", "import", book)
    line = json.loads((DATA / "listing.ndjson").read_text(encoding="utf-8").splitlines()[0])
    file = folder / "one.ndjson"
    file.write_text(json.dumps({**line, **row}, ensure_ascii=False) + "\n", encoding="utf-8")
    run("draft", "platform-takedown", "--listing-file", file, "--right", "TM-CN-03")
    with desk() as at:
        return at.drafts.get(DraftId("D-000001"))


def test_a_line_of_a_file_is_no_sight_of_goods_on_sale(run: Status, tmp_path: Path) -> None:
    draft = drafted_from(run, tmp_path, DATA / "brand.toml")
    asked = {gap.field for gap in draft.composition.gaps}
    assert {"evidence.page", "request.act_from"} <= asked
    for said in ("展示、销售", "商品页面取证记录", "on sale in the shop", "Capture of the listing"):
        assert said not in draft.composition.text("zh") + draft.composition.text("en")


def test_a_day_that_the_file_names_is_told_as_seen(run: Status, tmp_path: Path) -> None:
    draft = drafted_from(run, tmp_path, DATA / "brand.toml", seen_at="2026-11-20T03:00:00+00:00")
    assert "When seen on 20 November 2026 the goods were on sale" in draft.composition.text("en")


@pytest.mark.parametrize(("classed", "told"), [(True, True), (False, False)])
def test_goods_are_called_those_of_the_registration_only_where_they_were_compared(
    run: Status, tmp_path: Path, *, classed: bool, told: bool
) -> None:
    book = shutil.copytree(DATA, tmp_path / "book") / "brand.toml"
    text = book.read_text(encoding="utf-8")
    book.write_text(text if classed else re.sub(r"(?m)^nice_class = .*$", "", text), encoding="utf-8")
    draft = drafted_from(run, tmp_path, book)
    assert ("same as goods for which the mark is registered" in draft.composition.text("en")) is told
    assert ("核定使用的商品属同一种商品" in draft.composition.text("zh")) is told
    assert ("right.classes" in {gap.field for gap in draft.composition.gaps}) is not told
    checks = {row["code"]: row["level"] for row in json.loads(run("prepare", "--json")[1])}
    assert (checks["classes_known"] == "green") is told


def test_a_gap_names_the_option_that_mends_it(run: Status) -> None:
    run("brand", "import", DATA / "brand.toml")
    _, told, _ = run(
        "draft", "platform-takedown", "--listing-file", DATA / "listing.ndjson", "--right", "TM-CN-03"
    )
    assert "`marque draft reasons --listing taobao:730155210044` lists what the records propose" in told
    assert "with `--reason KEY` for each that holds" in told
    assert "`--act-from DAY` and `--act-to DAY`" in told
