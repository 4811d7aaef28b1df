"""The part of the composition root that hears Slack: it is there a second after the start, before anything else is loaded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from bot.domain.errors import Outside
from bot.domain.ids import LOCAL
from bot.here import gone, made, now, this_process
from bot.settings import Settings
from bot.slack.ear import Ear, Notebook, ear_of
from bot.slack.payloads import Place


@dataclass(slots=True)
class Stop:
    """The sign to stop, looked at between two listings and two messages; ``why`` where Slack refuses us."""

    sign: Event = field(default_factory=Event)
    why: Outside | None = None

    def because(self, why: Outside) -> None:
        """Stop, since Slack refuses us."""
        self.why = why
        self.sign.set()


@contextmanager
def hearing(settings: Settings, refused: Callable[[Outside], None]) -> Iterator[Ear]:
    """What hears Slack from now on until left."""
    ear = ear_of(settings, now, refused)
    ear.begin_behind(partial(_notebook, settings))
    try:
        yield ear
    finally:
        ear.end()


@contextmanager
def _notebook(settings: Settings) -> Iterator[Notebook]:
    """The inbox of this process, before its desk stands; what it needs is loaded here, while Slack is heard."""
    from bot.queues import Incoming
    from bot.slack.blocks.help import told_card
    from bot.slack.parsing import place_of, read_back
    from bot.slack.poster import Poster, make_client
    from bot.slack.readable import UNREADABLE
    from bot.store.inbox import open_inbox
    from bot.words.book import load_words

    words = load_words(settings.interface_language)
    poster = Poster(make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url))
    made(settings.home)
    with open_inbox(settings.inbox, LOCAL) as inbox:

        def keep(kind: str, name: str, key: str, place: Place, body: str) -> bool:
            kept = Incoming(
                key=key or f"{kind}:{this_process()}:{now().timestamp()}",
                kind=kind,
                name=name,
                person=place.person,
                body=body,
                at=now(),
            )
            return inbox.keep(kept, this_process())

        def tell(place: Place, ahead: int) -> None:
            poster.whisper(place, told_card(words("restart.starting", ahead=ahead)))

        def left() -> Sequence[Place]:
            places = dict[tuple[str, str, str], Place]()
            for each in inbox.left(gone, now()):
                with suppress(*UNREADABLE):  # the bot itself meets it, and tells the admins
                    place = place_of(read_back(each.body))
                    places.setdefault((place.person, place.channel, place.thread), place)
            return list(places.values())

        def comfort(place: Place) -> None:
            poster.whisper(place, told_card(words("restart.kept")))

        yield Notebook(keep=keep, tell=tell, left=left, comfort=comfort)
