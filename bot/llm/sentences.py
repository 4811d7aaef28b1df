"""Cuts a model's text into sentences with the marks [1], [2] … they carry, and joins them again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.lazily import lazily

_MARK = lazily(r"\s*\[(\d{1,3})\]")
_GROUP = lazily(r"[\[【]\s*\^?(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]】]")
_MARKDOWN = lazily(r"```\w*|\*\*|__|^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?", re.MULTILINE)
_BULLET = lazily(r"^\s*(?:[-*•·]|\d{1,2}[.)、](?!\d)|[(（]\d{1,2}[)）])\s*")
_STOP = lazily(r"[。！？!?.][\"'”’)）」』]*(?:\s*\[\d{1,3}\])*")
_ABBREVIATION = lazily(r"(?:\b(?:Arts?|Nos?|paras?|Sec|cf|vs|approx|Co|Ltd|Inc|St|e\.g|i\.e|U\.S)|\b[A-Z])$")
_BRIEF = lazily(
    r"(?:(?:yes|no|not|usually|only)\b[\w ,'’]{0,24}\.|[\u4e00-\u9fff，]{1,4}[。！])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """A sentence without its marks; ``lead`` separates it from the one before: blank, line or item."""

    text: str
    marks: tuple[int, ...]
    lead: str
    complete: bool


def sentences(text: str) -> list[AnswerSentence]:
    """The sentences of a text. One that ends neither in a stop nor in a mark was cut off."""
    plain = _MARKDOWN.sub("", text)
    plain = _GROUP.sub(lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m[1])), plain)
    found: list[AnswerSentence] = []
    gap = ""
    for line in plain.splitlines():
        body = _BULLET.sub("", line).strip()
        if not body:
            gap = "\n\n" if found else ""
            continue
        lead = (gap or "\n") if found else ""
        lead += "- " if _BULLET.match(line) else ""
        for number, piece in enumerate(_pieces(body)):
            found.append(_sentence(piece, lead if number == 0 else " "))
        gap = ""
    return found


def joined(kept: Sequence[AnswerSentence], numbers: Mapping[int, int]) -> str:
    """The sentences as one text, each followed by its marks under their new numbers."""
    text = ""
    for sentence in kept:
        marks = "".join(f"[{n}]" for n in sorted({numbers[mark] for mark in sentence.marks}))
        lead = sentence.lead if text else sentence.lead.lstrip("\n ")
        text += f"{lead}{sentence.text} {marks}"
    return text


def _pieces(line: str) -> list[str]:
    pieces: list[str] = []
    begin = 0
    for stop in _STOP.finditer(line):
        if _ends(line, stop, begin):
            pieces.append(line[begin : stop.end()].strip())
            begin = stop.end()
    rest = line[begin:].strip()
    return [*pieces, rest] if rest else pieces


def _ends(line: str, stop: re.Match[str], begin: int) -> bool:
    before, after = line[begin : stop.start()], line[stop.end() :]
    if _BRIEF.fullmatch(line[begin : stop.end()].strip()):
        return False  # “Yes.” belongs to the sentence that says why
    if stop[0][0] != ".":
        return True
    if not after or "[" in stop[0]:
        return True
    return after[0].isspace() and not after.lstrip()[:1].islower() and not _ABBREVIATION.search(before)


def _sentence(piece: str, lead: str) -> AnswerSentence:
    marks = tuple(dict.fromkeys(int(n) for n in _MARK.findall(piece)))
    ends_in_mark = re.search(r"\[\d{1,3}\]$", piece) is not None
    text = _MARK.sub("", piece).strip()
    complete = ends_in_mark or re.search(r"[。！？!?.][\"'”’)）」』]*$", text) is not None
    return AnswerSentence(text=text, marks=marks, lead=lead, complete=complete)
