import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from bot.signals.names.folding import _MORE, BREAK, STROKES, fold, fold_field, readable, table


@pytest.mark.parametrize(
    "written",
    [
        "Aurelle",
        "AURELLE",
        "ＡＵＲＥＬＬＥ",
        "аսгеӏӏе",
        "A\u200bu\u200cr\u2060elle",
        "4ur3ll3",
        "Aurélle",
        "a·u·r·e·l·l·e",
        "a❤u❤r❤e❤l❤l❤e",
        "Aure11e",
        "𝐀𝐮𝐫𝐞𝐥𝐥𝐞",
        "Ⓐⓤⓡⓔⓛⓛⓔ",
    ],
)
def test_every_writing_of_a_name_folds_to_one_skeleton(written: str) -> None:
    assert fold(written) == fold("aurelle")


@pytest.mark.parametrize("written", ["高仿", "高 仿", "高🔥仿", "髙仿", "高\ufeff仿", "高|仿", "高!仿"])
def test_chinese_slang_folds_to_one_skeleton(written: str) -> None:
    assert fold(written) == "高仿"


@pytest.mark.parametrize("written", ["璁🅰️屿🅱️洲", "璁Ⓧ屿Ⓨ洲", "璁①屿②洲"])
def test_enclosed_letters_between_all_characters_are_ornaments(written: str) -> None:
    assert fold(f"{written} 汤锅") == "璁屿洲汤锅"


def test_one_enclosed_letter_stands_for_itself() -> None:
    assert fold("璁Ⓖ洲") == "璁g洲"


def test_traditional_characters_become_simplified() -> None:
    assert fold("複刻 顶級 奧") == "复刻顶级奥"


def test_each_character_becomes_what_the_library_makes_of_it_by_itself() -> None:
    chars = [char for char in map(chr, range(0x4E00, 0xA000)) if char not in STROKES and char not in _MORE]
    theirs = chars
    for config in ("tw2s", "hk2s"):
        theirs = OpenCC(config).convert(BREAK.join(theirs)).split(BREAK)
    assert [table()[ord(char)] for char in chars] == theirs


def test_markup_and_entities_are_taken_away_before_folding() -> None:
    assert readable("<b>Nor</b>d&amp;pike") == "Nord&pike"
    assert fold_field("title", "<b>Nor</b>dpike").skeleton == fold("Nordpike")


@given(st.text(max_size=80))
def test_folding_never_fails_and_every_place_leads_back_into_the_text(text: str) -> None:
    folded = fold_field("title", text)
    assert folded.skeleton == fold(folded.raw)
    for place in range(len(folded.skeleton)):
        start, end = folded.span(place, place + 1)
        assert 0 <= start < end <= len(folded.raw)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_folding_twice_changes_no_latin_text(text: str) -> None:
    once = fold(text)
    if once.isascii():
        assert fold(once) == once
