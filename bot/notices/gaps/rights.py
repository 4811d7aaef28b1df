"""Gaps of the right: in force, Chinese, of a kind the route takes, covering the goods, with its papers."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.domain.rights import CARRIES, PATENTS, Right, RightKind, RightState, ground_of
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import APPROVER, blocking, warning

_EXAMINED_ON_PAPER = {RightKind.DESIGN, RightKind.UTILITY_MODEL}


def gaps_of_rights(matter: NoticeMatter, grace_months: int) -> Iterator[NoticeGap]:
    """Everything wrong with the rights themselves."""
    if not matter.rights:
        yield blocking(
            "right", "no right is named; choose the Chinese right that the listing infringes (--right ID)"
        )
        return
    owners = sorted({matter.owner_of(right) for right in matter.rights})
    if len(owners) > 1:
        yield blocking(
            "right.owner", f"the rights belong to {', '.join(owners)}; write one notice for each owner"
        )
    yield from _carried(matter)
    for right in matter.rights:
        yield from _state(matter, right, grace_months)
        yield from _fit(matter, right)
        yield from _papers(matter, right)
        yield from _goods(matter, right)
        yield from _subclass(matter, right)


def _state(matter: NoticeMatter, right: Right, grace_months: int) -> Iterator[NoticeGap]:
    if right.jurisdiction != "CN":
        yield blocking(
            "right.jurisdiction",
            f"{right.id} is a right of {right.jurisdiction or 'an unknown country'}; China protects only "
            "rights in force in China, so choose a Chinese one",
        )
    state = right.state(matter.as_of, grace_months)
    if state is RightState.PENDING:
        yield blocking("right.status", f"{right.id} is only applied for; a notice needs the registration")
    if state is RightState.LAPSED:
        yield blocking(
            "right.expires_on",
            f"{right.id} is not in force on {matter.as_of} ({_why(right)}); renew it or choose another right",
        )
    if state is RightState.IN_GRACE:
        yield warning(
            "right.expires_on",
            f"{right.id} expired on {right.expires_on} and is in its grace period; renew it and attach "
            "the receipt",
        )
    begun = right.registered_on or right.granted_on
    if begun is not None and begun > matter.dates.act_to:
        yield blocking(
            "right.registered_on",
            f"{right.id} was granted on {begun}, after the act; only acts after the grant infringe it",
        )
    paid = right.annuity_paid_until
    if right.kind in PATENTS and paid is not None and paid < matter.as_of:
        yield blocking(
            "right.annuity_paid_until",
            f"the annuity of {right.id} was paid until {paid}; pay it, or show that it was paid",
            waivable_by=APPROVER,
        )
    if right.kind in PATENTS and paid is None:
        yield warning(
            "right.annuity_paid_until",
            f"until when the annuity of {right.id} is paid is not recorded; ask for the receipt of this year",
        )


def _why(right: Right) -> str:
    return right.status if right.status != "registered" else f"expired on {right.expires_on}"


def _fit(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if right.kind.value not in matter.entry.rights:
        other = (
            "ask the local patent office or the copyright authority"
            if matter.route == "amr"
            else "choose another kind of notice"
        )
        yield blocking(
            "right.kind",
            f"{matter.entry.notice.title} takes {', '.join(matter.entry.rights)}; {right.id} is a "
            f"{right.kind.value.replace('_', ' ')}, so {other}",
        )


def _carried(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the ground rests on rights of these kinds: a copyright makes nothing a counterfeit of a mark."""
    ground = matter.ground
    carry = CARRIES.get(ground)
    if not matter.entry.grounds or carry is None:
        return
    others = [right for right in matter.rights if right.kind not in carry]
    if len(others) == len(matter.rights):
        names = ", ".join(sorted({f"{right.id} ({right.kind.value.replace('_', ' ')})" for right in others}))
        yield blocking(
            "request.ground",
            f"the ground “{ground}” does not rest on {names}; choose a right that carries it, or the ground "
            f"“{ground_of({right.kind for right in others})}”",
        )
        return
    for right in others:
        yield warning(
            "right.kind",
            f"the ground “{ground}” does not rest on {right.id} ({right.kind.value.replace('_', ' ')}); leave it out, "
            "or write a notice of its own on it",
        )


