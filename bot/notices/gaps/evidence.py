"""Gaps of the evidence: taken, whole, fresh, and enough to say that the goods infringe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.drafts import Gap, Severity
from bot.domain.moments import china_day
from bot.notices.gaps.making import APPROVER, blocking, warning
from bot.notices.matter import Matter

STALE_DAYS = 7
CHECKED_DAYS = 2
"""A link that nobody has looked at for longer is opened again before filing: listings go and come back."""

_PRICE = {"price", "seller"}


def gaps_of_evidence(matter: Matter) -> Iterator[Gap]:
    """Everything that is missing to prove the facts."""
    if not matter.listings and matter.entry.needs("listing"):
        yield blocking("listing", "no listing is named; give --listing PLATFORM:ITEM_ID")
    for listing in matter.listings:
        yield from _capture(matter, listing.listing_id)
    yield from _reasons(matter)
    yield from _marks(matter)
    bought = matter.purchases or matter.texts.keys() & {"test_purchase_zh", "test_purchase_en"}
    if matter.route == "amr" and matter.entry.grounds and not bought:
        yield warning(
            "evidence.test_purchase",
            "no test purchase or comparison; bureaus act faster on a purchased sample with a comparison "
            "signed by the owner",
        )


def _capture(matter: Matter, listing_id: str) -> Iterator[Gap]:
    evidence = matter.evidence.get(listing_id)
    if evidence is None:
        if not matter.entry.needs("evidence.capture"):
            return
        yield blocking(
            "evidence.capture",
            f"{listing_id} has not been captured; run `marque evidence capture {listing_id}` and make "
            "the draft again",
        )
        return
    age = matter.facts.now - evidence.captured_at
    if age > timedelta(days=STALE_DAYS):
        text = f"the capture of {listing_id} is {age.days} days old; capture it again, it may have changed"
        field = "evidence.captured_at"
        yield (
            blocking(field, text, waivable_by=APPROVER)
            if matter.entry.stale_evidence is Severity.BLOCKING
            else warning(field, text)
        )
    elif age > timedelta(days=CHECKED_DAYS):
        yield warning(
            "listing.checked",
            f"{listing_id} was last looked at {age.days} days ago; open the link again before filing",
        )
    if not (evidence.has("page") or evidence.has("screenshot")):
        why = "; ".join(f"{part}: {reason}" for part, reason in evidence.failed[:2])
        yield warning(
            "evidence.page",
            f"the capture of {listing_id} has neither page nor screenshot{f' ({why})' if why else ''}; "
            "take a screenshot by hand with the licence page",
        )


def _reasons(matter: Matter) -> Iterator[Gap]:
    if not matter.entry.grounds:
        return
    ids = {listing.listing_id for listing in matter.listings}
    signals = {
        s.name for a in matter.facts.assessments if a.listing_id in ids for s in a.signals if s.score > 0
    }
    told = matter.texts.keys() & {"facts_zh", "facts_en", "test_purchase_zh", "test_purchase_en"}
    if told or any(purchase.differences for purchase in matter.purchases):
        return
    if signals and signals <= _PRICE:
        yield blocking(
            "evidence.reasons",
            "a low price alone is no infringement; write among the facts, in both languages, what shows "
            "that the goods are not genuine",
        )
    else:
        yield warning(
            "evidence.reasons",
            "nothing says why the goods are not genuine; write it among the facts, in both languages",
        )


def _marks(matter: Matter) -> Iterator[Gap]:
    if "trademark" not in matter.bases or not matter.entry.grounds:
        return
    titles = [right.title.casefold() for right in matter.rights if right.title]
    for listing in matter.listings:
        shown = f"{listing.title}\n{listing.description}".casefold()
        if titles and not any(title in shown for title in titles):
            yield warning(
                "listing.title",
                f"{listing.listing_id} does not write the mark as registered; say among "
                "the facts, in both languages, where the page or the goods use it",
            )


def gaps_of_dates(matter: Matter) -> Iterator[Gap]:
    """The dates of the notice and of the act."""
    request, dates = matter.facts.request, matter.dates
    today = china_day(matter.facts.now)
    if request.as_of != today:
        yield warning(
            "request.as_of",
            f"the notice is dated {request.as_of}, today is {today}; it can be read, but only a notice "
            "of today can be approved",
        )
    if request.act_from and request.act_to and request.act_from > request.act_to:
        yield blocking(
            "request.act_from",
            f"the act begins on {request.act_from} and ends before that, on {request.act_to}; correct "
            "the dates",
        )
    if dates.act_from > dates.filed_on or dates.act_to > max(dates.filed_on, dates.act_from):
        yield blocking(
            "request.act_to",
            f"the act lies after the day of the notice ({dates.filed_on}); correct the dates",
        )
