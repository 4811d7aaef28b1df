"""Clean documents: made of an approved notice, here and nowhere else, and while nobody waits for the database."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.domain.drafts import ApprovedNotice, Draft
from bot.papers import NoticeWriter
from bot.repositories import Store, UnitOfWork

T = TypeVar("T")


class _NotMade(Exception):  # not an error
    """A unit of work wants documents that are still to be made."""

    def __init__(self, notice: ApprovedNotice) -> None:
        super().__init__()
        self.notice = notice


class CleanDocuments:
    """Those that one decision calls for. Making them takes a second or more, for which everybody else would wait in line: where
    a unit of work finds that it needs them it is left without a change, and gone through once more when they are made."""

    def __init__(self, writer: NoticeWriter, folder: Path) -> None:
        self._writer, self._folder = writer, folder
        self._made: tuple[ApprovedNotice, Draft] | None = None

    def of(self, notice: ApprovedNotice) -> Draft:
        """The approved notice with its clean documents. To be asked for within :meth:`decided`."""
        if self._made is None or self._made[0] != notice:
            raise _NotMade(notice)
        return self._made[1]

    def decided(self, store: Store, decide: Callable[[UnitOfWork], T]) -> T:
        """What comes of a decision in a unit of work of its own: made anew each time that other documents are called for, as
        where somebody else approved meanwhile."""
        while True:
            try:
                with store.unit() as unit:
                    return decide(unit)
            except _NotMade as wanted:
                made = clean_documents(wanted.notice, self._writer, self._folder)
                self._made = wanted.notice, made


def clean_documents(notice: ApprovedNotice, writer: NoticeWriter, folder: Path) -> Draft:
    """The approved notice with its clean documents."""
    draft = notice.draft
    return replace(draft, files=(*draft.files, *writer.write_clean(notice, folder / draft.draft_id)))
