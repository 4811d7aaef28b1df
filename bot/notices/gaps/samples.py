"""Gaps of samples: an opinion on whether goods are genuine rests on a sample in hand, never on pictures of a listing."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from bot.domain.compositions import APPROVER, NoticeGap, blocking, warning
from bot.domain.moments import china_day
from bot.domain.purchases import TestPurchase
from bot.domain.sentences import Sentence
from bot.notices.facts.applying import sampled_of
from bot.notices.facts.form import called
from bot.notices.facts.matter import NoticeMatter

_MEASURED = re.compile("测量|卡尺|measur|calliper|caliper", re.IGNORECASE)
_READING = re.compile(r"\d\s*(?:毫米|厘米|克|毫升|mm|cm|g\b|ml)", re.IGNORECASE)


def gaps_of_sample(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Sample, source, examiner, day and the compared features (fact AM-26): without any of them nobody can sign."""
    if not matter.purchases:
        yield blocking(
            "evidence.test_purchase",
            "no sample is recorded; pictures of a listing are not enough. Buy one, then record the purchase and the examination "
            "on the case, or both with `marque evidence test-purchase FILE`",
        )
        return
    found = matter.purchases[-1]
    wanted = (
        (found.sample_id, "sample_id", "the sample has no number"),
        (
            found.sourced,
            "source",
            "nothing says where the sample comes from (order, waybill or another source)",
        ),
        (found.examiner, "examiner", "nobody is named who examined it"),
        (found.examined_on, "examined_on", "the day of the examination is missing"),
        (found.differences, "differences", "no feature was compared"),
    )
    for there, field, lack in wanted:
        if not there:
            yield blocking(
                f"evidence.test_purchase.{field}",
                "{sample_lack}; record the examination on the case, or with `marque evidence test-purchase FILE`",
                sample_lack=Sentence(key=lack),
            )
    if found.examined_on and found.examined_on > matter.as_of:
        yield blocking(
            "evidence.test_purchase.examined_on",
            "the examination is dated {day}, after the day of the notice; correct it",
            day=found.examined_on,
        )
    yield from _examination(matter, found)


def _examination(matter: NoticeMatter, found: TestPurchase) -> Iterator[NoticeGap]:
    """How the sample was looked at: method, seal, mark, photographs, and whose goods it is."""
    method = " ".join(matter.texts.get(name, "") for name in ("method_zh", "method_en"))
    seen = " ".join(f"{row.seen} {row.seen_en}" for row in found.differences)
    if _MEASURED.search(method) and not _READING.search(f"{method} {seen}"):
        yield warning(
            "texts.method",
            "the method speaks of measuring, and no reading stands there; write what was measured, or leave it out",
        )
    yield from gaps_of_marked(matter)
    if matter.texts.get("request_no") and not matter.texts.keys() & {"same_sample_zh", "same_sample_en"}:
        yield warning(
            "texts.same_sample",
            "the authority asks about goods in its case; say how the sample is those goods, or fill it in by hand",
        )
    yield from gaps_of_opened(matter)
    if not matter.texts.get("quantity"):
        yield warning(
            "texts.quantity", "how many pieces the sample is stays blank; write it, or fill it in by hand"
        )
    yield from _more_than_bought(matter, found)
    if matter.texts.get("all_versions") != "yes":
        yield warning(
            "texts.all_versions",
            "packaging made for other countries differs in just such features; have the right owner check that they hold for "
            "every version and batch, and say so",
        )
    unseen = [row.tell for row in found.differences if not row.photograph]
    if unseen:
        yield warning(
            "evidence.test_purchase.photographs",
            "no photograph shows {features}; take one of each feature",
            features="; ".join(unseen),
        )


def _more_than_bought(matter: NoticeMatter, found: TestPurchase) -> Iterator[NoticeGap]:
    """The opinion speaks of the pieces that the order paid for, at the price that the page asks."""
    pieces = re.search(r"\d+", matter.texts.get("quantity", "").replace(",", ""))
    price = next(
        (
            x.price
            for x in matter.listings
            if x.listing_id == found.listing_id and x.currency == found.currency
        ),
        None,
    )
    if pieces and price and found.paid is not None and int(pieces[0]) * price > 2 * found.paid:
        yield warning(
            "texts.quantity",
            "{quantity} is written, and the order cost {paid} at a price of {price}; write what was bought and examined",
            quantity=matter.texts["quantity"],
            paid=f"{found.currency} {found.paid:,}",
            price=f"{found.currency} {price:,}",
        )


def gaps_of_marked(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Goods are counterfeit only where they bear the mark (CL-09): the examiner's record says where the sample does."""
    bought = [each for each in matter.purchases if each.differences]
    if bought and not bought[-1].marked and "trademark" in matter.bases:
        gap = partial(blocking, waivable_by=APPROVER) if matter.route in {"police", "court"} else warning
        yield gap(
            "evidence.test_purchase.marked",
            "nothing says where the sample bears the mark; record under marked what the examiner saw (bottle, box, label)",
        )
    elif bought and bought[-1].marked and matter.marks and not sampled_of(matter):
        yield warning(
            "evidence.test_purchase.marked",
            "the record of the sample does not say which of {marks} it bears; write the mark under marked",
            marks=", ".join(dict.fromkeys(f"“{right.title}”" for right in matter.marks)),
        )


def gaps_of_opened(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """The deed on the purchase proves the purchase: who proves how the seal was opened (EV-04)?"""
    for bought in matter.purchases[-1:]:
        if bought.unsealed:
            yield warning(
                "evidence.test_purchase.unsealed",
                "how seal {seal} was opened and closed again is told; check that the deed annexed covers that too, or annex what "
                "proves it",
                seal=bought.seal_no,
            )


def _unheld(found: TestPurchase) -> Iterator[NoticeGap]:
    """Holes in the chain: days between receipt and the first hand-over, or a hand-over by somebody who did not hold it."""
    first = found.custody[0] if found.custody else None
    if first and found.received_at and china_day(first.at) > china_day(found.received_at):
        yield warning(
            "evidence.test_purchase.custody",
            "from its receipt on {day} to {until} nobody is recorded as holding the sample; record who did",
            day=china_day(found.received_at),
            until=china_day(first.at),
        )
    for before, link in pairwise(found.custody):
        if link.given_by and link.given_by not in {before.who, before.to}:
            yield warning(
                "evidence.test_purchase.custody",
                "{giver} hands the sample over, and {holder} held it before; record the hand-over between them",
                giver=link.given_by,
                holder=before.who,
            )


def gaps_of_report(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A report tells a purchase: besides the sample it needs the order and who held the sample since."""
    yield from gaps_of_sample(matter)
    for found in matter.purchases[-1:]:
        if not found.order_no:
            yield blocking(
                "evidence.test_purchase.order_no",
                "{sample_lack}; record the examination on the case, or with `marque evidence test-purchase FILE`",
                sample_lack=Sentence(key="the order number is missing"),
            )
        if not found.custody:
            yield warning(
                "evidence.test_purchase.custody",
                "nobody recorded who held the sample since it was received; the chain of custody will be asked for",
            )
        yield from _unheld(found)
        for field in ("buyer_account", "delivered_to"):
            if not matter.texts.get(field):
                yield warning(
                    f"texts.{field}",
                    "{field} is not told, by which a reader finds the order with the platform; write it, or annex the order page",
                    field=called(matter, field),
                )
        if not found.notary_deed:
            yield warning(
                "evidence.test_purchase.notary_deed",
                "the purchase was not notarised; a court weighs it less, so consider a notarised one for a suit",
            )
