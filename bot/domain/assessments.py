"""What the detectors made of a listing: signals with scores and reasons, and the band (high, medium, low, clear) they give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.ids import ListingId, RightId
from bot.domain.sentences import NOTHING, Sentence

QUOTES = "”, “"
"""Between texts that a reason quotes one after another."""
READ = ("words", "admitted")
"""The signals that quote what speaks in the words of the page, whatever another has quoted of them."""


class Band(StrEnum):
    """``high`` and ``medium`` alert; ``clear`` is nothing to do with the brand or authorised."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    CLEAR = "clear"

    @property
    def alerts(self) -> bool:
        return self in {Band.HIGH, Band.MEDIUM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One detector's view: ``score`` from -1 (speaks for legitimate) to 1, and the reason in one line.

    ``span`` is the place (start, end) in the title as published that the reason rests on, where there is one.
    """

    name: str
    score: float
    because: Sentence
    span: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not self.because.key.strip():
            raise ValueError(f"signal {self.name} gives no reason")
        if not -1.0 <= self.score <= 1.0:
            raise ValueError(f"signal {self.name} scores {self.score}, outside -1 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The judgement on one listing. ``score`` is the calibrated probability that it infringes; ``genuine`` the file of
    the owner's picture that the image signal rests on, where there is one; ``unseen`` says, a sentence each, what of the
    listing's pictures could not be looked at. ``product`` is what the brand book calls the goods, in English and Chinese."""

    listing_id: ListingId
    brand: str
    band: Band
    score: float
    skus: tuple[str, ...] = ()
    product: tuple[str, str] = ("", "")
    right_ids: tuple[RightId, ...] = ()
    signals: tuple[Signal, ...] = ()
    book_revision: str = ""
    detector_version: str = ""
    genuine: str = ""
    unseen: tuple[Sentence, ...] = ()

    @property
    def authorised(self) -> bool:
        """Whether the shop is one that the brand authorises: what it shows is the brand's own."""
        return any(signal.name == "seller" and signal.score == -1.0 for signal in self.signals)

    def reasons(self, most: int = 3) -> Sequence[Sentence]:
        """The strongest reasons first, at most ``most``, for the alert to quote; how the words read is one where they quote what
        no other reason does, or where there is no other."""
        against = sorted((s for s in self.signals if s.score > 0), key=lambda s: -s.score)
        pointed = [told for each in against if (told := self._pointed(each))]
        return (pointed or [each.because for each in against])[:most]

    def _pointed(self, signal: Signal) -> Sentence:
        """Its reason; of how the words read without what another reason quotes, and none where nothing is left."""
        because = signal.because
        if signal.name not in READ:
            return because
        said = [s.because.fact("text") for s in self.signals if s is not signal and s.score > 0]
        left = [text for text in because.fact("text").split(QUOTES) if text and not _is_said(text, said)]
        facts = tuple((name, QUOTES.join(left) if name == "text" else fact) for name, fact in because.facts)
        return replace(because, facts=facts) if left else NOTHING


def _is_said(text: str, said: Iterable[str]) -> bool:
    return any(text in each or (each and each in text) for each in said)
