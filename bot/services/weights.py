"""The weights in use: those that come with Marque, or those learnt from the team's verdicts; and the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.assessments import Assessment, Band
from bot.domain.audit import Act
from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, PersonId
from bot.domain.learning import LEAST_OF_EACH, LEAST_VERDICTS, EditionState, Figures, WeightsEdition
from bot.domain.verdicts import Verdict
from bot.ports import Clock
from bot.repositories import Store, UnitOfWork
from bot.signals.combine import Weights, band, packaged_weights, parse_weights, probability
from bot.signals.fit import Example, as_toml, calibration_error, fit

_FOLDS = 5
_PULL = 1.0
"""Held to the weights in use more firmly than at first fitting: verdicts are given on what alerted, not on all."""


class WeightsRoom:
    """Reads, fits and takes back weights."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def in_use(self) -> Weights:
        """The weights that listings are judged by."""
        with self._store.unit() as unit:
            return _in_use(unit)

    def editions(self) -> Sequence[WeightsEdition]:
        """Every re-fitting, newest first."""
        with self._store.unit() as unit:
            return unit.weights.all()

    def verdicts(self) -> tuple[int, int]:
        """How many verdicts could be learnt from, and how many of them say that the listing infringes."""
        with self._store.unit() as unit:
            found = _examples(unit)
        return len(found), sum(example.infringing for example, _ in found)

    def refit(self) -> WeightsEdition | None:
        """Fit the weights to the team's verdicts, if there are enough new ones since the last time.

        The new weights take over only where, on sellers they were not fitted on, they judge no worse than those in
        use. The admins are told either way. None: not enough verdicts.
        """
        with self._store.unit() as unit:
            found, prior = _examples(unit), _in_use(unit)
            last = next(iter(unit.weights.all()), None)
        infringing = sum(example.infringing for example, _ in found)
        if not _enough(len(found), infringing, last):
            return None
        before, after = _held_out(found, prior)
        edition = WeightsEdition(
            number=last.number + 1 if last else 1,
            at=self._clock(),
            table=as_toml(_fitted([e for e, _ in found], prior), {}),
            verdicts=len(found),
            infringing=infringing,
            before=before,
            after=after,
            state=EditionState.REFUSED if after.worse_than(before) else EditionState.IN_USE,
        )
        with self._store.unit() as unit:
            unit.weights.save(edition)
            self._log(unit, MARQUE, "weights.fitted", edition)
            unit.outbox.add("admin_note", f"weights:{edition.number}", letter(edition))
        return edition

    def revert(self, by: PersonId) -> WeightsEdition:
        """Take the weights in use back: those before them, or the ones that come with Marque, judge again.

        Raises:
            NotPossible: the weights in use are those that come with Marque.
        """
        with self._store.unit() as unit:
            edition = _standing(unit)
            if edition is None:
                raise NotPossible(
                    "taking weights back", "the weights in use are those that come with Marque", ""
                )
            taken = replace(edition, state=EditionState.REVERTED)
            unit.weights.save(taken)
            self._log(unit, by, "weights.reverted", taken)
            return taken

    def _log(self, unit: UnitOfWork, who: PersonId, what: str, edition: WeightsEdition) -> None:
        details: dict[str, object] = {"state": edition.state.value, "verdicts": edition.verdicts}
        act = Act(who=who, what=what, subject=f"weights:{edition.number}", details=details)
        unit.audit.append(act, self._clock())


def letter(edition: WeightsEdition) -> str:
    """What the admins are told."""
    before, after = edition.before, edition.after
    outcome = (
        "They are in use now; `marque weights revert` takes them back."
        if edition.state is EditionState.IN_USE
        else "They judged worse somewhere, so the old ones stay in use."
    )
    return (
        f"New weights ({edition.number}) were fitted to {edition.verdicts} verdicts, {edition.infringing} of them "
        f"infringing. On sellers held out: F1 {before.f1:.3f} before, {after.f1:.3f} after; precision of high "
        f"{before.high_precision:.3f}, {after.high_precision:.3f}; Brier score {before.brier:.4f}, {after.brier:.4f}; "
        f"calibration error {before.calibration_error:.3f}, {after.calibration_error:.3f}. {outcome}"
    )


def _standing(unit: UnitOfWork) -> WeightsEdition | None:
    return next((e for e in unit.weights.all() if e.state is EditionState.IN_USE), None)


def _in_use(unit: UnitOfWork) -> Weights:
    edition = _standing(unit)
    return parse_weights(edition.table) if edition else packaged_weights()


def _examples(unit: UnitOfWork) -> list[tuple[Example, str]]:
    """What the detectors said of each judged listing, the team's verdict, and the seller."""
    found = []
    for given in unit.verdicts.all_standing():
        verdict, listing = given.verdict, unit.listings.get(given.listing_id)
        if listing is None or verdict is None or not (verdict.infringes or verdict.clears):
            continue
        told = next((a for a in unit.listings.assessments(given.listing_id) if _tells(a)), None)
        if told is not None:
            seller = f"{listing.platform}:{listing.seller_id}" if listing.seller_id else given.listing_id
            found.append((Example(signals=told.signals, infringing=_infringes(verdict)), seller))
    return found


def _infringes(verdict: Verdict) -> bool:
    return verdict.infringes and not verdict.clears


def _tells(found: Assessment) -> bool:
    """Whether weights decided the assessment: authorised shops are never weighed."""
    return bool(found.signals) and not found.authorised


def _enough(count: int, infringing: int, last: WeightsEdition | None) -> bool:
    """Enough in all and of each side, and since the last fitting a fifth more."""
    if count < LEAST_VERDICTS or min(infringing, count - infringing) < LEAST_OF_EACH:
        return False
    return last is None or count >= last.verdicts * 1.2


def _fitted(examples: Sequence[Example], prior: Weights) -> Weights:
    return replace(fit(examples, prior, pull=_PULL), untied=prior.untied, authorised=prior.authorised)


def _held_out(found: Sequence[tuple[Example, str]], prior: Weights) -> tuple[Figures, Figures]:
    """Figures of the prior weights and of fitted ones, each listing judged by weights that did not see its seller."""
    old: list[tuple[Example, float]] = []
    new: list[tuple[Example, float]] = []
    for number in range(_FOLDS):
        test = [e for e, seller in found if _fold(seller) == number]
        fitted = _fitted([e for e, seller in found if _fold(seller) != number], prior)
        old += [(e, probability(e.signals, prior)) for e in test]
        new += [(e, probability(e.signals, fitted)) for e in test]
    return _figures(old, prior), _figures(new, prior)


def _fold(seller: str) -> int:
    return int(hashlib.sha256(seller.encode()).hexdigest(), 16) % _FOLDS


def _figures(judged: Sequence[tuple[Example, float]], weights: Weights) -> Figures:
    bands = [(band(chance, weights), e.infringing) for e, chance in judged]
    hits = sum(b.alerts and wrong for b, wrong in bands)
    alerts, wanted = sum(b.alerts for b, _ in bands), sum(wrong for _, wrong in bands)
    high = [wrong for b, wrong in bands if b is Band.HIGH]
    chances, truths = [c for _, c in judged], [e.infringing for e, _ in judged]
    return Figures(
        f1=round(2 * hits / max(1, alerts + wanted), 4),
        high_precision=round(sum(high) / len(high), 4) if high else 1.0,
        brier=round(sum((c - t) ** 2 for c, t in zip(chances, truths, strict=True)) / max(1, len(judged)), 5),
        calibration_error=round(calibration_error(chances, truths), 4),
    )
