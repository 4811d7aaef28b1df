"""Gaps of the route to a platform: one portal a complaint, its limits, its reasons, and what has none."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.drafts import NoticeGap
from bot.notices.facts.matter import NoticeMatter
from bot.notices.gaps.making import blocking, warning


def gaps_of_portal(matter: NoticeMatter) -> Iterator[NoticeGap]:
    """Whether the complaint suits the portal of its platform; a platform without one gets the letter."""
    portals = [matter.catalog.portal_of(x.platform) for x in matter.listings]
    found = {portal.title if portal else "" for portal in portals}
    names = sorted(found - {""})
    platforms = sorted({x.platform for x in matter.listings})
    if len(found) > 1:
        yield blocking(
            "listing.platform",
            "the listings are on {platforms}, which take complaints in different places; {names}; write one notice for "
            "each"
            if names
            else "the listings are on {platforms}, which take complaints in different places; write one notice for each",
            platforms=", ".join(platforms),
            **({"names": ", ".join(names)} if names else {}),
        )
        return
    if matter.listings and not names:
        yield warning(
            "listing.platform",
            "no portal sheet is known for {platforms}; send the letter by the way that the platform publishes "
            "for complaints",
            platforms=", ".join(platforms),
        )
        return
    if not matter.by_email:
        yield from _limits(matter)


def _limits(matter: NoticeMatter) -> Iterator[NoticeGap]:
    portal = matter.portal
    if portal is None:
        return
    if portal.max_links and len(matter.listings) > portal.max_links:
        yield blocking(
            "listing.url",
            "{count} links, the portal takes {most} in one complaint; split the notice",
            count=len(matter.listings),
            most=portal.max_links,
        )
    orders = {purchase.order_no for purchase in matter.purchases if purchase.order_no}
    if portal.one_order and len(orders) > 1:
        yield blocking(
            "evidence.test_purchase",
            "{count} test purchases, the portal takes one order in one complaint; split the notice, or name the "
            "order in the field “purchase”",
            count=len(orders),
        )
    if len(matter.rights) > 1:
        yield warning(
            "right", "the portal takes one right in each complaint; file the sheet once for each right"
        )
    ground = matter.ground
    if ground in matter.entry.grounds and ground not in portal.reasons:
        yield blocking(
            "request.ground",
            "the portal has no reason for “{ground}”; choose one of {list}",
            ground=ground,
            list=", ".join(portal.reasons),
        )
    for right in matter.rights:
        if portal.on_file and not dict(right.portals).get(portal.name):
            yield blocking(
                "right.portals",
                "{portal} takes complaints only on rights it has certified; have {right} certified there first, then "
                "enter its number under portals.{name}",
                portal=portal.title,
                right=right.id,
                name=portal.name,
                waivable_by="approver",
            )
    if portal.reading:
        yield warning(
            "portal.fields",
            "fields and reasons of {portal} are our reading of {day}, confirmed by nobody; compare the sheet "
            "with the portal before filing",
            portal=portal.title,
            day=portal.checked_on,
        )
