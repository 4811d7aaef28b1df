"""The demo: a fictional brand, marketplaces that fill up while one watches, and the bot on the local Slack page."""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread

from pydantic import SecretStr

from bot.bootstrap import build
from bot.demo.example import LastMonth, finish, show
from bot.demo.pictures import draw_all
from bot.demo.shop import Shop
from bot.demo.source import DemoSource
from bot.domain.ids import MARQUE, PersonId
from bot.domain.moments import china_day
from bot.here import give_back, now
from bot.playground.records import (
    BOT_USER_ID,
    TEAM_ID,
    Channel,
    ManifestCommand,
    Seed,
    Shortcut,
    TourStep,
    User,
)
from bot.playground.server import Playground
from bot.process import running
from bot.services.desk import Desk
from bot.settings import Settings
from bot.slack.blocks.welcome import welcome_card
from bot.slack.identity import scopes_needed
from bot.slack.poster import Poster, make_client
from bot.sources.brandbook import read
from bot.words.book import load_words

MEI, JONAS, ANA, LIN, SAM = "U0MEI", "U0JONAS", "U0ANA", "U0LIN", "U0SAM"
WEN, FIRM = "U0WEN", "T0FIRM"
ALERTS, LEGAL, GENERAL = "C0ALERTS", "C0LEGAL", "C0GENERAL"
SWEEP_MINUTES = 0.1
EXAMPLE_AFTER = 15
"""Seconds after the start at which the finished example is made: the first questions are not to wait for it."""

PEOPLE = (
    (MEI, "Mei Chen", "IP manager, admin"),
    (JONAS, "Jonas Berg", "approver"),
    (ANA, "Ana Ruiz", "approver"),
    (LIN, "Lin Qing", "in-house counsel, approver"),
    (SAM, "Sam Okafor", "guest, no rights"),
    (WEN, "Wen Zhao", "outside counsel, of a law firm's workspace"),
)
COMMANDS = (
    ("/ask", "Ask about enforcement options", "[question]"),
    ("/draft", "Draft a notice", "[kind] [platform:item]"),
    ("/watch", "Watch status, or sweep now", "[status | sweep now | triage | rules | add URL]"),
    ("/rights", "Rights register", "[list | expiring]"),
    ("/case", "Cases", "[list | show C-000001]"),
    ("/marque", "Help, status, and all of these", "[help | status | ask …]"),
)


def seed() -> Seed:
    """Six people (an IP manager, three approvers, a guest without rights, outside counsel) and three channels."""
    everyone = (BOT_USER_ID, *(user for user, *_ in PEOPLE if user != WEN))
    return Seed(
        team_name="Solvane Brand Protection",
        users=tuple(
            User(
                id=user,
                name=name.split()[0].lower(),
                real_name=name,
                title=title,
                is_guest=user == SAM,
                team_id=FIRM if user == WEN else TEAM_ID,
            )
            for user, name, title in PEOPLE
        ),
        channels=(
            Channel(id=GENERAL, name="brand-protection", members=everyone),
            Channel(id=ALERTS, name="counterfeit-alerts", members=everyone),
            Channel(id=LEGAL, name="legal-drafts", members=everyone, is_private=True),
        ),
        shortcuts=(Shortcut(callback_id="listing.report", name="Report a listing"),),
        commands=tuple(
            ManifestCommand(name=c, description=d, usage_hint=h, should_escape=True) for c, d, h in COMMANDS
        ),
        scopes=tuple(sorted(scopes_needed())),
        tour=tour(),
    )


def tour() -> tuple[TourStep, ...]:
    """The steps of the tour."""
    told = tomllib.loads(files("bot.demo").joinpath("data/tour.toml").read_text(encoding="utf-8"))
    return tuple(TourStep(**step) for step in told["step"])


@contextmanager
def demonstrate(settings: Settings, port: int) -> Iterator[Playground]:
    """Run everything on this machine until left. What an earlier demo left in ``settings.home`` is replaced.

    Raises:
        OSError: the port is taken.
    """
    home = settings.home
    _clear(home)
    book = _brand_book(home / "brand")
    table = files("bot.demo").joinpath("data/listings.toml").read_text(encoding="utf-8")
    ready: dict[str, object] = {"ok": False}
    with (
        Shop(table, home / "brand" / "pictures") as shop,
        Playground(seed(), port=port, ready=lambda: ready, pictures=shop.pictures) as slack,
    ):
        given = settings.model_copy(update={**_settings(slack), "home": home})
        with build(given, fetcher=shop.fetcher(), looking_at=[DemoSource(shop, now)]) as built:
            _begin(built.desk, book)
            with running(built):
                poster, words = (
                    Poster(make_client("xoxb-playground", slack.api_url)),
                    load_words(given.interface_language),
                )
                poster.post(GENERAL, welcome_card(words))

                left = Event()

                def exemplify() -> None:
                    if left.wait(EXAMPLE_AFTER):
                        return
                    clock, approvers = LastMonth(), (PersonId(JONAS), PersonId(ANA))
                    with build(given, clock=clock, fetcher=shop.fetcher(), looking_at=()) as then:
                        case = finish(
                            then.desk, shop, PersonId(MEI), approvers, clock, words("welcome.ended")
                        )
                    show(built.desk, case, poster, GENERAL, words)
                    give_back()  # a second bot was built for it, with drawings and documents

                # Beside the rest: nobody waits for the example.
                example = Thread(target=exemplify, name="demo-example")
                example.start()
                ready["ok"] = True
                try:
                    yield slack
                finally:
                    left.set()
                    example.join()


def _begin(desk: Desk, book: Path) -> None:
    """What is there when people come in: the brand book, and counsel with whom cases can be shared."""
    desk.rights.import_book(read(book), MARQUE)
    until = china_day(now()) + timedelta(days=365)
    desk.counsel.name(PersonId(WEN), FIRM, until, by=PersonId(MEI), known_as="Wen Zhao")


def _settings(slack: Playground) -> dict[str, object]:
    return {
        "database_url": "",
        "chroma_url": "",
        "chat_model": "",
        "feeds": (),
        "alert_channel": ALERTS,
        "legal_channel": LEGAL,
        "approvers": (JONAS, LIN, ANA),
        "admins": (MEI,),
        "counsel": (LIN,),
        "sweep_minutes": SWEEP_MINUTES,
        "slack_bot_token": SecretStr("xoxb-playground"),
        "slack_app_token": SecretStr("xapp-playground"),
        "slack_signing_secret": SecretStr(""),
        "slack_api_url": slack.api_url,
    }


def _clear(home: Path) -> None:
    """Remove the earlier demo's records; the guidance index is kept, since it depends on nothing of the demo."""
    for folder in ("brand", "drafts", "evidence"):
        shutil.rmtree(home / folder, ignore_errors=True)
    for file in home.glob("marque.sqlite3*"):
        file.unlink()


def _brand_book(folder: Path) -> Path:
    draw_all(folder / "pictures")
    target = folder / "brand.toml"
    target.write_bytes(files("bot.demo").joinpath("data/brand.toml").read_bytes())
    return target
