"""What a chat model may look up while it writes, as LangChain tools: guidance, the law of a day, the team's own records.

They read and never write. What they find is given to the model as further numbered passages, and what it then says is held to
them like anything else. Records are those that the asker may see, told as they would be told without a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.llm.blocks import passage_text
from bot.ports import GuidanceSearch
from bot.services.answering.team_documents import TEAM
from knowledge.instruments import LawError
from knowledge.law import Register, Version
from knowledge.passages import KnowledgeFault, Passage
from knowledge.phrasing import place_zh

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

FOUND = 2
"""Passages that one search gives."""
NOTHING = "Nothing was found. Answer from the passages that you have."
Give = Callable[[Sequence[Passage]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTools:
    """Makes the tools of one answer. ``may_send`` decides which passages a model may see."""

    search: GuidanceSearch
    register: Register
    may_send: Callable[[Passage], bool]

    def tools(
        self, language: str, today: date, given: list[Passage], records: Callable[[str], str] | None
    ) -> list[BaseTool]:
        """The tools, which add what they find to the passages ``given``."""
        from langchain_core.tools import StructuredTool

        def search_guidance(query: str) -> str:
            """Search the reviewed guidance on enforcement in China for what the passages do not say."""
            return give(self._found(query, today, language))

        def law_on_day(query: str, day: str) -> str:
            """What the provisions of law about something say on a day, written as 2027-01-01."""
            try:
                on = date.fromisoformat(day)
            except ValueError:
                return "The day is none; write it as 2027-01-01."
            about = self._found(query, today, language)[:1]
            return give([each for passage in about for each in self._versions(passage, on)][:FOUND])

        def own_records(question: str) -> str:
            """What the team's own register of listings, sellers, cases and deadlines says on a question."""
            told = records(question) if records is not None else ""
            return give([_told(told, language, today)] if told else [])

        def give(found: Sequence[Passage]) -> str:
            fresh = [passage for passage in found if passage not in given and self.may_send(passage)]
            start = len(given) + 1
            given.extend(fresh)
            return "".join(passage_text(n, each) for n, each in enumerate(fresh, start)) or NOTHING

        # Records are as confidential as a document may be.
        may_tell = records is not None and self.may_send(_told("", language, today))
        offered: list[Callable[..., str]] = [
            search_guidance,
            law_on_day,
            *([own_records] if may_tell else []),
        ]
        return [StructuredTool.from_function(each, handle_validation_error=True) for each in offered]

    def _found(self, query: str, on: date, language: str) -> list[Passage]:
        try:
            hits = self.search.search(query, on=on, language=language, limit=FOUND).hits
        except (KnowledgeFault, LawError):
            return []
        return [hit.passage for hit in hits if hit.passage.language == language]

    def _versions(self, passage: Passage, on: date) -> Iterator[Passage]:
        """The provisions that a passage rests on, as they read on the day."""
        for key in passage.keys:
            for version in self.register.provision(key).versions:
                if version.in_force_on(on):
                    yield _version(passage, version)


def _version(passage: Passage, version: Version) -> Passage:
    chinese, place = passage.language == "zh", version.place
    english = f"{version.instrument.short} Art. {place}" if place else version.instrument.short
    return replace(
        passage,
        title=f"{version.instrument.short_zh}{place_zh(version)}" if chinese else english,
        text=(version.says_zh if chinese else "") or version.says,
        provisions=tuple(each for each in passage.provisions if each.key == version.key),
        in_force_from=version.in_force_from,
        in_force_to=version.in_force_to,
    )


def _told(text: str, language: str, today: date) -> Passage:
    """What the records say, as a passage of the team's own."""
    return Passage(
        section_id=f"{TEAM}/records#{today.isoformat()}",
        language=language,
        title="记录" if language == "zh" else "Records",
        page_title="Marque",
        jurisdiction="CN",
        text=text,
        questions=(),
        facts=(),
        provisions=(),
        in_force_from=today,
        in_force_to=today,
        reviewed_on=today,
        source_urls=(),
        origin=TEAM,
        confidential=True,
    )