def _papers(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if not right.number and right.kind is not RightKind.COPYRIGHT:
        yield blocking(
            "right.number", f"{right.id} has no number; enter it in the brand book as on the certificate"
        )
    if not right.certificate:
        yield warning(
            "right.certificate",
            f"no certificate of {right.id} is in the brand book; attach it by hand as the annex list says",
        )
    if right.basis == "madrid" and not right.madrid_certificate:
        yield warning(
            "right.madrid_certificate",
            f"{right.id} is a Madrid right without CNIPA's certificate of protection; platforms and "
            "bureaus usually ask for it, so apply for it now",
        )
    portal = matter.portal
    if matter.route == "platform" and portal and not dict(right.portals).get(portal.name):
        yield warning(
            "right.portals",
            f"{right.id} is not on file with {portal.title}; upload it there first, then enter its "
            f"number under portals.{portal.name}",
        )
    if right.kind in _EXAMINED_ON_PAPER:
        yield from _report(matter, right)


def _report(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    field, report = "right.evaluation_report", right.evaluation_report
    on_platform = matter.route == "platform"
    if report is None and on_platform:
        yield blocking(
            field,
            f"{right.id} has no patent evaluation report; platforms want a positive one, so apply to "
            "CNIPA for it",
            waivable_by=APPROVER,
        )
    elif report is None:
        yield warning(field, f"{right.id} has no patent evaluation report; get one before asserting it")
    elif report.result == "negative":
        yield blocking(
            field,
            f"the evaluation report of {right.id} is negative; a notice on it risks liability for a "
            "wrong notice",
        )
    elif report.result != "positive":
        yield warning(
            field,
            f"the result of the evaluation report of {right.id} is not recorded; read it and enter "
            "“positive” or “negative”",
        )


def _subclass(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    """The Chinese groups of similar goods, inside a class that is covered."""
    groups = {p.subclass for p in matter.products if p.subclass and p.nice_class in right.classes}
    outside = sorted(groups - set(right.subclasses))
    if not right.subclasses or not outside or groups & set(right.subclasses):
        return
    registered, goods = ", ".join(right.subclasses), ", ".join(outside)
    text = f"{right.id} covers the groups {registered}, the goods are in {goods}"
    if matter.ground == "similar_mark":
        yield warning("right.subclasses", f"{text}; show why the goods are similar")
    else:
        yield blocking(
            "right.subclasses",
            f"{text}; read the list of goods on the certificate, or choose the ground “similar mark”",
            waivable_by=APPROVER,
        )


def _goods(matter: NoticeMatter, right: Right) -> Iterator[NoticeGap]:
    if right.kind is not RightKind.TRADEMARK or matter.ground == "unfair_competition":
        return
    classes = {product.nice_class for product in matter.products if product.nice_class is not None}
    if not classes:
        yield warning(
            "right.classes",
            f"whether {right.id} covers these goods was not checked, for no product with a Nice class is "
            "known; compare the goods with the certificate",
        )
        return
    outside = sorted(classes - set(right.classes))
    if not outside or (classes & set(right.classes) and len(matter.products) > 1):
        return
    registered, goods = ", ".join(map(str, right.classes)), ", ".join(map(str, outside))
    text = f"{right.id} is registered in class {registered}, the goods are in class {goods}"
    if matter.ground == "similar_mark":
        yield warning("right.classes", f"{text}; show why the goods are similar")
    else:
        yield blocking(
            "right.classes",
            f"{text}; choose a right that covers the goods, or the ground “similar mark” with reasons",
        )
