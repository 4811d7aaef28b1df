"""Buyers led off the platform: words, and accounts shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.signals.names.folding import shortened
from bot.signals.offer.lexicon import TermHits

_HANDLE = re.compile(
    r"(?:(?:微信|[薇威徽维]信|卫星|扣扣|企鹅|wechat|whats?app|telegram|(?<![a-z0-9])(?:vx|wx|qq))"
    r"|(?:[加添找私\+＋➕]|联系|咨询)(?:我|客服)?\s{0,3}(?:vx?|wx|qq?|[微薇威徽维扣十]))"
    r"[号❤♥️]{0,4}\s{0,3}[:：]?\s{0,3}((?=[a-z_-]{0,40}\d)[a-z0-9_-]{5,40})(?![a-z0-9])",
    re.IGNORECASE,
)
"""An account named by a word for where it is, or by a word that leads there: a letter before figures is a model's number.
Every repetition has a bound: a page of blanks must not keep anyone waiting."""
_NAMES_ONE = re.compile(r"[vVwWqQ微薇威徽卫扣十]")
_DIGIT = re.compile(r"\d")
"""Without both there is no account: a quick look at every text, before the close one."""
_ACCOUNT = re.compile(r"wx|wechat|whats?app|微信|qq|telegram|line:", re.IGNORECASE)


def signal(listing: Listing, terms: TermHits, texts: Sequence[tuple[str, str]]) -> Signal | None:
    """The contact signal: what was said, quoted."""
    said = next(iter(terms.of("contact", "title", "description", "seller_name")), None)
    handle = next(
        (
            (field, m.group().strip())
            for field, text in texts
            if _NAMES_ONE.search(text) and _DIGIT.search(text) and (m := _HANDLE.search(text))
        ),
        None,
    )
    shown = next((shortened(c) for c in listing.seller_contact if _ACCOUNT.search(c)), "")
    score = 0.4 * bool(said) + 0.35 * bool(handle) + 0.25 * bool(shown)
    if not score:
        return None
    quoted = shortened(said.text if said else handle[1] if handle else shown)
    where = said.field if said else handle[0] if handle else "seller contact"
    return Signal(
        name="contact",
        score=min(1.0, score),
        because=_because(
            Sentence(key=where.replace("_", " ")),
            quoted,
            given=handle[1] if said and handle else "",
            shown=shown if quoted != shown else "",
        ),
    )


def _because(where: Sentence, text: str, *, given: str, shown: str) -> Sentence:
    if given:
        return sentence(
            "{where} leads buyers off the platform: “{text}” and gives “{more}”",
            where=where,
            text=text,
            more=given,
        )
    if shown:
        return sentence(
            "{where} leads buyers off the platform: “{text}” and shows “{more}”",
            where=where,
            text=text,
            more=shown,
        )
    return sentence("{where} leads buyers off the platform: “{text}”", where=where, text=text)
