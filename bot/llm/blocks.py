"""Puts question, earlier questions and passages before a model as data (prompt injection): in blocks that data cannot close.

What turns to the model in them, instructions hidden in a text from outside, is taken out first.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bot.llm.facts import normal, seen
from knowledge.lazily import lazily
from knowledge.passages import Passage

LANGUAGES = {"en": "English", "zh": "Simplified Chinese (简体中文)"}
_BRACKETS = str.maketrans("<>＜＞", "‹›‹›")
_ROLE = lazily(r"(?im)^\s*(?:system|assistant|developer|human|user|系统|助手|用户)\s*[:：]")
_SPECIAL = lazily(
    r"\[/?(?:INST|SYS|system|assistant)\]|#{2,}\s*(?:instruction|system|response)s?:?", re.IGNORECASE
)
# Words by which a text turns to the model instead of telling about the law.
_ORDER = lazily(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous|prior|everything)\b"
    r"|\b(?:system|developer)\s+(?:prompt|message|instructions?)\b"
    r"|\byou\s+are\s+(?:now|an?\s+(?:ai|assistant|language\s+model|bot))\b"
    r"|\b(?:as|dear)\s+an?\s+(?:ai|language\s+model)\b|\b(?:ai|language)\s+models?\b.{0,40}\b(?:must|should|shall)\b"
    r"|\b(?:answer|reply|respond|say|write|output|print)\b.{0,20}\b(?:only|exactly|instead)\s*(?:with\s*)?[:\"“'‘]"
    r"|<\s*/?\s*(?:passages?|question|earlier_question|system|instructions?)\b"
    r"|\bnew\s+instructions?\b|\bwhen\s+asked\b.{0,60}\b(?:say|answer|reply|respond)\b"
    r"|\b(?:tell|inform)\s+the\s+(?:user|reader|asker)\b"
    r"|(?:忽略|无视|忘记|忘掉|不要理会).{0,20}(?:指令|指示|规则|要求|以上|上述|之前|前面|提示)"
    r"|系统(?:提示|消息|指令)|(?:提示词|新的?指令)|你(?:现在)?是一?个?(?:AI|人工智能|助手|语言模型|机器人)"
    r"|(?:只|必须|请|直接)(?:回答|回复|输出|答复)[“\"'：:]|(?:告诉|告知)(?:用户|提问者|读者)|语言模型|AI助手",
    re.IGNORECASE,
)
_UNITS = lazily(r"[^\n。！？!?.]+(?:[。！？!?.]+(?=\s|$|[^\d\s])|\n|$)|\n+")


def neutral(text: str) -> str:
    """Data that can neither close its block nor pose as a speaker: no angle brackets, roles, hidden signs."""
    plain = seen(text).translate(_BRACKETS)
    plain = _ROLE.sub(lambda match: match[0].replace(":", " -").replace("：", " -"), plain)
    return _SPECIAL.sub(lambda match: match[0].replace("[", "(").replace("]", ")").replace("#", ""), plain)


def without_orders(text: str) -> str:
    """The text without sentences that address the model: not shown to it, and no ground for anything."""
    plain = normal(text)
    if not _ORDER.search(plain):
        return text
    lines = [line for line in plain.split("\n") if not _holds_orders_throughout(line)]
    return "\n".join("".join(u for u in _UNITS.findall(line) if not _ORDER.search(u)) for line in lines)


def _holds_orders_throughout(line: str) -> bool:
    # An order that runs over a full stop cannot be cut out; the whole line goes.
    return _ORDER.search(line) is not None and not any(_ORDER.search(unit) for unit in _UNITS.findall(line))


def system_text(language: str, *, looks_up: bool = False) -> str:
    """What the model is told to do; ``looks_up``: it has tools."""
    told = _prompt("answer") + (_prompt("tools") if looks_up else "")
    return told.replace("{language}", LANGUAGES.get(language, LANGUAGES["en"]))


def data_text(question: str, passages: Sequence[Passage], earlier: Sequence[str] = ()) -> str:
    """What it is given to do it with: everything that users and documents wrote, as blocks of data."""
    blocks = [passage_text(number, passage) for number, passage in enumerate(passages, start=1)]
    asked = "".join(f"<earlier_question>{neutral(text)}</earlier_question>\n" for text in earlier)
    return f"<passages>\n{''.join(blocks)}</passages>\n{asked}<question>{neutral(question)}</question>"


def passage_text(number: int, passage: Passage) -> str:
    """A passage under its number."""
    title = neutral(without_orders(passage.title)).replace('"', "'").replace("\n", " ")
    text = neutral(without_orders(passage.text))
    return f'<passage number="{number}" title="{title}">\n{text}\n</passage>\n'


@cache
def _prompt(name: str) -> str:
    return files("bot.llm").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
