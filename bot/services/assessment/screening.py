"""Judging a listing against every brand book at once, without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.domain.assessments import Assessment, Band
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence
from bot.signals.offer.seller import is_authorised, known
from bot.signals.pictures import points
from bot.signals.pictures.image import Fingerprint, PictureMatch
from bot.signals.pictures.keypoints import Points
from bot.signals.weighing.assess import Lot, assess, assess_all
from bot.signals.weighing.combine import Weights, tied
from bot.signals.weighing.compiled_book import CompiledBook

_ORDER = {Band.HIGH: 0, Band.MEDIUM: 1, Band.LOW: 2, Band.CLEAR: 3}


class Eyes(Protocol):
    """What can be known of a listing's pictures, at rising cost. Pictures that cannot be had are left out, and told."""

    def prints(self, listing: Listing) -> Mapping[str, Fingerprint]: ...
    def points(self, listing: Listing) -> Mapping[str, Points]: ...
    def text(self, listing: Listing) -> str:
        """What is written in them; empty also where no text can be read on this machine."""
        ...

    def unseen(self, listing: Listing) -> tuple[Sentence, ...]:
        """What of them could not be looked at, a sentence each."""
        ...


def _ranked(found: list[Assessment]) -> tuple[Assessment, ...]:
    """Most suspect first."""
    if len(found) > 1:
        found.sort(key=lambda a: (_ORDER[a.band], not (a.authorised or tied(a.signals)), -a.score))
    return tuple(found)


def _settled(found: Assessment) -> bool:
    """Whether more looking is idle: it alerts at the highest band, or the shop is authorised."""
    return found.band is Band.HIGH or found.authorised


def _own_goods(found: Assessment) -> bool:
    """Whether the brand's goods are offered or its name is used: a copied picture is told then at any price."""
    return bool(found.signals) and (tied(found.signals) or all(s.name != "trade" for s in found.signals))


def _supposed_match(compiled: CompiledBook) -> PictureMatch:
    """What a found picture would be, to learn whether finding one would change anything."""
    view = compiled.points.views[0]
    return PictureMatch(
        picture="", sku=view.sku, genuine=view.genuine, strength=0.9, measured=Sentence(key="supposed")
    )


@dataclass(frozen=True, kw_only=True)
class Panel:
    """All brands a listing is judged against. Picklable."""

    books: tuple[CompiledBook, ...]
    weights: Weights

    def judge(self, listing: Listing, today: date) -> tuple[Assessment, ...]:
        """One assessment a brand, most suspect first; pictures are not looked at."""
        [found] = self.judge_all([listing], today)
        return found

    def judge_all(self, listings: Sequence[Listing], today: date) -> list[tuple[Assessment, ...]]:
        """As `judge`, of each listing in turn, in less time than one by one."""
        lot = Lot(listings)
        by_book = [assess_all(lot, compiled, self.weights, today) for compiled in self.books]
        return [_ranked([judged[at] for judged in by_book]) for at in range(len(listings))]

    def look(self, listing: Listing, today: date, eyes: Eyes) -> tuple[Assessment, ...]:
        """As `judge`, looking at the pictures as far as they can change the judgement: hashes, then key points, then
        the text in them. Key points are looked at where the brand's goods are offered or its name is used, too: whoever
        copies a picture at a fair price infringes as well. Otherwise a step is taken only where it could make alert."""
        if not self.wants_pictures(listing, today):
            return self.judge(listing, today)
        lot, prints = Lot([listing]), eyes.prints(listing)
        found = [self._look(lot, compiled, today, eyes, prints) for compiled in self.books]
        if unseen := eyes.unseen(listing):
            found = [replace(each, unseen=unseen) for each in found]
        return _ranked(found)

    def _look(
        self,
        lot: Lot,
        compiled: CompiledBook,
        today: date,
        eyes: Eyes,
        prints: Mapping[str, Fingerprint],
    ) -> Assessment:
        [listing] = lot.listings

        def judged(shown: Sequence[PictureMatch] = (), text: str = "") -> Assessment:
            return assess(
                listing, compiled, self.weights, today,
                prints=prints, found=shown, picture_text=text, lot=lot,
            )  # fmt: skip

        now = judged()
        if _settled(now) or not prints:
            return now
        shown: list[PictureMatch] = []
        if compiled.points.views and not any(s.name == "image" for s in now.signals):
            supposed = _supposed_match(compiled)
            if _own_goods(now) or judged([supposed]).band.alerts:
                looked = ((name, p) for name, p in eyes.points(listing).items())
                shown = [m for name, p in looked if (m := points.match(name, p, compiled.points))]
                now = judged(shown) if shown else now
        if not _settled(now) and judged(shown, compiled.book.name).band.alerts:
            text = eyes.text(listing)
            now = judged(shown, text) if text else now
        return now

    def wants_pictures(self, listing: Listing, today: date) -> bool:
        """Whether looking at the pictures may change a judgement: not where every brand authorises the shop."""
        return not all(is_authorised(known(listing, c.shops, today), today) for c in self.books)
