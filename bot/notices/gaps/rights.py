"""Gaps of the right: expired or in force, Chinese, of a kind the route takes, covering the goods (class), with its papers,
and infringed on days that the evidence reaches."""

from collections.abc import Iterator

from bot.domain.compositions import APPROVER, NoticeGap, Severity, blocking, warning
from bot.domain.rights import CARRIES, PATENTS, PLATFORM, Right, RightKind, RightState, add_months, ground_of
from bot.domain.sentences import Sentence, joined, sentence
from bot.domain.verdicts import grounds_named
from bot.notices.facts.form import compared_goods
from bot.notices.facts.matter import NoticeMatter
from bot.notices.facts.terms import days_shown

_EXAMINED_ON_PAPER = {RightKind.DESIGN, RightKind.UTILITY_MODEL}


def gaps_of_rights(matter: NoticeMatter, grace_months: int) -> Iterator[NoticeGap]:
    """Everything wrong with the rights themselves."""
    if not matter.rights:
        yield blocking("right", "no right is named; choose the Chinese right that the listing infringes")
        return
    owners = sorted({matter.owner_of(right) for right in matter.rights})
    if len(owners) > 1:
        yield blocking(
            "right.owner",
            "the rights belong to {owners}; write one notice for each owner",
            owners=", ".join(owners),
        )
    yield from _carried(matter)
    yield from _unseen(matter)
    for right in matter.rights:
        yield from _state(matter, right, grace_months)
        yield from _fit(matter, right)
        yield from _papers(matter, right)
        yield from _goods(matter, right)
        yield from _subclass(matter, right)


