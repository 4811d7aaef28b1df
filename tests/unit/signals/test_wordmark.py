import time

import pytest

from bot.domain.assessments import Signal
from bot.domain.likeness import SCRIPTS
from bot.signals.names.folding import fold_field
from bot.signals.names.forms import Need
from bot.signals.names.marks import compile_marks
from bot.signals.names.wordmark import NameForm, NameSighting, build_finder, by_tie, sightings, signals
from bot.signals.weighing.compiled_book import CompiledBook
from bot.words.book import load_words
from bot.words.telling import tell, wordings


def _first(seen: list[NameSighting]) -> Signal | None:
    return next(signals(by_tie(seen)), None)


def seen(compiled: CompiledBook, text: str, field: str = "title") -> list[NameSighting]:
    return sightings(fold_field(field, text), compiled.finder)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("TORVALSEN MIRELLE tote", ["TORVALSEN MIRELLE"]),
        ("M.Torvalsen straw bag", ["M.Torvalsen"]),
        ("m torvalsen tote", ["m torvalsen"]),
        ("Torvalsen, Mirelle: tote", ["Torvalsen, Mirelle"]),
    ],
)
def test_a_person_is_named_surname_first_or_by_an_initial(title: str, written: list[str]) -> None:
    finder = build_finder(compile_marks("Mirelle Torvalsen", ()))
    found = sightings(fold_field("title", title), finder)
    assert [s.text for s in found if s.form is NameForm.PLAIN] == written


def test_words_of_the_language_are_no_persons_name() -> None:
    finder = build_finder(compile_marks("Quiet Harbor", ()))
    assert sightings(fold_field("title", "harbor quiet, Q. Harbor"), finder) == []


@pytest.mark.parametrize(
    ("text", "written", "form"),
    [
        ("Solvane earbuds", "Solvane", NameForm.PLAIN),
        ("SOLVANE AUDIO earbuds", "SOLVANE AUDIO", NameForm.PLAIN),
        ("60mlSolvane耳机", "Solvane", NameForm.PLAIN),
        ("ѕоlvаnе earbuds", "ѕоlvаnе", NameForm.LOOKALIKE),
        ("SoIvane earbuds", "SoIvane", NameForm.LOOKALIKE),
        ("s0lv4ne 耳机", "s0lv4ne", NameForm.LEET),
        ("ＳＯＬＶＡＮＥ耳机", "ＳＯＬＶＡＮＥ", NameForm.FULLWIDTH),
        ("S\u200bolvan\u200de buds", "S\u200bolvan\u200de", NameForm.INVISIBLE),
        ("S·o·l·v·a·n·e buds", "S·o·l·v·a·n·e", NameForm.SEPARATED),
        ("Sol vane buds", "Sol vane", NameForm.SEPARATED),
        ("Sollvane buds", "Sollvane", NameForm.MISSPELT),
        ("耳机 索维安 正品", "索维安", NameForm.PLAIN),
        ("耳机 索-维-安 正品", "索-维-安", NameForm.SEPARATED),
        ("耳机 索❤维❤安", "索❤维❤安", NameForm.SEPARATED),
        ("耳机 索維安", "索維安", NameForm.TRADITIONAL),
        ("耳机 索伟安 蓝牙", "索伟安", NameForm.HOMOPHONE),
        ("suo wei an 耳机", "suo wei an", NameForm.PINYIN),
        ("suoweian家同款", "suoweian", NameForm.PINYIN),
        ("安维索 耳机", "安维索", NameForm.INVERTED),
        ("ꜱᴏʟᴠᴀɴᴇ earbuds", "ꜱᴏʟᴠᴀɴᴇ", NameForm.LOOKALIKE),
        ("SØLVΛNE earbuds", "SØLVΛNE", NameForm.LOOKALIKE),
        ("🅂🄾🄻🅅🄰🄽🄴 earbuds", "🅂🄾🄻🅅🄰🄽🄴", NameForm.SEPARATED),
        ("ǝuɐʌlos 耳机", "ǝuɐʌlos", NameForm.INVERTED),
        ("hkSolvane 耳机", "Solvane", NameForm.SEPARATED),
        ("suo3wei2an1 耳机", "suo3wei2an1", NameForm.PINYIN),
        ("ㄙㄨㄛˇㄨㄟˊㄢ 耳机", "ㄙㄨㄛˇㄨㄟˊㄢ", NameForm.PINYIN),
        ("索ㄨㄟˊ安 耳机", "索ㄨㄟˊ安", NameForm.PINYIN),
        ("索丨维丨安 耳机", "索丨维丨安", NameForm.SEPARATED),
    ],
)
def test_name_is_found_however_it_is_written(
    compiled: CompiledBook, text: str, written: str, form: NameForm
) -> None:
    assert [(s.text, s.form) for s in seen(compiled, text)] == [(written, form)]


