"""Proofs: a copied picture drawn beside the genuine one, made ahead of the people who judge, and put into Slack once.

Drawing takes a fetch of the listing's pictures and a tenth of a second for each, an upload a second more: too long
for somebody who judges a listing every few seconds. So a job makes the proofs of new alerts, and triage shows what is
there; only *Details*, where one person waits for all there is, makes one that is missing.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.alerts import Alert, AlertState
from bot.domain.case_notes import ProofFound
from bot.domain.errors import DeliveryFailed, Outside
from bot.domain.ids import AlertId
from bot.domain.listings import Listing
from bot.domain.proofs import Drawn, Proof
from bot.domain.sentences import NOTHING, Sentence, worded
from bot.domain.triage import urgency
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.services.casework.followups import say
from bot.services.casework.opening import surviving_case

LOOKED_THROUGH = 1_000
"""So many of the newest alerts get their proof ahead of time."""

AGAIN, GIVEN_UP = timedelta(minutes=10), timedelta(days=1)
"""After how long a proof that failed is tried again, and from which age of its alert on no more."""

Draw = Callable[[Listing], Drawn | None]
"""The surest of a listing's pictures that were made from a genuine one; None where none was. Raises Outside."""

Keep = Callable[[str, bytes], str]
"""Puts a picture (name, bytes) into Slack and gives its id there. Raises DeliveryFailed."""


class Proofs:
    """Draws, uploads and remembers proofs; each is kept with its alert until the listing's pictures change."""

    def __init__(self, store: Store, draw: Draw, clock: Clock) -> None:
        self._store, self._draw, self._clock = store, draw, clock

    def prepare(self, alert: Alert, keep: Keep) -> Alert:
        """The alert with its proof, made now unless it is there; ``proof.failed`` says why it could not be."""
        if not alert.listing.images or (alert.proof is not None and not alert.proof.failed):
            return alert
        made = self._made(alert.listing, keep)
        with self._store.unit() as unit:
            now = unit.alerts.get(alert.alert_id)
            if now is None or now.listing.images != alert.listing.images:
                return now or alert
            if now.proof is not None and not now.proof.failed:
                return now  # somebody else made it meanwhile, and it is told
            now = replace(now, proof=made)
            unit.alerts.save(now)
            tell_case(unit, now, self._clock)
        return now

    def prepare_due(self, keep: Keep, most: int = 10) -> Mapping[AlertId, Sentence]:
        """Make the proofs of new alerts, the most urgent first. What failed, with the reason: where Slack took none,
        the rest wait for the next time, since it will hardly take those.
        """
        failed: dict[AlertId, Sentence] = {}
        for alert in self._due()[:most]:
            proof = self.prepare(alert, keep).proof
            if proof is not None and proof.failed:
                failed[alert.alert_id] = proof.failed
                if proof.picture:
                    break
        return failed

    def into_thread(self, alert_id: AlertId) -> None:
        """Show the alert's proof in its case's thread, where both are there."""
        with self._store.unit() as unit:
            alert = unit.alerts.get(alert_id)
            if alert is not None:
                tell_case(unit, alert, self._clock)

    def _due(self) -> list[Alert]:
        with self._store.unit() as unit:
            newest = unit.alerts.recent(LOOKED_THROUGH)
        return sorted(filter(self._is_due, newest), key=lambda alert: -urgency(alert))

    def _is_due(self, alert: Alert) -> bool:
        if not alert.listing.images or alert.state is AlertState.DISMISSED:
            return False
        if alert.proof is None:
            return True
        now = self._clock()
        waited = now - alert.proof.looked_at >= AGAIN and now - alert.raised_at < GIVEN_UP
        return bool(alert.proof.failed) and waited

    def _made(self, listing: Listing, keep: Keep) -> Proof:
        try:
            drawn = self._draw(listing)
        except Outside as failure:
            return Proof(looked_at=self._clock(), failed=failure.sentence)
        except OSError as failure:  # the file of a genuine one
            return Proof(looked_at=self._clock(), failed=worded(str(failure)))
        if drawn is None:
            return Proof(looked_at=self._clock())
        proof = Proof(
            looked_at=self._clock(),
            picture=drawn.picture,
            genuine=drawn.genuine,
            measured=drawn.measured,
            sha256=drawn.sha256,
        )
        try:
            return replace(proof, file=kept_once(self._store, drawn.name, drawn.png, keep))
        except DeliveryFailed as failure:
            return replace(proof, failed=failure.why)


def kept_once(store: Store, name: str, content: bytes, keep: Keep) -> str:
    """The Slack file of a picture, uploaded where Slack has it not yet.

    Raises:
        DeliveryFailed
    """
    sha256 = hashlib.sha256(content).hexdigest()
    with store.unit() as unit:
        known = unit.uploads.get(sha256)
    if known:
        return known
    file_id = keep(name, content)
    with store.unit() as unit:
        unit.uploads.save(sha256, file_id)
    return file_id


def tell_case(unit: UnitOfWork, alert: Alert, clock: Clock) -> None:
    """Queue the alert's proof for the thread of its case, once; nothing while either is not there."""
    case, proof = surviving_case(unit, alert.case_id) if alert.case_id else None, alert.proof
    if case is None or not case.ts or proof is None or not proof.picture:
        return
    if not unit.seen.first_time(
        f"proof {case.case_id} {alert.alert_id} {proof.sha256} {proof.file}", clock()
    ):
        return
    note = ProofFound(
        listing=alert.listing.listing_id,
        picture=proof.picture,
        genuine=proof.genuine,
        measured=proof.measured or NOTHING,
        file=proof.file,
        held=_held(unit, alert.listing, proof),
    )
    say(unit, case.case_id, note, clock())


def _held(unit: UnitOfWork, listing: Listing, proof: Proof) -> str:
    """Where the captures hold this very drawing: the newest capture and the file in it; empty where none does."""
    for evidence in unit.evidence.of_listing(listing.listing_id):
        for file in evidence.files:
            if file.sha256 == proof.sha256:
                return f"{evidence.evidence_id} {file.name}"
    return ""
