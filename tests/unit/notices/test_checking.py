"""`marque templates check` tells each mistake with file, line and what to write."""

from datetime import date
from pathlib import Path

import pytest

from bot.notices.catalog import SHIPPED, TemplatesInvalid, load_catalog
from bot.notices.checking import check
from bot.notices.writer import CHECKS, TemplateNoticeWriter
from knowledge.law import Register
from tests.factories import facts_for

LETTER = "notices/cease-and-desist/zh.md.j2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A team's own templates: what it did not change is read from those that ship."""
    return tmp_path / "templates"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (path if path.exists() else SHIPPED / file).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 2, 1)])
def test_the_shipped_templates_have_no_mistake(register: Register, day: date) -> None:
    assert check(register=register, on=day) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (LETTER, "{{ owner.contact }}", "{{ owner.contcat }}", "there is no “contcat”"),
        (LETTER, "{{ reply_days }}", "{{ reply_dayz }}", "there is no “reply_dayz”"),
        (LETTER, '{% if "trademark" in bases %}', '{% if "trademark" in bases', "line 5"),
        (LETTER, "特此告知。", "依第五十七条告知。", "“第五十七条” is typed in"),
        (LETTER, "特此告知。", "{{ owner.name }}告知。", "begins with a value"),
        (LETTER, "<!-- 6 -->", "<!-- six -->", "the clauses differ"),
        (LETTER, 'cite("tm.good_faith_seller_defence")', 'cite("tm.typo")', "no provision “tm.typo”"),
        (
            LETTER,
            'cite("tm.good_faith_seller_defence")',
            "cite(owner.name)",
            "needs a key in quotation marks",
        ),
        (
            "notices/amr-complaint/zh.md.j2",
            "tm.amr_powers_fine.times",
            "tm.amr_powers_fine.tims",
            "no figure “tims”",
        ),
        ("catalog.toml", 'kind = "cease-and-desist"', 'knd = "cease-and-desist"', "'kind' is missing"),
        ("catalog.toml", "[[kind]]", "[[kind]", "no valid TOML"),
        ("catalog.toml", 'starts = "patent_request_sent"', 'starts = "patent_sent"', "no clock starts with"),
        ("catalog.toml", '"adjudication"]', '"adjudicating"]', "there is no check “adjudicating”"),
        ("catalog.toml", "approvers = 2", "approvers = 0", "write 1 or more"),
        ("catalog.toml", "approvers = 2", 'approvers = "two"', "approvers: Input should be a valid integer"),
        ("catalog.toml", '"tm.scope"', '"tm.scoop"', "no provision “tm.scoop”"),
        (
            "catalog.toml",
            '"counterfeit", "mark_use", "similar_mark", "copyright"',
            '"fake", "copyright"',
            "add [grounds.fake]",
        ),
        ("house/style.toml", "height = 29.7", "hight = 29.7", "hight"),
    ],
)
def test_a_mistake_is_told_in_plain_words(
    folder: Path, register: Register, file: str, old: str, new: str, told: str
) -> None:
    change(folder, file, old, new)
    assert any(told in line for line in check(folder, register)), check(folder, register)


def test_a_missing_file_is_told(folder: Path, register: Register) -> None:
    change(
        folder, "catalog.toml", 'template = "cease-and-desist/firm"', 'template = "cease-and-desist/office"'
    )
    assert any("the file is missing" in line for line in check(folder, register))


def test_what_a_team_does_not_write_itself_is_taken_from_the_shipped_ones(
    tmp_path: Path, register: Register
) -> None:
    own = tmp_path / "own"
    text = (SHIPPED / LETTER).read_text(encoding="utf-8").replace("特此告知。", "专此函告。")
    (own / LETTER).parent.mkdir(parents=True)
    (own / LETTER).write_text(text, encoding="utf-8")
    assert check(own, register) == []
    writer = TemplateNoticeWriter(register, own)
    assert "专此函告。" in writer.compose(facts_for()).text("zh")
    assert writer.compose(facts_for("withdrawal")).text("zh").startswith("# 关于撤回")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, register: Register) -> None:
    assert ["there is no such folder" in line for line in check(tmp_path / "none", register)] == [True]


def test_an_old_review_is_told(register: Register) -> None:
    told = check(register=register, on=date(2028, 6, 1))
    assert any("last read by Marque editors" in line for line in told)


def test_a_team_uses_its_own_folder(folder: Path, register: Register) -> None:
    change(folder, LETTER, "特此告知。", "专此函告。")
    composition = TemplateNoticeWriter(register, folder).compose(facts_for())
    assert "专此函告。" in composition.text("zh")


def test_a_broken_template_is_a_clear_error(folder: Path, register: Register) -> None:
    change(folder, LETTER, '{% if "trademark" in bases %}', '{% if "trademark" in bases')
    with pytest.raises(TemplatesInvalid, match="line 5"):
        TemplateNoticeWriter(register, folder).compose(facts_for())


def test_a_template_cannot_reach_python(folder: Path, register: Register) -> None:
    change(folder, LETTER, "特此告知。", "特此告知{{ ''.__class__.__mro__ }}。")
    with pytest.raises(TemplatesInvalid):
        TemplateNoticeWriter(register, folder).compose(facts_for())


def test_texts_that_differ_are_blocking(folder: Path, register: Register) -> None:
    change(folder, LETTER, "{{ reply_days }}日内", "15日内")
    gaps = TemplateNoticeWriter(register, folder).compose(facts_for()).gaps
    assert [g.field for g in gaps if g.severity == "blocking"] == ["text.languages_differ"]


def test_every_special_check_belongs_to_a_kind_and_no_module_of_notices_names_a_kind() -> None:
    """What a kind starts, addresses and checks stands in the catalog alone."""
    entries = load_catalog(SHIPPED).entries
    assert {name for entry in entries.values() for name in entry.checks} == set(CHECKS)
    for path in sorted((SHIPPED.parent / "bot" / "notices").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        assert [kind for kind in entries if f'"{kind}"' in source and kind != "withdrawal"] == [], path


def test_an_older_catalog_of_a_team_starts_the_same_clocks(folder: Path) -> None:
    change(folder, "catalog.toml", 'starts = "patent_request_sent"\n', "")
    kinds = load_catalog(folder).entries
    assert kinds["patent-adjudication-request"].starts == "patent_request_sent"
