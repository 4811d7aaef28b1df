"""The part of the composition root that a question needs, and no more for a cold shell; what a chat model may see of it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.domain.ids import LOCAL, PersonId
from bot.domain.moments import china_day
from bot.here import made, now
from bot.llm.contradictions import Contradictions
from bot.ports import AnswerWriter, Clock, GuidanceSearch
from bot.repositories import Store
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.ended_rights import standing
from bot.services.answering.picks import TaughtSearch
from bot.services.answering.questions import Questions
from bot.services.answering.team_documents import TeamSearch
from bot.services.answering.unasked import RestOnly
from bot.services.drafting.reviews import read_by_counsel
from bot.settings import Settings
from bot.store.sql import open_store
from knowledge import law
from knowledge.law import Register
from knowledge.library import Library
from knowledge.page_texts import PageTexts
from knowledge.passages import Passage
from knowledge.reading import MessageReading
from knowledge.topics import stage_told


@contextmanager
def asking(settings: Settings, clock: Clock = now) -> Iterator[Questions]:
    """Questions on the state of ``settings.home``, which is made where it is missing.

    Raises WrongInput (a setting points to something that cannot be used) and Outside (the database cannot be opened).
    """
    register, guidance = law.load(), Library(made(settings.home), settings.chroma_url)
    with open_store(settings.database, LOCAL, clock, lambda: secrets.token_hex(16)) as store:
        yield questions_of(
            guidance, answer_writer(settings, clock, guidance, register), register, store, clock
        )


def questions_of(
    guidance: Library,
    answers: AnswerWriter,
    register: Register,
    store: Store,
    clock: Clock,
    name_of: Callable[[PersonId], str] = lambda person: "",
) -> Questions:
    """What answers questions."""
    return RestOnly(
        search=TaughtSearch(
            TeamSearch(guidance, guidance.likeness, Contradictions(guidance, register), store),
            guidance.alike,
            store,
        ),
        reader=guidance,
        writer=answers,
        register=register,
        store=store,
        today=lambda: china_day(clock()),
        with_reader=partial(read_by_counsel, store, PageTexts(register)),
        likeness=guidance.likeness,
        sorting=sorting(answers),
        name_of=name_of,
        stage=lambda text, on, language: (
            standing(stage_told(text), text, on, register) or guidance.believed(text, on, language)
        ),
    ).hearing(guidance.rest_of)


def sorting(answers: AnswerWriter) -> Callable[[MessageReading, str], MessageReading]:
    """Who sorts messages that the learned reader is unsure of: the chat model that writes answers, else nobody."""
    if not isinstance(answers, ExtractiveWriter):
        from bot.llm.answers import ChatWriter
        from bot.llm.reading import ChatSorting

        if isinstance(answers, ChatWriter):
            return ChatSorting(answers.ask)
    return lambda reading, text: reading


def answer_writer(
    settings: Settings, clock: Clock, guidance: GuidanceSearch, register: Register
) -> AnswerWriter:
    """Who writes answers: word for word from guidance, unless a chat model is configured.

    Raises:
        ProgramMissing, NotPossible: the chat model cannot be used.
    """
    quoting = ExtractiveWriter()
    if not settings.chat_model:
        return quoting
    from bot.llm.answers import ChatWriter
    from bot.llm.budget import Prices
    from bot.llm.client import ChatModel
    from bot.llm.ledgers import FileLedger
    from bot.llm.tools import ChatTools

    def may_send(passage: Passage) -> bool:
        return settings.chat_confidential or not passage.confidential

    return ChatWriter(
        chat=ChatModel(
            settings.chat_model,
            seconds=settings.chat_timeout_seconds,
            most_tokens=settings.chat_answer_tokens,
        ),
        fallback=quoting,
        ledger=FileLedger(settings.home),
        monthly_tokens=settings.chat_monthly_tokens,
        prices=Prices(
            input_per_million=settings.chat_price_input, output_per_million=settings.chat_price_output
        ),
        today=lambda: china_day(clock()),
        may_send=may_send,
        lookups=ChatTools(search=guidance, register=register, may_send=may_send),
    )
