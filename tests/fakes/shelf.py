"""A source whose listings a test puts there, and a judge who finds each suspect: light, since processes of tests load them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.ports import Unreadable
from bot.services.watching.looks import Bench
from bot.signals.pictures.image import Fingerprint


@dataclass(slots=True)
class Shelf:
    """A source with the listings that a test puts on it, or a fault."""

    name: str = "demo feed"
    listings: list[Listing] = field(default_factory=list)
    fault: Exception | None = None

    def look(self) -> Iterator[Listing | Unreadable]:
        yield from self.listings
        if self.fault is not None:
            raise self.fault


class Suspicious:
    """Finds every listing very suspect, for the reasons of a cheap copy."""

    edition = "1"

    def sit(self) -> Bench:
        return self

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        return {}

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        signals = (
            Signal(
                name="wordmark",
                score=0.9,
                because=Sentence(key=f"title holds the mark: {listing.title[:200]}"),
                span=(0, 7) if listing.title.startswith("LUMIÈRE") else None,
            ),
            Signal(
                name="price",
                score=0.8,
                because=sentence(
                    "{money} is {share} under {reference}",
                    money="CNY 59",
                    share="89%",
                    reference="the lowest authorised price (CNY 520)",
                ),
            ),
            Signal(
                name="seller",
                score=0.2,
                because=Sentence(key="seller is not on the list of authorised shops"),
            ),
        )
        return [
            Assessment(
                listing_id=listing.listing_id,
                brand="Lumière Nord",
                band=Band.HIGH,
                score=0.93,
                right_ids=(RightId("TM-CN-03"),),
                signals=signals,
            )
        ]
