"""New weights on trial: fitted to verdicts, and compared with those in use on verdicts they were not fitted on."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.domain.assessments import Band
from bot.domain.ids import PersonId
from bot.domain.learning import LEAST_OF_EACH, WeightFigures
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import OFFER, WEIGHING
from bot.signals.weighing.combine import Weights, band, packaged_weights, probability
from bot.signals.weighing.fit import Example, calibration_error, fit, packaged_examples, taught, with_words

_Pair = tuple[float, bool]
"""A probability, and whether the listing infringes in the team's eyes."""
_FOLDS, _ALL = 5, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSignals:
    """What the detectors said of a judged listing, with the team's verdict; its seller, its brand, and who judged."""

    example: Example
    seller: str
    brand: str
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The new weights, the figures on sellers held out by the weights in use and by new ones, where those judge worse,
    and who gave enough verdicts to speak for or against them."""

    weights: Weights
    before: WeightFigures
    after: WeightFigures
    against: tuple[Sentence, ...]
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A verdict, held against the probabilities by the weights in use and by new ones that were not fitted on it."""

    told: JudgedSignals
    old: _Pair
    new: _Pair


def trial(found: Sequence[JudgedSignals], prior: Weights) -> Trial:
    """Fit weights to verdicts, and hold them against those in use."""
    by_seller = _held_out(found, prior, _fold)
    before, after = (_figures(pairs, prior) for pairs in _by_both(by_seller))
    weights, people = _fitted(found, prior), _with_enough(told.by for told in found)
    reasons = [sentence("on sellers held out")] if after.worse_than(before) else []
    reasons += _worse_on_brands(found, prior)
    reasons += [
        sentence("the verdicts of {person}", person=each)
        for each in people
        if _further_off(by_seller, lambda told: told.by, each)
    ]
    reasons += [sentence("on the examples that come with Marque")] if _under_the_floor(weights) else []
    return Trial(weights=weights, before=before, after=after, against=tuple(reasons), witnesses=tuple(people))


def _fitted(found: Sequence[JudgedSignals], prior: Weights) -> Weights:
    """Weights that fit the verdicts and, beside them, the examples that come with Marque.

    Verdicts show few kinds of listing: alone they would move what all listings share and so unlearn the others.
    """
    examples = [*(told.example for told in found), *packaged_examples()]
    weights = fit(examples, prior, pull=WEIGHING.pull)
    said = Counter(run for _, run in {(told.seller, run) for told in found for run in told.example.runs})
    runs = sorted(run for run, sellers in said.items() if sellers >= WEIGHING.sellers)
    learnt = taught([each for each in examples if each.tied], weights, runs)
    return replace(weights, authorised=prior.authorised, taught=learnt)


def chance(example: Example, weights: Weights) -> float:
    """The probability of an example, whose words are heard anew where verdicts taught some of them."""
    more = sum(weights.taught[run] for run in weights.taught.keys() & example.runs) / OFFER.words
    if not more:
        return probability(example.signals, weights)
    score = next((s.score for s in example.signals if s.name == "words"), 0.0)
    return probability(with_words(example.signals, score + more), weights)


def _held_out(
    found: Sequence[JudgedSignals], prior: Weights, group: Callable[[JudgedSignals], str]
) -> list[_Judged]:
    """Every verdict, judged by weights that did not see its group."""
    judged: list[_Judged] = []
    for name in sorted({group(told) for told in found}):
        fitted = _fitted([told for told in found if group(told) != name], prior)
        judged += [
            _Judged(told=told, old=_pair(told.example, prior), new=_pair(told.example, fitted))
            for told in found
            if group(told) == name
        ]
    return judged


def _worse_on_brands(found: Sequence[JudgedSignals], prior: Weights) -> list[Sentence]:
    """Of brands and persons by Brier's score alone: with few verdicts the other figures jump with each of them."""
    brands = _with_enough(told.brand for told in found)
    if len(brands) < 2:
        return []
    apart = _held_out(found, prior, lambda told: told.brand)
    worse = (each for each in brands if _further_off(apart, lambda told: told.brand, each))
    return [sentence("on {brand} held out", brand=each) for each in worse]


def _under_the_floor(weights: Weights) -> bool:
    """Whether weights judge what everybody knows worse than those that come with Marque.

    Held against those, not against the weights in use: else the floor would sink a little with each fitting.
    """
    ours, theirs = _by_ours(), _on_examples(weights)
    our, their = ours[_ALL], theirs[_ALL]
    precision, brier = our.high_precision - their.high_precision, their.brier - our.brier
    return max(our.f1 - their.f1, precision, brier) > WEIGHING.floor or any(
        ours[sign].f1 - theirs[sign].f1 > WEIGHING.sign_floor for sign in _shown() if sign != _ALL
    )


@cache
def _by_ours() -> Mapping[str, WeightFigures]:
    return _on_examples(packaged_weights())


def _on_examples(weights: Weights) -> Mapping[str, WeightFigures]:
    """The figures on the examples that come with Marque: on all, and on those in which a sign speaks against the listing."""
    pairs = [_pair(each, weights) for each in packaged_examples()]
    return {sign: _figures([pairs[at] for at in places], weights) for sign, places in _shown().items()}


@cache
def _shown() -> Mapping[str, Sequence[int]]:
    """The places of the examples: of all, and of those that show a sign which enough infringing ones show to say whether
    weights still heed it."""
    places: dict[str, list[int]] = {}
    for at, each in enumerate(packaged_examples()):
        for name in (_ALL, *dict.fromkeys(s.name for s in each.signals if s.score > 0)):
            places.setdefault(name, []).append(at)
    infringing = {at for at, each in enumerate(packaged_examples()) if each.infringing}
    watched = (n for n, at in places.items() if n == _ALL or len(infringing & {*at}) >= WEIGHING.of_sign)
    return {name: places[name] for name in watched}


def _with_enough(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count >= LEAST_OF_EACH)


def _further_off(judged: Sequence[_Judged], group: Callable[[JudgedSignals], str], name: str) -> bool:
    """Whether probabilities of a group are further off than by the weights in use, by more than rounding."""
    old, new = map(_brier, _by_both([each for each in judged if group(each.told) == name]))
    return new > old + WEIGHING.slack


def _by_both(judged: Sequence[_Judged]) -> tuple[list[_Pair], list[_Pair]]:
    return [each.old for each in judged], [each.new for each in judged]


def _pair(example: Example, weights: Weights) -> _Pair:
    return chance(example, weights), example.infringing


def _fold(told: JudgedSignals) -> str:
    return str(int(hashlib.sha256(told.seller.encode()).hexdigest(), 16) % _FOLDS)


def _figures(pairs: Sequence[_Pair], weights: Weights) -> WeightFigures:
    bands = [(band(chance, weights), wrong) for chance, wrong in pairs]
    hits = sum(b.alerts and wrong for b, wrong in bands)
    alerts, wanted = sum(b.alerts for b, _ in bands), sum(wrong for _, wrong in bands)
    high = [wrong for b, wrong in bands if b is Band.HIGH]
    return WeightFigures(
        f1=round(2 * hits / max(1, alerts + wanted), 4),
        high_precision=round(sum(high) / len(high), 4) if high else 1.0,
        brier=round(_brier(pairs), 5),
        calibration_error=round(calibration_error([p[0] for p in pairs], [p[1] for p in pairs]), 4),
    )


def _brier(pairs: Sequence[_Pair]) -> float:
    return sum((chance - wrong) ** 2 for chance, wrong in pairs) / max(1, len(pairs))
