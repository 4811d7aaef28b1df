"""The weights in use: those that come with Marque, or those learnt from the team's verdicts; and the way back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

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

_Pair = tuple[float, bool]
"""A probability, and whether the listing infringes in the team's eyes."""
_FOLDS = 5
_GROWTH = 1.2
_SLACK = 0.001
"""Of Brier's score: a hundredth of what one wholly wrong verdict in ten costs."""
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
            found = _told(unit)
        return len(found), sum(told.example.infringing for told in found)

    def refit(self) -> WeightsEdition | None:
        """Fit the weights to the team's verdicts, if there are enough new ones since the last time.

        The new weights take over only where they judge no worse than those in use: on sellers they were not fitted
        on, on brands they were not fitted on, and on the verdicts of each person who gave enough. So nobody's
        mistakes teach Marque to contradict the others. The admins are told either way. None: not enough verdicts.
        """
        with self._store.unit() as unit:
            last = next(iter(unit.weights.all()), None)
            if not _may_be_enough(len(unit.verdicts.all_standing()), last):
                return None
            found, prior = _told(unit), _in_use(unit)
        infringing = sum(told.example.infringing for told in found)
        if not _enough(len(found), infringing, last):
            return None
        judged = _held_out(found, prior, lambda told: str(_fold(told.seller)))
        before, after = _figures(_by_old(judged), prior), _figures(_by_new(judged), prior)
        against = _against(judged, found, prior, worse=after.worse_than(before))
        edition = WeightsEdition(
            number=last.number + 1 if last else 1,
            at=self._clock(),
            table=as_toml(_fitted(found, prior), {}),
            verdicts=len(found),
            infringing=infringing,
            before=before,
            after=after,
            state=EditionState.REFUSED if against else EditionState.IN_USE,
            against=against,
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
        else f"They judged worse {' and '.join(edition.against)}, so the old ones stay in use."
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the detectors said of a judged listing, with the team's verdict; its seller, its brand, and who judged."""

    example: Example
    seller: str
    brand: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A verdict, and the probabilities by the weights in use and by new ones that were not fitted on it."""

    told: _Told
    old: float
    new: float


def _told(unit: UnitOfWork) -> list[_Told]:
    found = []
    for given in unit.verdicts.all_standing():
        verdict, listing = given.verdict, unit.listings.get(given.listing_id)
        if listing is None or verdict is None or not (verdict.infringes or verdict.clears):
            continue
        told = next((a for a in unit.listings.assessments(given.listing_id) if _tells(a)), None)
        if told is not None:
            seller = f"{listing.platform}:{listing.seller_id}" if listing.seller_id else given.listing_id
            example = Example(signals=told.signals, infringing=_infringes(verdict))
            found.append(_Told(example=example, seller=seller, brand=told.brand, by=given.by))
    return found


def _infringes(verdict: Verdict) -> bool:
    return verdict.infringes and not verdict.clears


def _tells(found: Assessment) -> bool:
    """Whether weights decided the assessment: authorised shops are never weighed."""
    return bool(found.signals) and not found.authorised


def _may_be_enough(given: int, last: WeightsEdition | None) -> bool:
    """Whether it is worth reading what was judged: asked often, and mostly no."""
    return given >= max(LEAST_VERDICTS, last.verdicts * _GROWTH if last else 0)


def _enough(count: int, infringing: int, last: WeightsEdition | None) -> bool:
    """Enough in all and of each side, and since the last fitting a fifth more."""
    return _may_be_enough(count, last) and min(infringing, count - infringing) >= LEAST_OF_EACH


def _fitted(found: Sequence[_Told], prior: Weights) -> Weights:
    weights = fit([told.example for told in found], prior, pull=_PULL)
    return replace(weights, untied=prior.untied, authorised=prior.authorised)


def _held_out(found: Sequence[_Told], prior: Weights, group: Callable[[_Told], str]) -> list[_Judged]:
    """Every verdict, judged by weights that did not see its group."""
    judged: list[_Judged] = []
    for name in sorted({group(told) for told in found}):
        fitted = _fitted([told for told in found if group(told) != name], prior)
        judged += [
            _Judged(
                told=told,
                old=probability(told.example.signals, prior),
                new=probability(told.example.signals, fitted),
            )
            for told in found
            if group(told) == name
        ]
    return judged


def _against(
    by_seller: Sequence[_Judged], found: Sequence[_Told], prior: Weights, *, worse: bool
) -> tuple[str, ...]:
    """Where new weights judge worse. Of brands and persons by Brier's score alone: with few verdicts the other
    figures jump with each of them."""
    reasons = ["on sellers held out"] if worse else []
    brands = _with_enough(told.brand for told in found)
    if len(brands) > 1:
        apart = _held_out(found, prior, lambda told: told.brand)
        reasons += [
            f"on {each} held out" for each in brands if _further_off(apart, lambda told: told.brand, each)
        ]
    people = _with_enough(told.by for told in found)
    reasons += [
        f"the verdicts of {each}" for each in people if _further_off(by_seller, lambda told: told.by, each)
    ]
    return tuple(reasons)


def _with_enough(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count >= LEAST_OF_EACH)


def _further_off(judged: Sequence[_Judged], group: Callable[[_Told], str], name: str) -> bool:
    """Whether probabilities of a group are further off than by the weights in use, by more than rounding."""
    mine = [each for each in judged if group(each.told) == name]
    return _brier(_by_new(mine)) > _brier(_by_old(mine)) + _SLACK


def _by_old(judged: Iterable[_Judged]) -> list[_Pair]:
    return [(each.old, each.told.example.infringing) for each in judged]


def _by_new(judged: Iterable[_Judged]) -> list[_Pair]:
    return [(each.new, each.told.example.infringing) for each in judged]


def _fold(seller: str) -> int:
    return int(hashlib.sha256(seller.encode()).hexdigest(), 16) % _FOLDS


def _figures(pairs: Sequence[_Pair], weights: Weights) -> Figures:
    bands = [(band(chance, weights), wrong) for chance, wrong in pairs]
    hits = sum(b.alerts and wrong for b, wrong in bands)
    alerts, wanted = sum(b.alerts for b, _ in bands), sum(wrong for _, wrong in bands)
    high = [wrong for b, wrong in bands if b is Band.HIGH]
    return Figures(
        f1=round(2 * hits / max(1, alerts + wanted), 4),
        high_precision=round(sum(high) / len(high), 4) if high else 1.0,
        brier=round(_brier(pairs), 5),
        calibration_error=round(calibration_error([p[0] for p in pairs], [p[1] for p in pairs]), 4),
    )


def _brier(pairs: Sequence[_Pair]) -> float:
    return sum((chance - wrong) ** 2 for chance, wrong in pairs) / max(1, len(pairs))
