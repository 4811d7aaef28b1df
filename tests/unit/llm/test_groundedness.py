"""The check against the whole guidance that ships: quoting it passes, bending it does not."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.llm.blocks import without_orders
from bot.llm.groundedness import Grounds, SentenceFault
from bot.llm.sentences import AnswerSentence, sentences
from knowledge.passages import Passage
from tests.every import every
from tests.shipped import rendered
from tests.unit.llm.guidance import FINES, FINES_ZH, OPPOSE, OPPOSE_ZH, passage

FIGURE = re.compile(
    r"(?<=Art\. )\d+|\b\d[\d,]*(?= (?:days|months|years|times))|\d+(?=[日年倍万个])|(?<=CNY )\d[\d,]*"
)


def shipped() -> Sequence[Passage]:
    """Every third passage: each page is met, in half the time."""
    return rendered()[::3]


def quoted(one: Passage) -> list[AnswerSentence]:
    """The sentences of a passage, each citing it."""
    return [replace(sentence, marks=(1,)) for part in one.paragraphs for sentence in sentences(part)]


def test_our_own_guidance_grounds_itself() -> None:
    lost = [
        (one.passage_id, sentence.text)
        for one in shipped()
        for grounds in [Grounds((one,), one.language)]
        for sentence in quoted(one)
        # Sentences of hardly any words can be told by nothing but chance.
        if grounds.fault(sentence) not in (None, SentenceFault.UNSUPPORTED)
    ]
    assert lost == []


def test_our_own_guidance_gives_no_orders_to_a_model() -> None:
    assert [one.passage_id for one in shipped() if without_orders(one.text) != one.text] == []


def test_hardly_any_altered_figure_passes() -> None:
    tried, passed = 0, []
    for one in shipped():
        grounds = Grounds((one,), one.language)
        for sentence in quoted(one):
            for match in FIGURE.finditer(sentence.text):
                wrong = str(int(match[0].replace(",", "")) * 7 + 1)
                text = sentence.text[: match.start()] + wrong + sentence.text[match.end() :]
                tried += 1
                if grounds.fault(replace(sentence, text=text)) is None:
                    passed.append(text)
    assert tried > 300
    assert len(passed) <= tried // 200, passed


BENT = {
    "en": [(r"\bor\b", "and"), (r"\band\b", "or"), (r"\bonly ", ""), (r"\bfirst ", "")],
    "zh": [("或者", "以及"), ("或(?!者)", "和"), ("只(?=能|有|可|对|在)", ""), ("仅", ""), ("先", "")],
}


def test_hardly_any_sentence_passes_with_its_or_turned_to_and_or_a_limit_left_out() -> None:
    tried, passed = 0, list[str]()
    for one in rendered()[::20]:
        grounds = Grounds((one,), one.language)
        for sentence in quoted(one):
            for word, other in BENT[one.language]:
                text = re.sub(word, other, sentence.text, count=1)
                if text != sentence.text:
                    tried += 1
                    passed += [text] if grounds.fault(replace(sentence, text=text)) is None else []
    assert tried > 100
    assert len(passed) <= tried // 15, passed


Row = Mapping[str, str]
WRITTEN: Mapping[str, Sequence[Row]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "additions.toml").read_text("utf-8")
)


def _closed_up(text: str) -> str:
    return re.sub(r"\s", "", text)


def told(row: Row) -> Sequence[Sequence[str]]:
    """What is shown of a model's sentence, beside each version of its section."""
    return [
        [sentence.text for sentence in Grounds((one,), one.language).judge(f"{row['text']} [1]").kept]
        for one in rendered()
        if one.passage_id == row["section"]
    ]


@pytest.mark.parametrize("row", WRITTEN["added"], ids=lambda row: f"{row['kind']} {row['section']}")
def test_an_addition_to_a_sentence_of_a_passage_gives_way_to_the_sentence(row: Row) -> None:
    shown = told(row)
    assert all(row["text"] not in kept for kept in shown)
    assert any(shown)


@every(WRITTEN["added_later"], name=lambda row: f"{row['kind']} {row['section']}")
def test_of_an_added_to_sentence_nothing_is_shown_but_what_its_passage_says(row: Row) -> None:
    shown, said = told(row), [_closed_up(p.text) for p in rendered() if p.passage_id == row["section"]]
    assert any(shown)
    assert all(_closed_up(each) in text for kept, text in zip(shown, said, strict=True) for each in kept)


