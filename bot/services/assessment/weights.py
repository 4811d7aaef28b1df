"""The weights in use: those shipped, or those learnt (trained) from the team's verdicts; who adopts them; the way back."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from bot.domain.assessments import Assessment
from bot.domain.audit import Act
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import MARQUE, PersonId
from bot.domain.learning import LEAST_OF_EACH, LEAST_VERDICTS, Ask, EditionState, WeightsEdition
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, joined, sentence, written
from bot.domain.verdicts import GivenVerdict, disputed
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.signals.weighing.combine import Weights, at_rate, packaged_weights, parse_weights
from bot.signals.weighing.fit import Example, as_toml, with_words
from bot.signals.weighing.trial import JudgedSignals, Trial, trial

_GROWTH = 0.2
"""What must have been judged since the last fitting, as a share of what it rested on."""
_LOT = 500
"""How many verdicts' listings are read at once."""
Heard = Callable[[Listing, str], tuple[float, frozenset[str]] | None]
"""What a listing's words tell of a brand, and the runs that a verdict may teach."""


class WeightsRoom:
    """Reads, fits and takes back weights. ``share``: the share of infringing listings at which scores are probabilities,
    where it is not the weights' own."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        unheard: Collection[str] = (),
        share: float | None = None,
        heard: Heard = lambda listing, brand: None,
    ) -> None:
        self._store, self._clock, self._unheard, self._share = store, clock, frozenset(unheard), share
        self._heard = heard

    def in_use(self) -> Weights:
        """The weights that listings are judged by."""
        with self._store.unit() as unit:
            editions = unit.weights.all()
        found = _in_use(editions)  # read from their file the first time, for which nobody is to wait in line
        return found if self._share is None else at_rate(found, self._share)

    def editions(self) -> Sequence[WeightsEdition]:
        """Every re-fitting, newest first."""
        with self._store.unit() as unit:
            return unit.weights.all()

    def verdicts(self) -> tuple[int, int]:
        """How many verdicts could be learnt from, and how many of them say that the listing infringes."""
        with self._store.unit() as unit:
            found = self._told(unit)
        return len(found), sum(told.example.infringing for told, _ in found)

    def refit(self) -> WeightsEdition | None:
        """Fit the weights to the team's verdicts, if there are enough new ones since the last time.

        The new weights take over only where they judge no worse than those in use: on sellers they were not fitted
        on, on brands they were not fitted on, and on the verdicts of each person who gave enough; nor much worse than
        those that come with Marque on the examples that come with it. So nobody's mistakes teach Marque to contradict
        the others. They wait for a person where one person gave nearly all verdicts, and after weights were taken
        back. The admins are told in any case. None: not enough verdicts.
        """
        with self._store.unit() as unit:
            editions = unit.weights.all()
            last = next(iter(editions), None)
            if not self._enough_new(unit.verdicts.all_standing(), last):
                return None
            judged = self._told(unit)
        prior = _in_use(editions)
        found = [self._with_words(told, listing) for told, listing in judged]
        infringing = sum(told.example.infringing for told in found)
        if len(found) < LEAST_VERDICTS or min(infringing, len(found) - infringing) < LEAST_OF_EACH:
            return None
        tried = trial(found, prior)
        ask = None if tried.against else _ask(tried, editions)
        edition = WeightsEdition(
            number=last.number + 1 if last else 1,
            at=self._clock(),
            table=as_toml(tried.weights),
            verdicts=len(found),
            infringing=infringing,
            before=tried.before,
            after=tried.after,
            state=_state(tried, ask),
            against=tried.against,
            ask=ask,
        )
        with self._store.unit() as unit:
            unit.weights.save(edition)
            self._log(unit, MARQUE, "weights.fitted", edition)
            unit.outbox.add(OutboxKind.ADMIN_NOTE, f"weights:{edition.number}", written(letter(edition)))
        return edition

    def adopt(self, number: int, by: PersonId) -> WeightsEdition:
        """Let proposed weights judge from now on.

        Raises:
            UnknownThing: there is no such edition.
            NotPossible: it is not proposed, or others were fitted or taken back since.
        """
        with self._store.unit() as unit:
            editions = unit.weights.all()
            edition = next((each for each in editions if each.number == number), None)
            if edition is None:
                raise UnknownThing("edition of weights", str(number), "`marque weights` lists them")
            if edition.state is not EditionState.PROPOSED:
                state = edition.state.value.replace("_", " ")
                raise NotPossible(
                    "weights {number}", "they are {state}, not proposed", number=number, state=state
                )
            if edition is not editions[0]:
                todo = f"look at weights {editions[0].number}"
                raise NotPossible("weights {number}", "others were fitted since", todo, number=number)
            adopted = replace(edition, state=EditionState.IN_USE)
            unit.weights.save(adopted)
            self._log(unit, by, "weights.adopted", adopted)
            return adopted

    def revert(self, by: PersonId) -> WeightsEdition:
        """Take the weights in use back: those before them, or the ones that come with Marque, judge again.

        Raises:
            NotPossible: the weights in use are those that come with Marque.
        """
        with self._store.unit() as unit:
            edition = _edition_in_use(unit.weights.all())
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

    def _with_words(self, told: JudgedSignals, listing: Listing) -> JudgedSignals:
        """A verdict with what the listing's words tell now, and the runs of text it may teach."""
        said = self._heard(listing, told.brand)
        if said is None:
            return told
        signals = with_words(told.example.signals, said[0])
        return replace(told, example=replace(told.example, signals=signals, runs=said[1]))

    def _told(self, unit: UnitOfWork) -> list[tuple[JudgedSignals, Listing]]:
        """What can be learnt from: verdicts that take a side, undisputed, by people who are heard."""
        found, heard = [], [*filter(self._teaches, unit.verdicts.all_standing())]
        for lot in (heard[at : at + _LOT] for at in range(0, len(heard), _LOT)):
            ids = [given.listing_id for given in lot]
            known, made = unit.listings.known(ids), unit.listings.assessed(ids)
            said = unit.verdicts.histories(ids)
            for given in lot:
                listing = known.get(given.listing_id)
                told = next(filter(_tells, made.get(given.listing_id, ())), None)
                if listing is None or told is None or self._disputed(said[given.listing_id]):
                    continue
                seller = f"{listing.platform}:{listing.seller_id}" if listing.seller_id else given.listing_id
                infringing = given.verdict is not None and given.verdict.infringes
                example = Example(signals=told.signals, infringing=infringing)
                judged = JudgedSignals(example=example, seller=seller, brand=told.brand, by=given.author)
                found.append((judged, listing))
        return found

    def _teaches(self, given: GivenVerdict) -> bool:
        verdict = given.verdict
        return (
            verdict is not None
            and (verdict.infringes or verdict.clears)
            and given.author not in self._unheard
        )

    def _disputed(self, said: Sequence[GivenVerdict]) -> bool:
        return disputed([each for each in said if each.by not in self._unheard])

    def _enough_new(self, standing: Sequence[GivenVerdict], last: WeightsEdition | None) -> bool:
        """Whether it is worth reading what was judged: asked often, and mostly no.

        Counted are verdicts given since the last fitting, not how many there are: else many wrong ones that are
        corrected, or taken back, would end all learning.
        """
        usable = [given for given in standing if self._teaches(given)]
        if len(usable) < LEAST_VERDICTS or last is None:
            return len(usable) >= LEAST_VERDICTS
        new = sum(given.at > last.at for given in usable)
        return new >= _GROWTH * (len(usable) - new)


