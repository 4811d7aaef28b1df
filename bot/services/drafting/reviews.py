"""Who, of the team's own counsel, has read a page of guidance or the wording of a kind of notice.

A reading is an act of the audit trail with the hash of the text read; it counts as long as the text stays the same.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Protocol

from bot.domain.audit import Act
from bot.domain.compositions import READ, CounselReading
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import PersonId
from bot.domain.moments import china_day
from bot.papers import NoticeWriter
from bot.ports import Clock
from bot.repositories import Store
from bot.services.drafting.gathering import kind_read, reading_of
from knowledge.passages import Passage


class Pages(Protocol):
    """The pages of guidance by name, with the hash of what each says."""

    def names(self) -> Sequence[str]: ...
    def sha256(self, page: str) -> str: ...


class Reviews:
    """Keeps readings and finds the one that still counts."""

    def __init__(self, store: Store, pages: Pages, writer: NoticeWriter, clock: Clock) -> None:
        self._store, self._pages, self._writer, self._clock = store, pages, writer, clock

    def read_page(self, page: str, name: str, *, by: PersonId) -> Sequence[str]:
        """Record that counsel has read a page (``cn/amr.en``; without a language, each of its languages); which ones.

        Raises:
            UnknownThing: no such page.
            WrongInput: nobody is named.
        """
        found = [each for each in self._pages.names() if page in {each, each.rpartition(".")[0]}]
        if not found:
            raise UnknownThing(
                "page of guidance", page, "choose one of {list}", list=", ".join(self._pages.names())
            )
        for each in found:
            self._keep(_page(each), name, self._pages.sha256(each), by)
        return found

    def read_kind(self, kind: str, name: str, *, by: PersonId) -> None:
        """Record that counsel has read the wording of a kind of notice.

        Raises:
            UnknownThing: no such kind.
            WrongInput: nobody is named.
        """
        known = {each.kind: each.sha256 for each in self._writer.kinds()}
        if kind not in known:
            raise UnknownThing("kind of notice", kind, "choose one of {list}", list=", ".join(known))
        self._keep(kind_read(kind), name, known[kind], by)

    def of_kind(self, kind: str) -> CounselReading | None:
        """The reading of a kind's wording that still counts."""
        known = {each.kind: each.sha256 for each in self._writer.kinds()}
        with self._store.unit() as unit:
            return reading_of(unit, kind, known.get(kind, ""))

    def _keep(self, subject: str, name: str, sha256: str, by: PersonId) -> None:
        if not name.strip():
            raise WrongInput("name who has read it")
        now = self._clock()
        reading = CounselReading(name=name.strip(), on=china_day(now), sha256=sha256)
        details = {**asdict(reading), "on": reading.on.isoformat()}
        with self._store.unit() as unit:
            unit.audit.append(Act(who=by, what=READ, subject=subject, details=details), now)


def read_by_counsel(store: Store, pages: Pages, passage: Passage) -> Passage:
    """The passage with who of counsel has read its page, where somebody has and it still reads the same."""
    page = passage.passage_id.partition("#")[0]
    with store.unit() as unit:
        acts = [e.act for e in unit.audit.about(_page(page)) if e.act is not None]
    found = CounselReading.last_of(acts) if acts else None
    if found is None or page not in pages.names() or found.sha256 != pages.sha256(page):
        return passage
    return replace(passage, read_by=found.name, reviewed_on=found.on)


def _page(name: str) -> str:
    return f"guidance:{name}"
