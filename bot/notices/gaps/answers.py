"""Gaps of what answers a seller's statement, or takes a notice back: clocks, receipts, corrections."""

import re
from collections.abc import Iterator

from bot.domain.compositions import APPROVER, CHOSEN, NoticeGap, blocking, warning
from bot.domain.moments import china_day
from bot.domain.sentences import sentence
from bot.domain.workdays import on_or_after
from bot.notices.facts.form import counter_until, date_in, written
from bot.notices.facts.matter import NoticeMatter

_ADMITS = re.compile(r"正品|真品|已获.{0,6}授权|有误|错误|genuine|authori[sz]ed|wrong|mistake", re.IGNORECASE)


def _unused(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A formal answer loses to the first invoice: the comparison on record belongs in it (EC-28)."""
    used = matter.texts.keys() & {"facts_zh", "facts_en"} or any(p.differences for p in matter.purchases)
    if matter.texts.get("stance") != "accept" and not used:
        yield warning(
            "texts.facts",
            "the answer says nothing of the goods; add what a comparison shows, or a test purchase, for the platform weighs "
            "the first evidence of both sides",
        )


def _seen_late(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A page captured after the statement proves not what was complained of, and shows it still up."""
    reached, first = date_in(matter, "reached_on"), matter.first
    capture = matter.evidence.get(first.listing_id) if first else None
    if matter.texts.get("stance") != "accept" and reached and capture:
        seen = china_day(capture.captured_at)
        if seen >= reached:
            yield warning(
                "evidence.captured_at",
                "the page annexed was captured on {day}, after the complaint; annex the capture made before it, and if the goods "
                "are still up ask the platform why",
                day=seen,
            )


def gaps_of_reply(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A reply stops nothing: say so, with the day on which the platform may lift its measures."""
    yield from _unused(matter)
    yield from _seen_late(matter)
    if matter.texts.get("stance") == "accept" and f"answer{CHOSEN}" in matter.texts:
        yield blocking(
            "texts.answer",
            "the paper accepts the statement, and the answer chosen contests it; write why it is accepted, or contest it",
        )
    until = counter_until(matter)
    if matter.texts.get("stance") != "accept":
        yield warning(
            "law.counter_clock",
            "this reply stops nothing: unless the platform hears {by} that you complained or sued, it lifts its "
            "measures. File the complaint or suit, then send a filing-notice",
            by=sentence("by {day}", day=until) if until else sentence("in time"),
        )


_ACCEPTED = re.compile(r"号|[〔〕\[\]（）]")
"""A number that an authority or a court gave: 义市监受字〔2026〕1207号, （2026）浙0782民初123号."""


def gaps_of_filing(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """The notice that does stop the clock: after the statement, before its end."""
    reached, filed = date_in(matter, "reached_on"), date_in(matter, "filed_on")
    accepted = written(matter, "receipt_no")
    if not accepted and not written(matter, "sent_no"):
        yield blocking(
            "texts.receipt_no",
            "nothing shows the filing; write the number of the acceptance, or until it is there that of the posting, of 12315 or "
            "of the counter's receipt",
        )
    elif accepted and not _ACCEPTED.search(accepted):
        yield blocking(
            "texts.receipt_no",
            "“{text}” does not read like the number of an acceptance or a docket; the number of a posting or of 12315 has a "
            "field of its own",
            text=accepted,
            waivable_by=APPROVER,
        )
    yield from _other_body(matter)
    until = counter_until(matter)
    if until and matter.as_of > on_or_after(until):
        yield warning(
            "law.counter_clock",
            "the time ended on {day}; the platform may have lifted its measures already. Send it at once; delay "
            "from notarisation and the like may be excused, so say so by hand where it applies",
            day=until,
        )
    if reached and filed and filed < reached:
        yield warning(
            "texts.filed_on",
            "it was filed on {day}, before the statement reached you on {reached}; check that it covers these "
            "goods",
            day=filed,
            reached=reached,
        )


def _other_body(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """A suit is brought before a court, a complaint made to an authority (EC-07)."""
    body, suit = written(matter, "filed_with"), matter.texts.get("filed_as") == "suit"
    if body and suit != ("法院" in body):
        yield blocking(
            "texts.filed_with",
            "a suit is said to be brought, and {body} is no court; name the court, or say that it is a complaint"
            if suit
            else "a complaint is said to be made, and {body} is a court; say that it is a suit, or name the authority",
            body=body,
            waivable_by=APPROVER,
        )


_AUTHORITY = re.compile("局|法院|海关|公安|检察院")


def gaps_of_withdrawal(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """What is corrected must be said; what was never sent cannot be taken back."""
    yield warning(
        "law.wrong_notice",
        "a withdrawal ends the notice and does not undo liability for what a wrong one has cost the seller; settle it with "
        "counsel first",
    )
    if _ADMITS.search(written(matter, "reason")):
        yield blocking(
            "texts.reason",
            "the reason admits that the notice was wrong, in a paper that the seller will read; a withdrawal needs no reason: "
            "say that new information was obtained",
            waivable_by=APPROVER,
        )
    recipient = matter.texts.get("recipient", "")
    if _AUTHORITY.search(recipient):
        yield blocking(
            "texts.recipient",
            "this paper takes back a notice to a platform and asks for its links again; {recipient} is an authority, to which a "
            "request is taken back by a paper of its own",
            recipient=recipient,
            waivable_by=APPROVER,
        )
    said = matter.texts.keys() & {"correction_zh", "correction_en"}
    if matter.texts.get("mode") == "correct" and not said:
        yield blocking(
            "texts.correction",
            "nothing says what is corrected; write what it should read in correction_zh and _en",
        )
