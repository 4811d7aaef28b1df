"""Gaps of the evidence: taken, whole, fresh, enough to say that the goods infringe, on the days of the notice and the act."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from bot.domain.compositions import APPROVER, NOBODY, NoticeGap, Severity, blocking, warning
from bot.domain.moments import china_day
from bot.domain.reasons import SHOWS_FAKE, SHOWS_USE, Reason, ReasonKind
from bot.notices.facts.applying import own_goods, reaches, sampled_of, turnover_of, use_of
from bot.notices.facts.form import base_names, date_in, goods_of
from bot.notices.facts.matter import COUNTERFEIT, MARK_USE, NoticeMatter
from bot.notices.facts.parties import opinion

STALE_DAYS, CHECKED_DAYS = 7, 2
"""A link that nobody has looked at for longer is opened again before filing: listings go and come back."""

_PRICE = {"price", "seller"}


def gaps_of_evidence(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Everything that is missing to prove the facts."""
    if not matter.listings and matter.entry.needs("listing"):
        yield blocking("listing", "no listing is named; choose the one that it is about")
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
    yield from _annexed(matter)


def _annexed(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Papers that the annex list promises and that are not on record."""
    opinions = {
        kind: entry.title for kind, entry in matter.catalog.entries.items() if "sample" in entry.checks
    }
    drafted = opinions.keys() & {draft.request.kind for draft in matter.same_case}
    if "opinion" in matter.entry.annexes and any(opinion(matter)) and not drafted:
        yield warning(
            "evidence.opinion",
            "the bureau's list asks for the right owner's opinion on the goods, and none is drafted in this case; draft "
            "“{notice}”, have it signed and annex it",
            notice=", ".join(opinions.values()),
        )
    yield from _decided(matter)
    for bought in matter.purchases[-1:] if "purchase" in matter.entry.annexes else ():
        lost = [
            x.photograph for x in bought.differences if x.photograph and x.photograph not in bought.pictures
        ]
        if lost:
            yield warning(
                "evidence.test_purchase.photographs",
                "no paper can show {names}: a photograph is kept by its plain file name beside the record; lay it there",
                names=", ".join(lost),
            )


def _decided(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Of an earlier decision that is an annex: its file, and what it found infringed (TM-58)."""
    for each in matter.findings if "findings" in matter.entry.annexes else ():
        if not each.document:
            yield warning(
                "finding.document",
                "decision {number} is annexed by hand, for its file is not in the brand book; get it, and see that it took "
                "effect",
                number=each.number,
            )
        if not each.about:
            yield warning(
                "finding.about",
                "what decision {number} found infringed is not recorded; only an infringement of a trademark counts as a "
                "first time in five years, so read it and write “about” in the brand book",
                number=each.number,
            )


def _capture(matter: NoticeMatter, listing_id: str) -> Iterator[NoticeGap]:
    evidence = matter.evidence.get(listing_id)
    if evidence is None:
        if not matter.entry.needs("evidence.capture"):
            return
        yield blocking(
            "evidence.capture",
            "{listing} has not been captured; run `marque evidence capture {listing}` and make the draft again",
            listing=listing_id,
        )
        return
    age = matter.facts.now - evidence.captured_at
    if age > timedelta(days=STALE_DAYS):
        stale = matter.entry.stale_evidence is Severity.BLOCKING
        yield (partial(blocking, waivable_by=APPROVER) if stale else warning)(
            "evidence.captured_at",
            "the capture of {listing} is {days} days old; capture it again, it may have changed",
            listing=listing_id,
            days=age.days,
        )
    elif age > timedelta(days=CHECKED_DAYS):
        yield warning(
            "listing.checked",
            "{listing} was last looked at {days} days ago; open the link again before filing",
            listing=listing_id,
            days=age.days,
        )
    if not evidence.shows_page:
        why = "; ".join(f"{part}: {reason}" for part, reason in evidence.failed[:2])
        yield _sharp(matter, waivable_by=APPROVER)(
            "evidence.page",
            "the capture of {listing} does not show its page ({why_not}); take a screenshot of the page and annex it"
            if why
            else "the capture of {listing} does not show its page; take a screenshot of the page and annex it",
            listing=listing_id,
            **({"why_not": why} if why else {}),
        )


def _to_come(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Days in the form that are past by their nature: only goods are still expected."""
    for name in base_names(matter):
        told = date_in(matter, name) if name != "expected_on" else None
        if told and told > matter.as_of:
            key = "{field} lies after the day of the notice ({day}); correct it"
            yield blocking(f"texts.{name}", key, field=told, day=matter.as_of)


def gaps_of_dates(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """The dates of the notice and of the act."""
    yield from _to_come(matter)
    request, dates = matter.facts.request, matter.dates
    today = china_day(matter.facts.now)
    if request.as_of != today:
        yield warning(
            "request.as_of",
            "the notice is dated {day}, today is {today}; it can be read, but only a notice of today can be "
            "approved",
            day=request.as_of,
            today=today,
        )
    if request.act_from and request.act_to and request.act_from > request.act_to:
        yield blocking(
            "request.act_from",
            "the act begins on {day} and ends before that, on {end}; correct the dates",
            day=request.act_from,
            end=request.act_to,
        )
    if not dates.basis and matter.listings and matter.entry.accuses:
        yield blocking(
            "request.act_from",
            "no evidence shows a day on which the listing was up: when was it seen? Capture it, or give the days of "
            "the act",
        )
    if dates.basis == "given" and dates.act_to > dates.filed_on:
        yield blocking(
            "request.act_to",
            "the act lies after the day of the notice ({day}); correct the dates",
            day=dates.filed_on,
        )


def _reasons(matter: NoticeMatter) -> Iterator[NoticeGap]:
    if not matter.entry.grounds:
        return
    ids = {listing.listing_id for listing in matter.listings}
    signals = {
        s.name for a in matter.facts.assessments if a.listing_id in ids for s in a.signals if s.score > 0
    }
    told = any(_carries(matter, reason) for reason in matter.reasons) or matter.texts.keys() & {
        *("facts_zh", "facts_en", "test_purchase_zh", "test_purchase_en", "comparison_zh", "comparison_en")
    }
    if told or any(purchase.differences for purchase in matter.purchases):
        return
    if (signals and signals <= _PRICE) or matter.reasons:
        yield blocking(
            "evidence.reasons",
            "a low price, or what else surrounds an offer, is no infringement; tick a reason that shows one, or write "
            "among the facts, in both languages, what shows that the goods are not genuine",
        )
    else:
        yield _sharp(matter)(
            "evidence.reasons",
            "nothing says why the goods infringe; tick the reasons that hold, or write among the facts, in both languages, "
            "why they are not genuine",
        )


def _carries(matter: NoticeMatter, reason: Reason) -> bool:
    """Whether a ticked reason bears the ground of the notice."""
    if matter.ground == "copyright":
        return reason.kind is ReasonKind.PICTURE
    return reason.kind in SHOWS_FAKE | SHOWS_USE


def _marks(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Each right of the notice has its own fact: where the sign is used, what is copied, how the design compares."""
    if not matter.entry.grounds:
        return
    if "trademark" in matter.bases:
        yield from _signs(matter)
    if "unfair" in matter.bases:
        yield warning(
            "evidence.influence",
            "confusion wants a name, packaging or decoration of some influence in China; attach what shows sales, "
            "advertising and awards",
        )
    if not matter.texts.keys() & {"comparison_zh", "comparison_en"} and {"design", "patent"} & set(
        matter.bases
    ):
        yield blocking(
            "texts.comparison",
            "nothing compares the goods with the design or patent; write the comparison in both languages, or leave "
            "that right out",
        )
    copied = any(reason.kind is ReasonKind.PICTURE for reason in matter.reasons)
    if "copyright" in matter.bases and not copied and not matter.texts.keys() & {"facts_zh", "facts_en"}:
        yield blocking(
            "texts.facts",
            "nothing says which picture or text was copied; tick the picture, or write it among the facts in both "
            "languages, or leave the copyright out",
        )


def _signs(matter: NoticeMatter) -> Iterator[NoticeGap]:
    asks = "sign_zh" in dict(matter.entry.asks)
    sampled = sampled_of(matter)
    for right in matter.marks:
        if right.title and matter.listings and right.id not in sampled and not use_of(matter, right):
            yield (blocking if asks else _sharp(matter))(
                "texts.sign",
                "nothing ticked, written or shown names the mark “{mark}” ({right}); tick or write, naming it, where the "
                "goods, their packaging or their pictures use it, or leave that right out",
                mark=right.title,
                right=right.id,
            )
    yield from _on_goods(matter)
    if matter.listings and not goods_of(matter, matter.marks):
        yield warning(
            "texts.same_goods",
            "whether the goods are those of the registration is not said; write in both languages "
            "what they are, in its words",
        )


def _on_goods(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether goods or packaging bear the mark is every reader's first question (TM-26 to TM-28)."""
    on_goods = matter.texts.keys() & {"sign_zh", "sign_en"} or any(p.marked for p in matter.purchases)
    if (
        matter.ground == COUNTERFEIT
        and not on_goods
        and ReasonKind.SEEN not in {r.kind for r in matter.reasons}
    ):
        yield warning(
            "evidence.sign",
            "the mark is shown on the page alone; where the goods or their packaging bear it too, tick or write that",
        )


def _sharp(matter: NoticeMatter, waivable_by: str = NOBODY) -> Callable[..., NoticeGap]:
    """What blocks a paper to the seller or its platform, and to an office without any sample; in others it is told."""
    alone = waivable_by and matter.entry.stale_evidence is Severity.BLOCKING and not matter.purchases
    if matter.entry.grounded or alone:
        return partial(blocking, waivable_by=waivable_by)
    return warning


_CLAIMS = re.compile(r"正品|代购|平行进口|海外直邮|免税|daigou|parallel import", re.IGNORECASE)


def gaps_of_claims(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What the seller says of its goods itself: genuine, bought abroad. A reader asks for the answer (PI-01, PL-23)."""
    said = dict.fromkeys(
        word for x in matter.listings for word in _CLAIMS.findall(f"{x.title} {x.description}")
    )
    if (
        said
        and matter.entry.grounds
        and matter.ground in {COUNTERFEIT, MARK_USE, "patent"}
        and own_goods(matter)
        and matter.texts.get("versions_checked") != "yes"
    ):
        denied = matter.texts.get("versions_checked") == "no"
        yield (partial(blocking, waivable_by=APPROVER) if denied else warning)(
            "listing.claims",
            "the page says {words}: say why these are no genuine goods bought abroad, or the reader will take them for such",
            words=", ".join(said),
        )
    counterfeit = matter.route == "amr" and matter.ground == COUNTERFEIT
    if counterfeit and reaches(turnover_of(matter), matter.terms.crime_amount):
        yield warning(
            "law.crime_amount",
            "the sum shown passes CNY {least}, from which knowing sale of counterfeits is a crime; decide with counsel "
            "whether the market regulator or the police comes first",
            least=f"{matter.terms.crime_amount:,}",
        )
