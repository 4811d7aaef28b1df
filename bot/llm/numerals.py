"""Reads numbers as people write them: 250,000, 25万, 二十五万, twenty-five, 1.5 million, 三分之一."""

import re
from fractions import Fraction

_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1_000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
_SMALL_WORDS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_SMALL_WORDS)}
_WORDS |= {word: 20 + 10 * value for value, word in enumerate(_TENS_WORDS)}
_WORDS |= {"dozen": 12}
_POWERS = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1_000,
    "m": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip

# Lengths are bounded: a model may write digits without end, and Python refuses to read thousands of them.
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,8}|\d{1,24})(?:\.\d{1,12})?"
_NAMES = "|".join(sorted(_WORDS, key=len, reverse=True))
_ENGLISH = (
    rf"\b(?:{_NAMES})(?:[\s-](?:and\s)?(?:{_NAMES}|hundred|thousand|million|billion)){{0,12}}(?:\b|(?=fold))"
)
_SIGNS = "零〇一二两三四五六七八九十百千万亿"
# A number in any of the spellings; Latin magnitudes only after digits.
NUMERAL = (
    rf"(?:{_DIGITS}(?:[十百千万亿][{_SIGNS}]{{0,16}}|\s?(?:hundred|thousand|million|billion|bn)\b|[km]\b)?"
    rf"|[{_SIGNS}]{{1,24}}|{_ENGLISH})"
)
_PIECE = re.compile(r"\d+(?:\.\d+)?|.")


def value_of(text: str) -> Fraction | None:
    """The number that a text matched by ``NUMERAL`` stands for; None where it is no number after all."""
    plain = text.strip().lower().replace(",", "")
    if not plain:
        return None
    if any(sign in _CHINESE or sign in _STEPS or sign in _GREAT for sign in plain):
        return _chinese(plain)
    if plain[0].isdigit():
        digits = re.match(r"[\d.]+", plain)
        power = plain[digits.end() :].strip() if digits else ""
        return Fraction(digits[0].rstrip(".")) * _POWERS.get(power, 1) if digits else None
    return _english(re.split(r"[\s-]+", plain))


def _chinese(text: str) -> Fraction | None:
    pieces = _PIECE.findall(text)
    if all(piece in _CHINESE for piece in pieces) and len(pieces) > 1:
        return Fraction("".join(str(_CHINESE[piece]) for piece in pieces))
    total = section = Fraction(0)
    number: Fraction | None = None
    for piece in pieces:
        if piece in _CHINESE:
            number = Fraction(_CHINESE[piece])
        elif piece[0].isdigit():
            number = Fraction(piece)
        elif piece in _STEPS:
            section += (Fraction(1) if number is None else number) * _STEPS[piece]
            number = None
        elif piece in _GREAT:
            total = _raised(total, section + (number or 0), _GREAT[piece])
            section, number = Fraction(0), None
        else:
            return None
    return total + section + (number or 0)


def _raised(total: Fraction, section: Fraction, great: int) -> Fraction:
    # 三万亿 multiplies what went before, 一亿三千万 adds to it.
    if not section:
        return (total or Fraction(1)) * great
    return total + section * great


def _english(words: list[str]) -> Fraction | None:
    total = section = 0
    for word in words:
        if word in _WORDS:
            section += _WORDS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in _POWERS:
            total, section = total + (section or 1) * _POWERS[word], 0
        elif word != "and":
            return None
    return Fraction(total + section)