def _unseen(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """An act that is said to go on after the last day on record, and then under another text of the law (TR-06)."""
    last, until, since = (
        max(days_shown(matter.facts), default=None),
        matter.dates.act_to,
        matter.terms.mark_law_since,
    )
    if last and last < until and matter.entry.accuses and matter.dates.basis == "given":
        changed = since and last < since and "trademark" in matter.bases
        yield NoticeGap(
            field="request.act_to",
            severity=Severity.BLOCKING if changed else Severity.WARNING,
            message=sentence(
                "nothing on record shows the act after {day}, and the paper says that it went on until {until}; capture the page "
                "again, or give {day} as its last day",
                day=last,
                until=until,
            ),
            waivable_by=APPROVER,
        )


def _state(matter: NoticeMatter, right: Right, grace_months: int) -> Iterator[NoticeGap]:
    if right.jurisdiction != "CN":
        yield blocking(
            "right.jurisdiction",
            "{right} is a right of {country}; China protects only rights in force in China, so choose a Chinese "
            "one",
            right=right.id,
            country=right.jurisdiction or Sentence(key="an unknown country"),
        )
    state = right.state(matter.as_of, grace_months)
    if state is RightState.PENDING:
        yield blocking(
            "right.status", "{right} is only applied for; a notice needs the registration", right=right.id
        )
    if state is RightState.LAPSED:
        yield blocking(
            "right.expires_on",
            "{right} is not in force on {day} ({why_not}); renew it or choose another right",
            right=right.id,
            day=matter.as_of,
            why_not=_why(right),
        )
    if state is RightState.IN_GRACE:
        yield warning(
            "right.expires_on",
            "{right} expired on {day} and is in its grace period; renew it and attach the receipt",
            right=right.id,
            day=right.expires_on,
        )
    begun = right.registered_on or right.granted_on
    if begun is not None and begun > matter.dates.act_to:
        yield blocking(
            "right.registered_on",
            "{right} was granted on {day}, after the act; only acts after the grant infringe it",
            right=right.id,
            day=begun,
        )
    yield from _annuity(matter, right)


def _annuity(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    paid = right.annuity_paid_until
    if right.kind in PATENTS and paid is not None and paid < matter.as_of:
        yield blocking(
            "right.annuity_paid_until",
            "the annuity of {right} was paid until {day}; pay it, or show that it was paid",
            right=right.id,
            day=paid,
            waivable_by=APPROVER,
        )
    if right.kind in PATENTS and paid is not None and matter.as_of <= paid < add_months(matter.as_of, 3):
        yield warning(
            "right.annuity_paid_until",
            "the annuity of {right} is paid until {day} only; pay the next one before the office looks",
            right=right.id,
            day=paid,
        )
    if right.kind in PATENTS and paid is None:
        yield warning(
            "right.annuity_paid_until",
            "until when the annuity of {right} is paid is not recorded; ask for the receipt of this year",
            right=right.id,
        )


def _why(right: Right) -> str | Sentence:
    if right.status == "registered":
        return sentence("expired on {day}", day=right.expires_on)
    return right.status


def _fit(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if right.kind.value not in matter.entry.rights:
        yield blocking(
            "right.kind",
            "{notice} takes {rights}; {right} is a {right_kind}, so ask the local patent office or the copyright "
            "authority"
            if matter.route == "amr"
            else "{notice} takes {rights}; {right} is a {right_kind}, so choose another kind of notice",
            notice=matter.entry.title,
            rights=joined([Sentence(key=each.replace("_", " ")) for each in matter.entry.rights], ", "),
            right=right.id,
            right_kind=Sentence(key=right.kind.value.replace("_", " ")),
        )


def _carried(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the ground rests on rights of these kinds: a copyright makes nothing a counterfeit of a mark."""
    ground = matter.ground
    carry = CARRIES.get(ground)
    if not matter.entry.grounds or carry is None:
        return
    others = [right for right in matter.rights if right.kind not in carry]
    if len(others) == len(matter.rights):
        names = [sentence("{right} ({kind})", right=right.id, kind=right.kind) for right in others]
        yield blocking(
            "request.ground",
            "the ground “{ground}” does not rest on {rights}; choose a right that carries it, or the ground "
            "“{other}”",
            ground=grounds_named(ground),
            rights=joined(names, ", "),
            other=grounds_named(ground_of({right.kind for right in others})),
        )
        return
    make = blocking if matter.route == PLATFORM else warning  # a letter tells each right under its own law
    for right in others:
        yield make(
            "right.kind",
            "the ground “{ground}” does not rest on {right} ({kind}); leave it out, or write a notice of its own "
            "on it",
            ground=grounds_named(ground),
            right=right.id,
            kind=right.kind,
        )


def _papers(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if not right.number and right.kind is not RightKind.COPYRIGHT:
        yield blocking(
            "right.number",
            "{right} has no number; enter it in the brand book as on the certificate",
            right=right.id,
        )
    if not right.proof and not right.madrid:
        yield warning(
            "right.certificate",
            "no certificate of {right} is in the brand book; attach it by hand as the annex list says",
            right=right.id,
        )
    if right.madrid and not right.proof:
        yield warning(
            "right.madrid_certificate",
            "{right} is a Madrid right without CNIPA's certificate of protection; platforms and bureaus usually "
            "ask for it, so apply for it now",
            right=right.id,
        )
    portal = matter.portal
    if matter.route == PLATFORM and portal and not dict(right.portals).get(portal.name):
        yield warning(
            "right.portals",
            "{right} is not on file with {portal}; upload it there first, then fill in the "
            "number it has there in the brand book, under portals of {right}",
            right=right.id,
            portal=portal.title,
        )
    if right.kind in _EXAMINED_ON_PAPER:
        yield from _report(matter, right)


def _report(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    field, report = "right.evaluation_report", right.evaluation_report
    on_platform = matter.route == PLATFORM
    if report is None and on_platform:
        yield blocking(
            field,
            "{right} has no patent evaluation report; platforms want a positive one, so apply to CNIPA for it",
            right=right.id,
            waivable_by=APPROVER,
        )
    elif report is None:
        yield warning(
            field, "{right} has no patent evaluation report; get one before asserting it", right=right.id
        )
    elif report.result == "negative":
        yield blocking(
            field,
            "the evaluation report of {right} is negative; a notice on it risks liability for a wrong notice",
            right=right.id,
        )
    elif report.result != "positive":
        yield warning(
            field,
            "the result of the evaluation report of {right} is not recorded; read it and enter “positive” or "
            "“negative”",
            right=right.id,
        )


def _subclass(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    """The Chinese groups of similar goods, inside a class that is covered."""
    groups = {p.subclass for p in matter.products if p.subclass and p.nice_class in right.classes}
    outside = sorted(groups - set(right.subclasses))
    if not right.subclasses or not outside or groups & set(right.subclasses):
        return
    facts = {"right": right.id, "groups": ", ".join(right.subclasses), "goods": ", ".join(outside)}
    if matter.ground == "similar_mark":
        yield warning(
            "right.subclasses",
            "{right} covers the groups {groups}, the goods are in {goods}; show why the goods are similar",
            **facts,
        )
    else:
        yield blocking(
            "right.subclasses",
            "{right} covers the groups {groups}, the goods are in {goods}; read the list of goods on the certificate, "
            "or choose the ground “similar mark”",
            waivable_by=APPROVER,
            **facts,
        )


def _goods(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if right.kind is not RightKind.TRADEMARK or matter.ground == "unfair_competition":
        return
    classes = {product.nice_class for product in matter.products if product.nice_class is not None}
    if not classes and not compared_goods(matter, right):
        yield warning(
            "right.classes",
            "nobody compared the goods with those of {right}, so the paper does not call them the same; choose or write what "
            "they are in the words of the certificate, or give the product its Nice class in the brand book",
            right=right.id,
        )
    outside = sorted(classes - set(right.classes))
    if not outside or (classes & set(right.classes) and len(matter.products) > 1):
        return
    key = (
        "{right} is registered in class {classes}, the goods are in class {goods}; show why the goods are similar"
        if matter.ground == "similar_mark"
        else "{right} is registered in class {classes}, the goods are in class {goods}; choose a right that covers the "
        "goods, or the ground “similar mark” with reasons"
    )
    make = warning if matter.ground == "similar_mark" else blocking
    registered = ", ".join(map(str, right.classes))
    yield make("right.classes", key, right=right.id, classes=registered, goods=", ".join(map(str, outside)))