@pytest.mark.parametrize(
    "text",
    [
        "蓝牙耳机 降噪 现货",
        "resolvanex cable",
        "saloon vane wind toy",
        "搜索 维修 安装",
        "索尼 维护 安卓",
        "also lvan earphones",
        "slovene earbuds translation",
        "unsolvanely put",
    ],
)
def test_common_words_are_not_taken_for_the_name(compiled: CompiledBook, text: str) -> None:
    assert seen(compiled, text) == []


def test_letters_that_end_one_word_and_begin_another_are_not_the_name() -> None:
    tables = compile_marks("奥蕊", ())
    found = sightings(fold_field("title", "迪奥 蕊丝唇膏"), build_finder(tables))
    assert found == []


def test_short_latin_names_need_a_plain_or_unmistakable_writing() -> None:
    tables = compile_marks("Uvo", ())
    finder = build_finder(tables)
    assert [s.text for s in sightings(fold_field("title", "UVO bottle"), finder)] == ["UVO"]
    assert [s.form for s in sightings(fold_field("title", "u\u200bvo cup"), finder)] == [NameForm.INVISIBLE]
    assert sightings(fold_field("title", "uv oven"), finder) == []


def test_dictionary_words_that_sound_like_the_name_are_left_alone() -> None:
    tables = compile_marks("伊声", ())
    patterns = dict(tables.patterns)
    assert "医生" not in patterns
    assert "一生" not in patterns


def test_because_shows_the_text_as_published_and_what_it_stands_for(compiled: CompiledBook) -> None:
    found = _first(seen(compiled, "s0lv4ne 耳机"))
    assert found is not None
    assert (
        str(found.because)
        == "title holds “s0lv4ne”, a disguised spelling of Solvane (digits or signs for letters)"
    )


def test_a_hidden_character_is_told_by_the_letters_around_it(compiled: CompiledBook) -> None:
    found = _first(seen(compiled, "So\u200blvane"))
    assert found is not None
    assert "“Solvane”, a disguised spelling of Solvane (a hidden character between “o” and “l”)" in str(
        found.because
    )


def test_disguise_speaks_louder_than_a_plain_name(compiled: CompiledBook) -> None:
    plain, disguised = _first(seen(compiled, "Solvane")), _first(seen(compiled, "S0lvane"))
    assert plain is not None
    assert disguised is not None
    assert plain.score < 0.5 < disguised.score


def test_name_repeated_without_end_is_found_in_reasonable_time(compiled: CompiledBook) -> None:
    started = time.thread_time()
    assert len(seen(compiled, "Solvane " * 20_000)) == 20_000
    assert time.thread_time() - started < 10


def test_two_scripts_in_one_short_word_are_a_disguise() -> None:
    assert [s.form for s in found_of("Uvo", "Uѵо bottle")] == [NameForm.LOOKALIKE]


def test_a_name_of_figures_is_told_apart_from_look_alike_letters() -> None:
    assert [s.form for s in found_of("361°", "３６１° 跑鞋")] == [NameForm.FULLWIDTH]
    assert [s.form for s in found_of("361°", "3·6·1° 跑鞋")] == [NameForm.SEPARATED]
    assert [s.need for s in found_of("361°", "361 跑鞋")] == [Need.GOODS]
    assert found_of("361°", "EGL 跑鞋") == []


@pytest.mark.parametrize(
    ("name", "word"), [("Solvert", "solvent"), ("Velret", "Velvet"), ("Pampkin", "pumpkin")]
)
def test_an_english_word_one_letter_away_means_itself(name: str, word: str) -> None:
    assert found_of(name, f"{word} 保温杯") == []


