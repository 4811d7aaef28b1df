"""Giving a verdict within somebody's unit of work: what stands changes, and the alert of the listing follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.alerts import Alert, AlertState
from bot.domain.audit import Act
from bot.domain.compositions import NoticeKind
from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible, WrongInput
from bot.domain.ids import MARQUE, ListingId, PersonId
from bot.domain.sentences import sentence
from bot.domain.verdicts import GivenVerdict, Verdict, contradiction, verdict_of
from bot.ports import OutboxKind
from bot.repositories import UnitOfWork
from bot.services.assessment.folding import speak_up


def give_verdict(
    unit: UnitOfWork,
    listing_ids: Sequence[ListingId],
    verdict: Verdict,
    *,
    by: PersonId,
    note: str,
    at: datetime,
) -> Sequence[GivenVerdict]:
    """One verdict on every listing named, as one act; where it stands already, nothing changes.

    Raises:
        WrongInput: no listing was named.
        UnknownThing: a listing was never seen.
        NotPossible: the goods are to be cleared, but the listing is part of a case.
    """
    if not listing_ids:
        raise WrongInput("no listing was named")
    draft = GivenVerdict(
        listing_id=listing_ids[0],
        verdict=verdict,
        by=by,
        at=at,
        note=note.strip(),
        batch=f"{listing_ids[0]} {at.isoformat()}",
    )
    found = [_on(unit, replace(draft, listing_id=each)) for each in dict.fromkeys(listing_ids)]
    given = [each for each in found if each is not None]
    keep_verdicts(unit, given, "verdict.given")
    return given


def keep_verdicts(unit: UnitOfWork, given: Sequence[GivenVerdict], what: str) -> None:
    """Store the verdicts of one act, put them on the audit trail, and let the listings' alerts show them; who waits, still or
    again, behind one that is cleared is told by itself."""
    for each in given:
        _keep_verdict(unit, each, what)
    told = [alert for each in given if (alert := unit.alerts.of_listing(each.listing_id))]
    speak_up(unit, [each.alert_id for each in told])
    speak_up(unit, {each.folded_into for each in told if each.folded_into})


def _keep_verdict(unit: UnitOfWork, given: GivenVerdict, what: str) -> None:
    unit.verdicts.add(given)
    details: dict[str, object] = {"verdict": given.verdict, "previous": given.previous, "note": given.note}
    unit.audit.append(Act(who=given.by, what=what, subject=given.listing_id, details=details), given.at)
    alert = unit.alerts.of_listing(given.listing_id)
    if alert is not None:
        unit.alerts.save(_judged(alert, given).decided())
        unit.outbox.add(OutboxKind.ALERT_UPDATE, alert.alert_id)


def lapse_verdict(unit: UnitOfWork, listing_id: ListingId, at: datetime, *, by: PersonId = MARQUE) -> None:
    """What a person said of the listing holds no longer: it shows other goods now, or somebody (``by``) opened it
    again. What was said is kept.
    """
    standing = unit.verdicts.current(listing_id)
    if standing is None:
        return
    lapsed = GivenVerdict(
        listing_id=listing_id, verdict=None, by=by, at=at, previous=standing.verdict,
        batch=f"{listing_id} {at.isoformat()}",
    )  # fmt: skip
    unit.verdicts.add(lapsed)
    details: dict[str, object] = {"previous": standing.verdict, "by": standing.author}
    unit.audit.append(Act(who=by, what="verdict.lapsed", subject=listing_id, details=details), at)


def refuse_changed(unit: UnitOfWork, draft: Draft, kinds: Sequence[NoticeKind]) -> None:
    """Let no notice out against which a verdict speaks that was given after its text was made.

    What the text knew of is among its gaps, and decided there.

    Raises:
        NotPossible: such a verdict stands.
    """
    kind = next((each for each in kinds if each.kind == draft.request.kind), None)
    if kind is None or not kind.accuses:
        return
    known = {str(gap.message) for gap in draft.composition.gaps}
    for given in _people_on(unit, draft):
        clears = given.verdict is not None and given.verdict.clears
        if not (kind.grounds or clears):
            continue
        against = contradiction(given, draft.request.ground if kind.grounds else "counterfeit")
        if against and str(against) not in known:
            raise NotPossible(
                draft.draft_id,
                sentence("since its text was made, {against}", against=against),
                sentence("make a new version then"),
            )


def _people_on(unit: UnitOfWork, draft: Draft) -> Iterator[GivenVerdict]:
    """The standing verdicts on its listings, but for those that another notice of its case gave: on one ground beside another,
    both may hold."""
    notices = {each.draft_id for each in unit.drafts.of_case(draft.case_id)}
    for listing_id in draft.request.listing_ids:
        given = unit.verdicts.current(listing_id)
        if given is not None and given.note not in notices:
            yield given


def judged_by_notice(
    unit: UnitOfWork, draft: Draft, kinds: Sequence[NoticeKind], *, by: PersonId, at: datetime
) -> None:
    """Whoever approves or sends a notice that calls listings infringing has judged them: each on which no verdict stands gets
    that of the notice's ground, theirs, with the draft's number as its note."""
    kind = next((each for each in kinds if each.kind == draft.request.kind), None)
    verdict = verdict_of(draft.request.ground)
    if kind is None or not kind.grounds or verdict is None:
        return
    given = {
        each: unit.verdicts.current(each) for each in draft.request.listing_ids if unit.listings.get(each)
    }
    open_ = [each for each, stands in given.items() if stands is None or stands.verdict is None]
    if open_:
        give_verdict(unit, open_, verdict, by=by, note=draft.draft_id, at=at)


def _on(unit: UnitOfWork, wanted: GivenVerdict) -> GivenVerdict | None:
    """The verdict with what stood before; None where it stands already."""
    listing_id = wanted.listing_id
    unit.listings.need(listing_id)
    alert, standing = unit.alerts.of_listing(listing_id), unit.verdicts.current(listing_id)
    clears = wanted.verdict is not None and wanted.verdict.clears
    if clears and alert is not None and alert.state is AlertState.IN_CASE:
        raise NotPossible(listing_id, "it is part of {other}", "close the case first", other=alert.case_id)
    if standing is not None and (standing.verdict, standing.note) == (wanted.verdict, wanted.note):
        return None
    asleep = alert is not None and alert.state is AlertState.SNOOZED
    before = standing.verdict if standing else None
    return replace(wanted, previous=before, put_away_by=alert.handled_by if alert and asleep else None)


def _judged(alert: Alert, given: GivenVerdict) -> Alert:
    """The alert as the verdict leaves it: cleared goods dismiss it, any other verdict opens it again; taken back, it is put
    away where it was."""
    if alert.state is AlertState.IN_CASE:
        return replace(alert, verdict=given.verdict)
    reopened = replace(alert, verdict=given.verdict, state=AlertState.OPEN, reason="")
    was_asleep = given.takes_back and (given.put_away_by or given.verdict is None)
    if was_asleep and alert.snoozed_until is not None and alert.snoozed_until > given.at:
        return replace(reopened, state=AlertState.SNOOZED, handled_by=given.put_away_by or given.by)
    if given.verdict is not None and given.verdict.clears:
        return replace(
            alert,
            verdict=given.verdict,
            state=AlertState.DISMISSED,
            handled_by=given.author,
            reason=given.note or given.verdict.value.replace("_", " "),
        )
    return replace(reopened, handled_by=given.author if given.verdict else None)