@pytest.mark.parametrize("row", WRITTEN["reworded"], ids=lambda row: row["section"])
def test_an_honest_rewording_is_shown_or_gives_way_to_the_sentence_it_rewords(row: Row) -> None:
    assert any(told(row))


def test_most_honest_rewordings_keep_their_words() -> None:
    own = [row for row in WRITTEN["reworded"] if any(row["text"] in kept for kept in told(row))]
    assert len(own) >= 0.6 * len(WRITTEN["reworded"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("An opposition must be filed within 3 working days of publication.", SentenceFault.INVENTED),
        (
            "An opposition must be filed within 3 months of publication (Criminal Law Art. 33).",
            SentenceFault.INVENTED,
        ),
        (
            "An opposition must be filed within 3 months of publication (Trademark Law Art. 33(2)).",
            SentenceFault.INVENTED,
        ),
        (
            "The Patent Law says that an opposition must be filed within 3 months of publication.",
            SentenceFault.UNKNOWN_LAW,
        ),
        ("The fee for each class is CNY 500.", SentenceFault.NOT_MARKED_UNVERIFIED),
        ("The fee for each class is CNY 500 (unverified).", None),
        ("The period can be extended.", SentenceFault.TURNED_ROUND),
        (
            "Evidence cannot follow within 3 months if the notice of opposition says so.",
            SentenceFault.TURNED_ROUND,
        ),
        ("An opposition may be filed within 3 months of publication.", SentenceFault.TURNED_ROUND),
        ("Opposition: three-month period from publication.", None),
        ("An opposition must usually be filed within 3 months of publication.", SentenceFault.UNSUPPORTED),
        (
            "The notice of opposition is filed with the trademark office in Beijing by registered courier.",
            SentenceFault.UNSUPPORTED,
        ),
        ("File with the trademark office in Beijing and Chengdu.", SentenceFault.UNSUPPORTED),
        ("File with the trademark office in Beijing (Art. 33).", SentenceFault.UNSUPPORTED),
    ],
)
def test_english_sentences(text: str, fault: SentenceFault | None) -> None:
    grounds = Grounds((passage(OPPOSE), passage(FINES)), "en")
    assert grounds.fault(AnswerSentence(text=text, marks=(1,), lead="", complete=True)) is fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("异议应当自公告之日起三个月内提出。", None),
        ("异议应当自公告之日起六个月内提出。", SentenceFault.INVENTED),
        ("应当自公告之日起3个月内提出异议（《商标法》第三十四条）。", SentenceFault.INVENTED),
        ("应当自公告之日起3个月内提出异议（《专利法》第三十三条）。", SentenceFault.INVENTED),
        ("该期限可以延长。", SentenceFault.TURNED_ROUND),
        ("异议通常应当自公告之日起三个月内提出。", SentenceFault.UNSUPPORTED),
    ],
)
def test_chinese_sentences(text: str, fault: SentenceFault | None) -> None:
    grounds = Grounds((passage(OPPOSE_ZH, language="zh"), passage(FINES_ZH, language="zh")), "zh")
    assert grounds.fault(AnswerSentence(text=text, marks=(1,), lead="", complete=True)) is fault


def test_amounts_in_chinese_numerals() -> None:
    grounds = Grounds((passage(FINES_ZH, language="zh"),), "zh")
    said = AnswerSentence(
        text="违法经营额不足五万元的，可以处二十五万元以下的罚款。", marks=(1,), lead="", complete=True
    )
    assert grounds.fault(said) is None
    assert grounds.fault(replace(said, text=said.text.replace("二十五", "三十五"))) is SentenceFault.INVENTED


def test_sentences_keep_abbreviations_numbers_and_marks_together() -> None:
    text = "Yes. See Art. 33 and No. 5 of CNY 1.5 million [1, 2].\n\n1. Next step【3】\n- Cut off at 3"
    found = sentences(text)
    assert [(s.marks, s.complete) for s in found] == [((1, 2), True), ((3,), True), ((), False)]
    assert found[0].text == "Yes. See Art. 33 and No. 5 of CNY 1.5 million."
