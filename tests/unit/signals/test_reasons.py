"""Every sentence of the detectors is told in Chinese to Chinese readers, whatever it is about."""

import re

import pytest

from bot.domain.assessments import QUOTES
from bot.domain.sentences import Sentence, read, sentence
from bot.signals.names.forms import NameForm
from bot.signals.names.vocabulary import says_little
from bot.signals.offer.lexicon import terms
from bot.words.book import load_words
from bot.words.telling import tell, wordings
from tests.unit.signals.conftest import Judge, a_picture, as_bytes

ZH = load_words("zh")
ENGLISH = re.compile(r"[a-z]{2,}")


def left_in_english(told: str) -> list[str]:
    """English words outside what is quoted, file names and article numbers."""
    return ENGLISH.findall(
        re.sub(r"“.*?”|\S+\.(?:png|jpg)|SV-\w+|(?i:solvane)|\w+:\d+(?:（.*?）)?", "", told)
    )


@pytest.mark.parametrize("form", [each for each in NameForm if each is not NameForm.PLAIN])
def test_every_form_of_a_disguise_has_its_words(form: NameForm) -> None:
    assert left_in_english(tell(Sentence(key=form.value), ZH)) == []


def test_every_meaning_in_the_lexicon_has_its_words() -> None:
    meanings = {term.meaning for term in terms() if term.meaning}
    assert meanings - set(wordings("zh")) == set()


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("s0lvane 蓝牙耳机 现货 高仿 A货 1:1", "99", {}),
        ("索-维-安 蓝牙耳机 Solvane 3个装", "120", {"currency": "USD"}),
        ("Solvane 蓝牙耳机", "9000", {"currency": ""}),
        ("适用索维安耳机保护套 硅胶", "19", {"description": "非原装"}),
        ("闲置 索维安 蓝牙耳机 自用", "300", {}),
        ("索维安 雨伞", "30", {"brand": "别家"}),
        ("索维安 蓝牙耳机 拍前私聊 加V看实拍", "1", {"description": "加V：fz76680 看实拍"}),
        ("蓝牙耳机 现货", "69", {"seller_id": "6606"}),
        ("蓝牙耳机 正品", "59", {"seller_name": "Solvane Official Store", "brand": "Solvane"}),
        ("索维安 蓝牙耳机", "690", {"platform": "tmall", "seller_id": "1001"}),
    ],
)
def test_what_is_found_in_a_listing_is_told_in_chinese(
    judge: Judge, title: str, price: str, fields: dict[str, str]
) -> None:
    found = judge(title, price=price, picture=as_bytes(a_picture()), **fields)
    assert found.signals
    told = {str(each.because): tell(each.because, ZH) for each in found.signals}
    assert {kept: left_in_english(each) for kept, each in told.items() if left_in_english(each)} == {}
    assert [each.name for each in found.signals if not ZH.has(f"signal.{each.name}")] == []


def test_the_facts_of_a_sentence_stand_in_the_chinese_one() -> None:
    reference = sentence(
        "the lowest authorised price of {sku} ({floor}, in proportion to its size ({size}))",
        sku="K-1",
        floor="CNY 298",
        size="50%",
    )
    money = sentence(
        "{amount} for {pieces}, CNY {each} each,",
        amount=sentence("{price}", price="USD 20"),
        pieces=2,
        each=72,
    )
    price = sentence("{money} is {share} under {reference}", money=money, share="76%", reference=reference)
    assert str(price) == (
        "USD 20 for 2, CNY 72 each, is 76% under the lowest authorised price of K-1 (CNY 298, in proportion to its size (50%))"
    )
    assert tell(price, ZH) == "USD 20/2件，单件CNY 72，比K-1的最低授权价（CNY 298，按规格折算50%）低76%"


