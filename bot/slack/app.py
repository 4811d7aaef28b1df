"""The Slack app: listeners on a Bolt app, its two modes (Socket Mode, HTTP), graceful shutdown of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.domain.errors import Outside
from bot.ports import Clock
from bot.services.desk import Desk
from bot.settings import Settings
from bot.slack.directory import SlackDirectory
from bot.slack.ear import Ear, ear_of
from bot.slack.front import ANYTHING, Front
from bot.slack.listeners import (
    again,
    alerts,
    approvals,
    batches,
    cases,
    casework,
    counsel,
    deadlines,
    draft_menus,
    drafts,
    evidence,
    examinations,
    feeds,
    filing,
    handed,
    home,
    installation,
    purchases,
    questions,
    reviews,
    rights,
    routes,
    rules,
    setup,
    team_settings,
    tips,
    triage,
    watches,
)
from bot.slack.listeners import help as helping
from bot.slack.notifier import SlackNotifier
from bot.slack.parsing import numbered, place_of
from bot.slack.payloads import Body
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.slack.web.server import Running, address_of, serve
from bot.slack.web.site import REQUEST_ID, Site, request_id_of
from bot.words.book import load_words
from knowledge.law import load

ROOMS = (
    questions, routes, alerts, triage, rules, cases, casework, counsel, deadlines, evidence, handed, purchases,
    examinations, drafts, draft_menus, approvals, filing, batches, reviews, watches, tips, setup, team_settings, feeds,
    rights, home, helping, again, installation,
)  # fmt: skip
log = structlog.get_logger("marque.slack")
DRAIN_SECONDS = 10.0
"""For so long what has begun may take to end when the bot is stopped."""

WORKERS, ACKNOWLEDGERS = 6, 16


@contextmanager
def connected(
    desk: Desk, settings: Settings, here: Here | None = None, ear: Ear | None = None
) -> Iterator[SlackNotifier]:
    """The bot in Slack until left: Socket Mode with an app token, else HTTP, by the ``ear`` that hears already, if any.
    What a process that is gone left undone is taken up first; what has begun when it is left is finished, for as long as
    ``DRAIN_SECONDS``. An unreachable Slack is tried again until it answers.

    Raises:
        Outside: Slack refuses a token, or the port is taken.
    """
    here = here or Here()
    bot_token = settings.slack_bot_token.get_secret_value()
    client = make_client(bot_token, settings.slack_api_url, patient=True)
    options, register = options_of(settings, desk), load()
    words = load_words(options.language)
    pools = [ThreadPoolExecutor(WORKERS, thread_name_prefix=name) for name in ("slack", "slack-words")]
    trade = Trade(
        pool=pools[0],
        words=pools[1],
        holder=here.name,
        refused=here.refused,
        hurry=here.hurry,
        ready=here.ready,
    )
    front = Front(desk, Poster(client), options, words, register, trade)
    ear = ear or ear_of(settings, desk.clock, here.refused)
    front.whoami = ear.whoami
    ear.put_down()
    app = app_of(front, client, settings.slack_signing_secret.get_secret_value())
    front.worklist.begin(here.gone)
    ear.serve(app, front)
    probes = _probed(front, settings.probe_address)
    try:
        ear.begin()
        yield SlackNotifier(make_client(bot_token, settings.slack_api_url), options, words, register, front)
    finally:
        ear.end()
        if not front.worklist.drain(DRAIN_SECONDS):
            log.warning("not everything was finished in time; it is in the inbox")
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        probes.stop()


def _probed(front: Front, address: str) -> Running:
    """What Socket Mode answers to an operator's probes, where an address for them is set."""
    if not address:
        return Running(stop=lambda: None)
    host, port = address_of(address)
    return serve(Site(meters=front.meters, unready=front.unready), port, host)


def options_of(settings: Settings, desk: Desk) -> SlackOptions:
    """The part of the settings that Slack needs."""
    return SlackOptions(
        alert_channel=settings.alert_channel,
        legal_channel=settings.legal_channel,
        case_channel=settings.case_channel,
        approvers=settings.approvers,
        admins=settings.admins,
        counsel=settings.counsel,
        language=settings.interface_language,
        expand=desk.people.expand,
        changed=lambda: desk.settings.changed,
    )


@dataclass(frozen=True, slots=True)
class Here:
    """This process: its name in the inbox, how others' are told to be ``gone``, whom to tell that Slack refuses us."""

    name: str = "this process"
    gone: Callable[[str], bool] = lambda holder: False
    refused: Callable[[Outside], None] = lambda why: None
    hurry: Callable[[], None] = lambda: None
    """Have the outbox emptied at once."""
    ready: Callable[[], None] = lambda: None
    """Returns once questions can be answered."""


def app_of(front: Front, web_client: WebClient, signing_secret: str = "") -> App:
    """The listeners of every room on a Bolt app. Its threads acknowledge, and do nothing else."""
    app = App(
        name="marque",
        client=WebClient(base_url=web_client.base_url),  # acknowledges only; ``authorize`` brings the token
        listener_executor=ThreadPoolExecutor(ACKNOWLEDGERS, thread_name_prefix="slack-ack"),
        signing_secret=signing_secret,
        authorize=lambda: front.whoami.known(),
    )
    app.use(_numbered)
    app.use(front.foreign)
    front.desk.people.directory = SlackDirectory(web_client, lambda: front.whoami.team)
    for room in ROOMS:
        room.register(app, front)
    _acknowledge_the_rest(app)
    app.error(_reporting(front))
    return app


def run_socket_mode(app: App, app_token: str, clock: Clock) -> Running:
    """Connect by Socket Mode on one line; returns once connected.

    Raises:
        Outside: Slack cannot be reached, or refuses the token.
    """
    ear = Ear.by_socket(app.client, app_token, clock, lines=1)
    ear.serve(app)
    ear.open_now()
    return Running(stop=ear.end)


def _numbered(req: BoltRequest, next_: Callable[[], BoltResponse]) -> BoltResponse:
    """Give the delivery the id under which its request came, or one of its own: it stands in every line logged of it."""
    numbered(req.body, request_id_of(next(iter(req.headers.get(REQUEST_ID, ())), "")))
    return next_()


def _acknowledge_the_rest(app: App) -> None:
    """Links, menus inside forms and events nobody needs: acknowledged, so that Slack stops sending them."""

    def nothing(ack: Ack) -> None:
        ack()

    app.action(ANYTHING)(nothing)
    app.event(ANYTHING)(nothing)
    app.options(ANYTHING)(lambda ack: ack(options=[]))


def _reporting(front: Front) -> Callable[..., None]:
    """Bolt's error handler: one of the three doors where every error ends."""

    def report(error: Exception, body: Body) -> None:
        front.report(error, place_of(body))

    return report
