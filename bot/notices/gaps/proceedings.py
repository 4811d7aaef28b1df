"""Gaps of what follows a first request: whom it goes to, what it supplements, what may be asked again."""

import re
from collections.abc import Iterator

from bot.domain.compositions import NoticeGap, blocking, warning
from bot.notices.facts.form import date_in, older_sample, written
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.terms import days_shown

_REPEAT = re.compile(
    r"五年内|5年内|再次侵权|屡次侵权|重复侵权|twice|within (?:five|5) years|repeat(?:ed)? infring",
    re.IGNORECASE,
)
_RELISTED = re.compile(r"(?:重新|再次|又)上架|\brelist|\bput\b.{0,20}\bup again", re.IGNORECASE)
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}")


def gaps_of_supplement(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """“Twice in five years” rests on findings in the register alone (fact TM-58)."""
    told = " ".join(matter.texts.values())
    if _REPEAT.search(told) and not matter.findings:
        yield blocking(
            "findings",
            "the text speaks of repeated infringement, and no effective decision against this seller is on record; "
            "fill it in in the brand book, among the decisions (findings), or take the words out",
        )
    yield from relisting(matter)
    done = older_sample(matter)
    if done:
        yield warning(
            "texts.earlier_on",
            "the sample was bought and examined by {day}, before the earlier request; it is told as an addition and not as a new "
            "fact, and only new facts start the handling time anew",
            day=done,
        )


def relisting(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """“Put up again” is a fact only with the old listing and its day."""
    texts = [text for name, text in matter.texts.items() if not name.endswith("_is")]
    if not any(_RELISTED.search(text) for text in texts):
        return
    if "old_item" not in dict(matter.entry.asks):
        if not any(_RELISTED.search(text) and _DAY.search(text) for text in texts):
            yield warning(
                "texts.relisting",
                "the text says that goods were put up again, without a day; say which link was down when and when the "
                "new one was seen, or leave it out",
            )
        return
    if not (matter.texts.get("old_proof") and written(matter, "sameness")):
        yield blocking(
            "texts.old_proof",
            "goods put up again are a fact only with the capture of the old listing, the record of its removal and a comparison "
            "of the two; say where these are and how they were compared, or leave the sentence out",
        )
    yield from _overlapping(matter)
    missing = [name for name in ("old_item", "old_link", "down_on") if not written(matter, name)]
    if missing:
        yield warning(
            "texts.relisting",
            "the goods are said to be put up again, but {fields} is not known; enter it, or leave the sentence out",
            fields=", ".join(missing),
        )


def _overlapping(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Goods are put up again after the old listing was down, not before."""
    down = date_in(matter, "down_on")
    seen = [day for day in days_shown(matter.facts) if down and day < down]
    if down and seen:
        yield warning(
            "texts.down_on",
            "the new listing is on record on {seen}, before the old one was down on {day}; correct the day, or say that both "
            "were up together",
            seen=min(seen),
            day=down,
        )


def gaps_of_restart(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A report with new facts starts the handling time anew (fact AM-34): said to us, not to the bureau."""
    yield warning(
        "law.report_restarts",
        "new facts may start the bureau's handling time anew from the day it receives them; put in everything at once, "
        "and leave the supplement out where nothing in it changes the case",
    )