def test_a_fact_that_holds_braces_stays_what_it_is() -> None:
    told = sentence("{where} holds “{text}”", where=Sentence(key="title"), text="a {b} {where}")
    assert tell(told, ZH) == "标题含“a {b} {where}”"
    assert tell(told, load_words("en")) == "title holds “a {b} {where}”"
    assert (
        str(Sentence(key="a row of another version, with {braces}"))
        == "a row of another version, with {braces}"
    )


def test_a_sentence_comes_back_from_json_and_an_older_row_reads_as_it_was_written() -> None:
    told = sentence("{where} holds “{text}”", where=Sentence(key="title"), text="s0lvane")
    assert read(told.plain()) == told
    assert (
        str(read("title holds “s0lvane”"))
        == tell(read("title holds “s0lvane”"), ZH)
        == "title holds “s0lvane”"
    )


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("索维安 充电宝 30ml 磨砂黑 大容量 便携", ()),
        ("索维安 蓝牙耳机 白色 大号 男女通用 懂的来", ("懂的来",)),
        ("索维安 蓝牙耳机 九成新 搬家转让", ("搬家转让",)),
        ("Solvane earbuds black 2pcs XL same factory no invoice", ("same factory",)),
    ],
)
def test_a_reason_quotes_what_speaks_by_itself_never_goods_sizes_or_colours(
    judge: Judge, title: str, quoted: tuple[str, ...]
) -> None:
    told = " ".join(str(s.because) for s in judge(title, price="49").signals if s.name == "words")
    assert not told or told.startswith(("uses words", "the page reads", "no phrase"))
    assert tuple(re.findall("“(.*?)”", told)) == quoted


def _words(judge: Judge, title: str) -> Sentence:
    return next(s.because for s in judge(title, price="49").signals if s.name == "words")


@pytest.mark.parametrize("text", ["那个", "你们", "quality", "Quality", "same"])
def test_a_word_of_anybodys_sentence_says_little_by_itself(text: str) -> None:
    assert says_little(text)


@pytest.mark.parametrize("text", ["高仿", "代发", "同厂", "hologram", "same factory"])
def test_a_word_of_a_trade_says_something(text: str) -> None:
    assert not says_little(text)


def test_a_reason_quotes_no_pronoun(judge: Judge) -> None:
    assert "那个" not in str(_words(judge, "那个 索维安 蓝牙耳机 懂的来"))


def test_the_same_word_in_capitals_is_quoted_once(judge: Judge) -> None:
    told = str(_words(judge, "Solvane earbuds | Same Factory | same factory")).lower()
    assert told.count("same factory") == 1


def test_what_is_admitted_among_lawful_words_is_quoted(judge: Judge) -> None:
    title = "自用闲置 索维安 蓝牙耳机 搬家转让 朋友送的 一件代发"
    told = {s.name: s for s in judge(title, price="60").signals}
    assert told["words"].score < 0 < told["admitted"].score
    assert "一件代发" in str(told["admitted"].because)


def test_a_page_is_no_reason_twice(judge: Judge) -> None:
    reasons = judge("索维安 蓝牙耳机 同厂同料 懂的来 一件代发", price="60").reasons(9)
    assert sum("offers of copies use" in str(each) for each in reasons) == 1
    assert not any("some of the page" in str(each) for each in reasons)


def test_quotes_are_parted_as_the_readers_language_parts_them() -> None:
    told = sentence("uses words that offers of copies use: “{text}”", text=QUOTES.join(("同厂", "代发")))
    assert str(told).endswith("“同厂”, “代发”")
    assert tell(told, ZH).endswith("“同厂”、“代发”")


@pytest.mark.parametrize(
    "title",
    [
        "索维安 蓝牙耳机 全新",
        "索维安蓝牙耳机 新款 现货",
        "Solvane Air 3 Earbuds new",
        "索维安 蓝牙耳机 黑色 入耳式",
    ],
)
def test_nothing_is_said_against_the_page_of_new_goods_at_full_price(judge: Judge, title: str) -> None:
    told = [str(s.because) for s in judge(title, price="720").signals]
    assert not [each for each in told if "copies" in each]
    assert any("is not under" in each for each in told)