def found_of(name: str, text: str) -> list[NameSighting]:
    tables = compile_marks(name, ())
    return sightings(fold_field("title", text), build_finder(tables))


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("638°", "陆叁捌度 跑鞋", NameForm.FIGURES),
        ("638°", "陆③八度 跑鞋", NameForm.FIGURES),
        ("Norm 47", "Norm四七 腰带", NameForm.FIGURES),
        ("林森岚黛", "林森landai 面霜", NameForm.PINYIN),
        ("Solvane", "Solvan€ 耳机", NameForm.LEET),
        ("Mira Solvane", "enavloS ariM earbuds", NameForm.INVERTED),
        ("KTV3", "3VTK earbuds", NameForm.INVERTED),
        ("638°", "six three eight runners", NameForm.FIGURES),
        ("638°", "liu san ba 跑鞋", NameForm.FIGURES),
        ("2.85", "er dian ba wu 腰带", NameForm.FIGURES),
        ("285", "两百八十五 腰带", NameForm.FIGURES),
        ("638°", "❻❸❽ 跑鞋", NameForm.MISSPELT),
        ("Sunflower", "sun flower boots", NameForm.PLAIN),
    ],
)
def test_names_of_figures_and_mixed_names_are_found_too(name: str, text: str, form: NameForm) -> None:
    assert [s.form for s in found_of(name, text)] == [form]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("云沐", "云 高端 沐浴露"),
        ("704°", "露营炉 型号704"),
        ("704°", "steel flask 704 ml"),
        ("638°", "休闲鞋 款号638"),
        ("Norm 47", "Norm 74 卡包"),
        ("KTV3", "VTK3 earbuds"),
    ],
)
def test_numbers_words_and_other_figures_are_not_the_name(name: str, text: str) -> None:
    assert found_of(name, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Mandarin", "Mandarin黑色登机箱"),
        ("Mandarin", "Mandarin 黑色 登机箱"),
        ("Juniper", "Juniper red wool scarf"),
        ("Summit", "Summit蓝色背包"),
    ],
)
def test_a_brand_before_the_colour_of_its_goods_is_the_brand(name: str, text: str) -> None:
    assert [s.form for s in found_of(name, text)] == [NameForm.PLAIN]


@pytest.mark.parametrize("gap", ["\u200b", "\u0301"])
def test_a_reason_stays_short_however_much_is_put_between_the_letters(
    compiled: CompiledBook, gap: str
) -> None:
    found = _first(seen(compiled, f"S{gap * 50_000}olvane 耳机"))
    assert found is not None
    assert len(str(found.because)) < 200


def test_the_number_of_invisible_characters_is_told(compiled: CompiledBook) -> None:
    found = _first(seen(compiled, "S\u200b\u200b\u200bolvane 耳机"))
    assert found is not None
    assert "3 hidden characters between “S” and “o”" in str(found.because)


@pytest.mark.parametrize(
    ("title", "told", "told_zh"),
    [
        ("Sоlvane 耳机", "the “о” is Cyrillic (U+043E)", "其中“о”为西里尔字母（U+043E）"),
        (
            "Sоlvаne 耳机",
            "“о”, “а” are Cyrillic (U+043E, U+0430)",
            "其中“о”、“а”为西里尔字母（U+043E, U+0430）",
        ),
        (
            "Sοlvɑne 耳机",
            "the “ο” is Greek (U+03BF); the “ɑ” is non-standard Latin (U+0251)",
            "其中“ο”为希腊字母（U+03BF）; 其中“ɑ”为异形拉丁字母（U+0251）",
        ),
        ("SoIvane 耳机", "the “I” is a capital i (U+0049)", "其中“I”为大写字母I（U+0049）"),
    ],
)
def test_a_letter_that_only_looks_like_one_of_the_name_is_told_with_its_script(
    compiled: CompiledBook, title: str, told: str, told_zh: str
) -> None:
    found = _first(seen(compiled, title))
    assert found is not None
    assert f"a disguised spelling of Solvane ({told})" in str(found.because)
    assert f"是Solvane的变形写法（{told_zh}）" in tell(found.because, load_words("zh"))


def test_a_card_and_a_notice_call_a_script_by_the_same_chinese_name() -> None:
    assert {script: wordings("zh")[script] for script in SCRIPTS} == dict(SCRIPTS)
