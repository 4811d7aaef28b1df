"""What somebody wants done: the form that would open, what the message fills in, and what is missing. Nothing is done here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.addresses import addresses_in
from bot.domain.cases import Case
from bot.domain.questions import ActRequest, Question
from bot.repositories import Store
from bot.services.answering.records import named_case, named_listings
from bot.words.book import load_words
from knowledge.reading import MessageReading


@dataclass(frozen=True, slots=True)
class _Form:
    """A form and the fields that it cannot do without."""

    form: str
    needs: tuple[str, ...] = ()


_FORMS: Mapping[str, _Form] = {
    "draft_takedown": _Form("draft", ("kind", "listings", "rights")),
    "draft_letter": _Form("draft", ("kind", "listings", "rights")),
    "draft_amr": _Form("draft", ("kind", "listings", "rights")),
    "draft_other": _Form("draft", ("kind", "listings", "rights")),
    "open_case": _Form("open_case", ("listings",)),
    "close_case": _Form("close_case", ("case", "reason")),
    "assign": _Form("assign", ("case", "person")),
    "note": _Form("note", ("case", "note")),
    "report_listing": _Form("report_listing", ("url",)),
    "watch": _Form("watch", ()),
    "capture": _Form("capture", ("listings",)),
    "look_again": _Form("look_again", ("listings",)),
    "start_clock": _Form("start_clock", ("event", "day")),
    "export": _Form("export", ()),
    "approve": _Form("approve", ("draft",)),
    "choose_route": _Form("choose_route", ()),
    "register": _Form("register", ("brand_book",)),
}
_KINDS = {
    "draft_takedown": "platform-takedown",
    "draft_letter": "cease-and-desist",
    "draft_amr": "amr-complaint",
}


class Acts:
    """Fills forms in from a message and the thread's case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def act(
        self, topic: str, question: Question, reading: MessageReading, language: str, case: Case | None
    ) -> ActRequest:
        """The form of this topic with what is known."""
        form = _FORMS[topic]
        with self._store.unit() as unit:
            about = named_case(unit, question.text, case)
            rights = [
                right.id
                for book in unit.brand_books.all()
                for right in book.rights
                if right.id.lower() in question.text.lower()
            ]
        listings = named_listings(question.text) or (about.listing_ids if about else ())
        known = {
            "kind": _KINDS.get(topic, ""),
            "case": about.case_id if about else "",
            "listings": ", ".join(listings),
            "rights": ", ".join(rights or (about.right_ids if about else ())),
            "url": next(iter(addresses_in(question.text)), ""),
            "day": reading.dates[0].isoformat() if reading.dates else "",
            "platform": ", ".join(reading.platforms),
        }
        wanted = (*form.needs, "platform", "case")
        filled = tuple((name, known[name]) for name in dict.fromkeys(wanted) if known.get(name))
        return ActRequest(
            form=form.form,
            title=load_words(language)(f"ask.form.{form.form}"),
            filled=filled,
            missing=tuple(name for name in form.needs if not known.get(name)),
        )
