"""Shorthand of the notice tests: facts on a day, a draft of a composition, gaps by field."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.compositions import Composition, NoticeGap
from bot.domain.drafts import Draft, first_status
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.domain.purchases import TestPurchase
from bot.notices.catalog import SHIPPED, load_catalog
from bot.papers import NoticeFacts
from tests.asked import FIRM
from tests.factories import NOW, a_licence_page, a_request, an_evidence, facts_for

KINDS = ("cease-and-desist", "amr-complaint", "platform-takedown")
"""The three kinds that accuse a seller, on which the general rules are tried."""

EVERY_KIND = (*load_catalog(SHIPPED).entries, FIRM)
"""All kinds that ship, a variant after an @."""

BEFORE, AFTER = date(2026, 11, 24), date(2027, 2, 1)


def facts_on(kind: str, day: date, **request: Any) -> NoticeFacts:
    """The full facts of this kind, dated and captured on the day, with what was bought before it."""
    now = datetime.combine(day, time(3), UTC)
    full = facts_for(
        kind,
        now=now,
        request=a_request(kind, as_of=day, **request),
        evidence=(an_evidence(captured_at=now), a_licence_page(captured_at=now)),
    )
    return replace(full, purchases=tuple(_moved(bought, now - NOW) for bought in full.purchases))


def _moved(bought: TestPurchase, by: timedelta) -> TestPurchase:
    assert bought.ordered_at
    assert bought.received_at
    assert bought.examined_on
    return replace(
        bought,
        notary_deed=bought.notary_deed.replace("2026", f"{(bought.ordered_at + by).year}"),
        sample_id=bought.sample_id.replace("2026", f"{(bought.ordered_at + by).year}"),
        ordered_at=bought.ordered_at + by,
        received_at=bought.received_at + by,
        examined_on=bought.examined_on + by,
        custody=tuple(replace(link, at=link.at + by) for link in bought.custody),
    )


def draft_of(composition: Composition, facts: NoticeFacts, **overrides: Any) -> Draft:
    """Version 1 of a draft with this text."""
    draft = Draft(
        draft_id=DraftId("D-000031"),
        request=facts.request,
        version=1,
        status=first_status(composition),
        author=PersonId("U1"),
        composition=composition,
        approvals_needed=2,
        case_id=CaseId("C-000012"),
        created_at=NOW,
    )
    return replace(draft, **overrides)


def fields(composition: Composition, severity: str = "") -> dict[str, NoticeGap]:
    """The gaps by field."""
    return {gap.field: gap for gap in composition.gaps if not severity or gap.severity == severity}


def with_texts(facts: NoticeFacts, **texts: str) -> NoticeFacts:
    """The facts with fields of the form filled in besides."""
    told = dict(facts.request.texts) | texts
    return replace(facts, request=replace(facts.request, texts=tuple(told.items())))