def letter(edition: WeightsEdition) -> Sentence:
    """What the admins are told."""
    before, after = edition.before, edition.after
    return sentence(
        "New weights ({number}) were fitted to {verdicts} verdicts, {infringing} of them infringing. On sellers held out: "
        "F1 {f1} before, {f1_after} after; precision of high {high}, {high_after}; Brier score {brier}, {brier_after}; "
        "calibration error {error}, {error_after}. {outcome}",
        number=edition.number, verdicts=edition.verdicts, infringing=edition.infringing,
        f1=f"{before.f1:.3f}", f1_after=f"{after.f1:.3f}",
        high=f"{before.high_precision:.3f}", high_after=f"{after.high_precision:.3f}",
        brier=f"{before.brier:.4f}", brier_after=f"{after.brier:.4f}",
        error=f"{before.calibration_error:.3f}", error_after=f"{after.calibration_error:.3f}",
        outcome=_outcome(edition),
    )  # fmt: skip


def _outcome(edition: WeightsEdition) -> Sentence:
    if edition.state is EditionState.IN_USE:
        return sentence("They are in use now; `marque weights revert` takes them back.")
    if edition.against:
        against = joined(edition.against, " and ")
        return sentence("They judged worse {against}, so the old ones stay in use.", against=against)
    if edition.ask is Ask.TAKEN_BACK:
        key = (
            "Weights were taken back before, so these wait for a person: "
            "`marque weights adopt {number}` lets them judge."
        )
    else:
        key = (
            "Nearly all verdicts are one person's, so they wait for a person: "
            "`marque weights adopt {number}` lets them judge."
        )
    return sentence(key, number=edition.number)


def _ask(tried: Trial, editions: Sequence[WeightsEdition]) -> Ask | None:
    """Why a person decides. After weights were taken back, until a person has adopted others: what those were learnt
    from is still among the verdicts."""
    decided = next((e for e in editions if e.state in {EditionState.IN_USE, EditionState.REVERTED}), None)
    if decided is not None and decided.state is EditionState.REVERTED:
        return Ask.TAKEN_BACK
    return Ask.ONE_PERSON if len(tried.witnesses) < 2 else None


def _state(tried: Trial, ask: Ask | None) -> EditionState:
    if tried.against:
        return EditionState.REFUSED
    return EditionState.PROPOSED if ask else EditionState.IN_USE


def _edition_in_use(editions: Sequence[WeightsEdition]) -> WeightsEdition | None:
    return next((e for e in editions if e.state is EditionState.IN_USE), None)


def _in_use(editions: Sequence[WeightsEdition]) -> Weights:
    """Those of the edition in use; one of other features, fitted before the detectors changed, waits to be fitted anew."""
    edition, ours = _edition_in_use(editions), packaged_weights()
    learnt = parse_weights(edition.table) if edition else ours
    return learnt if learnt.features.keys() == ours.features.keys() else ours


def _tells(found: Assessment) -> bool:
    """Whether weights decided the assessment: authorised shops are never weighed."""
    return bool(found.signals) and not found.authorised
