"""The composition root: settings in, desk out. The only place that knows concrete classes."""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.asking import answer_writer, questions_of
from bot.capture.bundle import ZipBinder
from bot.capture.folders import EvidenceFiles, HandedFolder, LicenceFolder
from bot.capture.page import PageCapturer, Prove
from bot.capture.roots import roots
from bot.capture.screenshot import ChromiumScreenshot
from bot.capture.stamps import Stamper
from bot.domain.ids import LOCAL, WorkspaceId
from bot.domain.intake import AddedFeed
from bot.domain.moments import TeamZone
from bot.domain.retention import RetentionTerms
from bot.domain.workdays import Workhours, is_working_day
from bot.here import made, now
from bot.llm.answers import ChatWriter
from bot.llm.blocks import without_orders
from bot.llm.suggestions import ChatWordings
from bot.net.guarded import Guarded
from bot.net.operated import operator_post, operator_stream, operator_web
from bot.notices.writer import TemplateNoticeWriter
from bot.ports import AnswerWriter, Clock, ListingSource, WordingWriter
from bot.reports.pdf import paper, picture_of
from bot.repositories import Store
from bot.services.assessment.judging import BookJudge
from bot.services.assessment.weights import Heard, WeightsRoom
from bot.services.casework.counsel import OutsideCounsel
from bot.services.casework.evidence import EvidenceRoom
from bot.services.desk import Desk, DeskParts, assembled
from bot.services.drafting.pending import ApprovalPatience
from bot.services.drafting.team import Team
from bot.services.upkeep.people import People
from bot.services.upkeep.team_settings import CHANNELS, PEOPLE, ZONE, TeamSettings
from bot.settings import Settings, from_environment
from bot.sources import rates
from bot.sources.added import LARGEST, LONGEST, AddedSource
from bot.sources.brought import BroughtReaders
from bot.sources.keywords import keywords
from bot.sources.looking import GuardedListingPages
from bot.sources.map_files import read_maps
from bot.sources.mapped import MappedFeed, Means
from bot.sources.market_source import MarketplaceSource
from bot.sources.marketplace import Searching
from bot.sources.marketplaces import Lookups, marketplace_sources
from bot.sources.pages import GuardedPages
from bot.sources.registry import sources
from bot.store.heads import HeadFile
from bot.store.inbox import SqlInbox, open_inbox
from bot.store.sql import SqlStore, open_store
from bot.workbooks import workbook
from knowledge import law
from knowledge.law import Register
from knowledge.library import Library
from knowledge.page_texts import PageTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A desk on its state, with the settings it was built from."""

    desk: Desk
    settings: Settings
    guidance: Library


@contextmanager
def build(
    settings: Settings,
    *,
    workspace: WorkspaceId = LOCAL,
    clock: Clock = now,
    fetcher: Guarded | None = None,
    looking_at: Sequence[ListingSource] | None = None,
) -> Iterator[Built]:
    """Put the desk together on ``settings.home``, made where missing; ``fetcher`` and ``looking_at`` replace the web.

    Raises WrongInput (a setting points to something that cannot be used) and Outside (the database cannot be opened)."""
    web, guidance = fetcher or Guarded(), Library(made(settings.home), settings.chroma_url)
    with _state(settings, workspace, clock) as (store, inbox):
        parts = _parts(settings, store, inbox, clock, web, guidance, looking_at)
        yield Built(desk=assembled(parts), settings=settings, guidance=guidance)


def _parts(
    settings: Settings,
    store: SqlStore,
    inbox: SqlInbox,
    clock: Clock,
    web: Guarded,
    guidance: Library,
    looking_at: Sequence[ListingSource] | None,
) -> DeskParts:
    home, register, judge = settings.home, law.load(), _judge(settings, store, web, clock)
    evidence, capturer = evidence_room(settings, store, web, clock, judge.proof)
    markets, found = _looked_at(settings, store, clock, looking_at)
    chosen, counsel, people, team = team_of(settings, store, clock)
    answers = answer_writer(settings, clock, guidance, register)
    return DeskParts(
        store=store,
        inbox=inbox,
        register=register,
        home=home,
        clock=clock,
        settings=chosen,
        counsel=counsel,
        people=people,
        team=team,
        patience=patience_of(settings, chosen.zone),
        terms=terms_of(settings),
        pace=settings.pace,
        questions=questions_of(guidance, answers, register, store, clock, people.name),
        judge=judge,
        weights=_weights(settings, store, clock, judge.heard),
        draw=judge.drawn,
        sources=found,
        opened=partial(_added, web, clock),
        lookups=Lookups(markets),
        look_at=GuardedListingPages(web).look_at,
        pages=GuardedPages(web),
        readers=BroughtReaders(),
        without_orders=without_orders,
        writer=_writer(settings, register),
        wording=wording_writer(answers),
        guidance_pages=PageTexts(register),
        capturer=capturer,
        evidence=evidence,
        handed=handed_folder(settings),
        files=EvidenceFiles(home / "evidence"),
        heads=HeadFile(home / "audit-heads.txt"),
        workbook=workbook,
        paper=paper,
        picture=picture_of,
    )


@contextmanager
def _state(settings: Settings, workspace: WorkspaceId, clock: Clock) -> Iterator[tuple[SqlStore, SqlInbox]]:
    """The database and the inbox, open."""
    with (
        open_store(settings.database, workspace, clock, lambda: secrets.token_hex(16)) as store,
        open_inbox(settings.inbox, workspace) as inbox,
    ):
        yield store, inbox


def _looked_at(
    settings: Settings, store: Store, clock: Clock, instead: Sequence[ListingSource] | None
) -> tuple[Sequence[MarketplaceSource], Sequence[ListingSource]]:
    """The marketplaces set up, and everything that is looked at; ``instead`` replaces the latter."""
    markets = marketplace_sources(settings, _searching(settings, store, clock))
    return markets, configured(settings, markets, clock) if instead is None else instead


def _writer(settings: Settings, register: Register) -> TemplateNoticeWriter:
    return TemplateNoticeWriter(register, settings.templates, settings.home / "evidence")


def _judge(settings: Settings, store: Store, web: Guarded, clock: Clock) -> BookJudge:
    table = rates.read(settings.rates)
    return BookJudge(store, table, web.body, clock, _weights(settings, store, clock).in_use)


def _weights(
    settings: Settings, store: Store, clock: Clock, heard: Heard = lambda listing, brand: None
) -> WeightsRoom:
    share = settings.infringing_share
    return WeightsRoom(store, clock, unheard=settings.not_learnt_from, share=share, heard=heard)


def handed_folder(settings: Settings) -> HandedFolder:
    """Where evidence is kept that people hand in."""
    return HandedFolder(folder=settings.home / "evidence", stamper=_stamper(settings))


def _stamper(settings: Settings) -> Stamper:
    trusted = partial(roots, settings.timestamp_roots)
    return Stamper(authorities=settings.timestamp_urls, trusted=trusted, post=operator_post)


def evidence_room(
    settings: Settings, store: Store, web: Guarded, clock: Clock, prove: Prove | None = None
) -> tuple[EvidenceRoom, PageCapturer]:
    """Where evidence is taken, read, bound and checked; ``prove`` draws a picture beside the genuine one."""
    folder, trusted = settings.home / "evidence", partial(roots, settings.timestamp_roots)
    stamper = _stamper(settings)
    capturer = PageCapturer(
        fetcher=web, folder=folder, screenshot=ChromiumScreenshot(), stamper=stamper, prove=prove
    )
    licences = LicenceFolder(folder=folder, stamper=stamper)
    binder = ZipBinder(folder=folder, stamper=stamper, trusted=trusted)
    return EvidenceRoom(store, capturer, licences, binder, clock), capturer


def configured(settings: Settings, markets: Sequence[MarketplaceSource], clock: Clock) -> list[ListingSource]:
    """Everything that the settings say to look at: feeds, mapped feeds, marketplaces.

    Raises:
        WrongInput: a mistake in the feed maps.
    """
    means = Means(
        stream=operator_stream, environment=from_environment, memory=settings.home / "drops", clock=clock
    )
    maps = read_maps(settings.feed_maps) if settings.feed_maps else []
    return [*sources(settings.feeds, operator_stream), *(MappedFeed(plan, means) for plan in maps), *markets]


def _added(web: Guarded, clock: Clock, feed: AddedFeed) -> AddedSource:
    """What is behind an address that an admin gave."""
    return AddedSource(feed, replace(web, max_bytes=LARGEST, whole_seconds=LONGEST).body, clock)


def _searching(settings: Settings, store: Store, clock: Clock) -> Searching:
    def words() -> Sequence[str]:
        with store.unit() as unit:
            return keywords(unit.brand_books.all(), settings.keywords)

    return Searching(
        keywords=words,
        web=operator_web,
        clock=clock,
        sleep=time.sleep,
        pages=settings.search_pages,
        gap=settings.search_gap_seconds,
    )


def team_of(given: Settings, store: Store, clock: Clock) -> tuple[TeamSettings, OutsideCounsel, People, Team]:
    """What an admin may change in Slack, outside counsel, who has which role, and who decides on drafts."""
    first = {name: _values(getattr(given, name)) for name in (*CHANNELS, *PEOPLE, ZONE)}
    settings, counsel = TeamSettings(first, store, clock), OutsideCounsel(store, clock)
    people = People(settings.of, clock, counsel.of)
    delay = timedelta(minutes=given.release_delay_minutes)
    team = Team(named=settings.of, expand=people.expand, outside=counsel.holding, delay=delay)
    settings.refresh()
    counsel.refresh()
    return settings, counsel, people, team


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def patience_of(settings: Settings, zone: TeamZone) -> ApprovalPatience:
    """How long approvals may wait."""
    opens, closes = settings.opening_hours
    hours = Workhours(opens=opens, closes=closes, is_working_day=is_working_day, zone=zone)
    return ApprovalPatience(hours=hours, each=timedelta(hours=settings.approval_hours))


def terms_of(settings: Settings) -> RetentionTerms:
    """How long records are kept."""
    return RetentionTerms(
        enforced_years=settings.keep_enforced_years,
        reviewed_years=settings.keep_reviewed_years,
        unreviewed_days=settings.keep_unreviewed_days,
    )


def wording_writer(answers: AnswerWriter) -> WordingWriter | None:
    """Who proposes wording: the chat model that writes answers, within the same budget; nobody without one."""
    return ChatWordings(ask=answers.ask) if isinstance(answers, ChatWriter) else None
