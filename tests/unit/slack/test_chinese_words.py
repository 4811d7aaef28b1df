"""The Chinese interface has one word for one thing, addresses people politely and claims no authority's acts."""

import re
import tomllib
from pathlib import Path

import pytest

import bot
from bot.words.book import load_words

ROOT = Path(bot.__file__).parents[1]
FILES = (
    "bot/words/zh.toml",
    "bot/words/sentences_zh.toml",
    "bot/services/casework/grades.toml",
    "knowledge/events.toml",
    "knowledge/plans.toml",
)
# What is written instead, by the word that is not.
ONE_WORD = {
    "缺口": "缺项",
    "批准人": "审批人",
    "作者": "起草人",
    "消息串": "消息列",
    "讨论串": "消息列",
    "聊天模型": "对话模型",
    "品牌手册": "品牌资料",
    "你": "您",
    "分诊": "待判定商品",
    "豁免": "忽略",
    "保管链": "保管和交接记录",
    "鉴别意见": "辨认意见",
    "代理审批人": "候补审批人",
    "法律顾问": "团队律师",
    "贵方": "本团队",
    "判断": "判定",
    "预警": "提醒",
    "已发送": "已发出",
    "起草通知": "起草文书",
    "通知类型": "文书类型",
}
# Acts of authorities, and the parties who do them: an act of ours has another word.
OFFICIAL_ACTS = re.compile(r"立案|放行|认定|举报")
DONE_BY_AN_AUTHORITY = re.compile(r"海关|市场监管|专利管理|公安|法院|协助")
OUTCOMES_OF_OFFICES = {"casework.outcomes.released"}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("word", sorted(ONE_WORD))
def test_one_word_stands_for_one_thing(file: str, word: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if word in line and not line.startswith("#")]
    assert lines == [], f"write {ONE_WORD[word]}"


@pytest.mark.parametrize("file", FILES)
def test_a_bought_sample_has_one_name(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"(?<!取)购样", text) == []


def test_no_act_of_ours_bears_an_authoritys_word() -> None:
    words = load_words("zh")
    ours = {
        key: words(key)
        for key in words.names
        if OFFICIAL_ACTS.search(words(key)) and not DONE_BY_AN_AUTHORITY.search(words(key))
    }
    offices = {key for key in ours if key.startswith(("deadline.", "prepare.")) or key in OUTCOMES_OF_OFFICES}
    assert {key: said for key, said in ours.items() if key not in offices} == {}


def test_the_chinese_of_the_sentences_is_readable_toml() -> None:
    for file in FILES:
        tomllib.loads((ROOT / file).read_text(encoding="utf-8"))
