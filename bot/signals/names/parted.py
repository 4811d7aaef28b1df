"""Names hidden in part behind signs (凯某林, Ver**tto)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.forms import Need

_SIGNS = "*＊※●•○〇□■×✕_"
_PICTURES = r"\u2600-\u27bf\U0001f300-\U0001faff"
_HIDDEN = rf"(?:[{_SIGNS}]|[{_PICTURES}]\ufe0f?)"
"""What letters and characters are hidden behind."""
HIDES = re.compile(rf"[{_SIGNS}某什啥{_PICTURES}xX](?:(?<![xX])|(?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff]))")
"""A sign behind which letters may be hidden, a cross between two characters among them."""
_STOP = "(?![A-Za-z0-9])"


class Parted(NamedTuple):
    """A name that may be hidden in part: what finds it, its letters or characters, how many of them must be shown, and what it
    needs beside it; of a Latin one (``ends``) the first and the last may be enough, beside a sign of a copy."""

    pattern: re.Pattern[str]
    alias: str
    signs: str
    least: int
    need: Need
    ends: bool

    def may_stand(self, skeleton: str) -> bool:
        """Whether enough of it stands in a skeleton for the text to be worth a look."""
        return sum(c in skeleton for c in fold(self.signs)) >= min(2, self.least)

    def seen(self, raw: str) -> tuple[int, int, Need] | None:
        """Where a text shows it so, and what it needs there."""
        for match in self.pattern.finditer(raw):
            shown = sum(c.lower() in self.signs for c in match[1])
            if shown < len(self.signs) and (
                shown >= self.least or (self.ends and match[1][-1].lower() == self.signs[-1])
            ):
                return *match.span(1), self.need if shown >= self.least else Need.SIGN
        return None


def masks_of(spelling: str) -> Iterator[Parted]:
    """Characters hidden behind a sign, 某 or 什么 (墨*, 凯某林), letters behind signs (Ver**tto), the first one shown."""
    skeleton, signs = fold(spelling), "".join(spelling.lower().split())
    if len(skeleton) > 1 and all(map(is_cjk, skeleton)):
        inner = [0 < at < len(skeleton) - 1 for at in range(len(skeleton))]
        ways = [f"(?:{c}|{_HIDDEN}|某|什么|啥{'|[xX]' * x})" for c, x in zip(skeleton, inner, strict=True)]
        pattern, least = re.compile(f"(?=({''.join(ways)}))"), (len(skeleton) + 1) // 2
        yield Parted(
            pattern, spelling, skeleton, least, Need.SIGN if len(skeleton) < 3 else Need.GOODS, False
        )
    elif spelling.isascii() and len(spelling) >= 3 and spelling[0].isalnum():
        rest = "".join(rf"\s?(?:{re.escape(c)}|{_HIDDEN})" for c in signs[1:])
        written = rf"(?<![A-Za-z0-9])(?=({re.escape(signs[0])}{rest}{_STOP}))"
        need = Need.GOODS if len(signs) >= NAMES.masked else Need.SIGN
        least = (len(signs) + 1) // 2 if len(signs) > 3 else 1
        yield Parted(re.compile(written, re.IGNORECASE), spelling, signs, least, need, True)
