"""The triage modal stays within Slack's limits, whatever a listing says, and carries what it is about."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.ids import AlertId, ListingId
from bot.domain.sentences import Sentence
from bot.domain.triage import MOST_TOGETHER, Bundle
from bot.domain.verdicts import Verdict
from bot.playground.limits import check_view
from bot.services.assessment.triage import TriageTurn
from bot.slack.blocks.titles import title_pieces
from bot.slack.blocks.triage import METADATA, Done, PictureLook, TriageScene, about_within, triage_view
from bot.slack.ids import Ref
from bot.words.book import LANGUAGES, load_words
from tests.cards import mrkdwn
from tests.factories import a_listing, a_product

HOSTILE = "<!channel> <@U0BOB> *bold* `code` <https://evil.example|click> \u202egnp.exe " + "长" * 2_000


def an_alert(item: str, title: str = HOSTILE, span: tuple[int, int] | None = (0, 10)) -> Alert:
    listing = a_listing(item_id=item, title=title, seller_name=HOSTILE, images=("https://img.example/a.jpg",))
    signal = Signal(name="wordmark", score=0.9, because=Sentence(key=f"title holds “{HOSTILE}”"), span=span)
    judged = Assessment(
        listing_id=listing.listing_id, brand=HOSTILE, band=Band.HIGH, score=1.0, signals=(signal,) * 4
    )
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return Alert(alert_id=AlertId(f"A-{item}"), listing=listing, assessment=judged, raised_at=now)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", PictureLook)
def test_a_hostile_listing_pings_nobody_in_any_look(look: PictureLook, language: str) -> None:
    alerts = tuple(an_alert(str(number)) for number in range(MOST_TOGETHER))
    turn = TriageTurn(bundle=Bundle(alerts=alerts), left=25, elsewhere=3, genuine=a_product(name=HOSTILE))
    done = Done(verdict=Verdict.COUNTERFEIT, count=2, title=HOSTILE)
    scene = TriageScene(about=Ref(group="seller"), file="F1", done=done, note=HOSTILE)
    view = triage_view(turn, scene, load_words(language), look)
    shown = json.loads(json.dumps(view.to_dict()))
    check_view(shown)
    for text in mrkdwn(shown["blocks"]):
        assert not any(sign in text for sign in ("<!", "<@", "<https://evil", "\u202e"))


def test_the_modal_knows_what_it_judges_and_forgets_the_oldest_put_aside() -> None:
    many = tuple(ListingId(f"taobao:{number:020d}") for number in range(300))
    about = about_within(Ref(listings=many[:25], skipped=many, group="one"))
    assert len(about.write()) <= METADATA
    assert about.listings == many[:25]
    assert about.skipped == many[-len(about.skipped) :]
    assert Ref.read(about.write()) == about


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([(0, 3)], ["S0l"]),
        ([(0, 3), (2, 7)], ["S0lvane"]),
        ([(4, 99), (-1, 2), None], []),
        ([(8, 13), (0, 7)], ["S0lvane", "flask"]),
    ],
)
def test_marks_join_where_they_overlap_and_never_leave_the_title(
    spans: list[tuple[int, int] | None], marked: list[str]
) -> None:
    signals = tuple(Signal(name="x", score=0.5, because=Sentence(key="y"), span=span) for span in spans)
    judged = replace(an_alert("1").assessment, signals=signals)
    pieces = title_pieces("S0lvane flask", judged)
    assert [text for text, mark in pieces if mark] == marked
    assert "".join(text for text, _ in pieces) == "S0lvane flask"


def test_an_empty_title_is_shown_as_a_dash() -> None:
    assert title_pieces(" \n ", an_alert("1", span=None).assessment) == [("–", False)]
