"""Records are kept for their term and no longer; a person's particulars go when they ask, the trail stays whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import WrongInput
from bot.domain.ids import ListingId, PersonId
from bot.domain.licences import LicenceReading
from bot.domain.retention import ERASED, RecordClass, RetentionTerms, kept_until, mentions, without
from bot.domain.sentences import Sentence
from bot.services.casework.opening import take_in
from bot.services.desk import Desk
from tests.factories import NOW, a_listing
from tests.fakes.desk import HandClock, a_desk

MEI = PersonId("U0MEI")
LISTING = ListingId("taobao:7301")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=["U0JONAS"]) as desk:
        desk.watches.record(a_listing(item_id="7301", seller_contact=("微信 wx-chenli88", "0579-5555 0102")))
        yield desk


def _read_licence(desk: Desk) -> None:
    reading = LicenceReading(company="义乌市晴禾贸易有限公司", read_by=MEI, read_at=NOW)
    desk.evidence.read_licence(LISTING, reading, ("licence.png", b"PNG"))


def test_a_listing_nobody_looked_at_goes_after_its_days_with_its_files(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    _read_licence(desk)
    clock.forward(days=100)
    assert desk.retention.sweep().listings == ()
    clock.forward(days=1)
    assert desk.retention.sweep(dry_run=True).listings == (LISTING,)
    assert list((tmp_path / "evidence").rglob("*.png")) != []
    swept = desk.retention.sweep()
    assert swept.forgotten == {
        RecordClass.ENFORCED: 0,
        RecordClass.REVIEWED: 0,
        RecordClass.UNREVIEWED: 1,
    }
    assert list((tmp_path / "evidence").rglob("*")) == []
    assert desk.alerts.recent() == []
    assert desk.audit.verify().faults == []


def test_a_listing_that_a_person_decided_on_is_kept_longer(desk: Desk, clock: HandClock) -> None:
    desk.alerts.dismiss(desk.alerts.recent()[0].alert_id, by=MEI, reason="our own shop")
    clock.forward(days=400)
    assert desk.retention.sweep().listings == ()
    clock.forward(days=700)
    assert desk.retention.sweep().forgotten[RecordClass.REVIEWED] == 1


def test_a_listing_in_a_case_is_kept_from_the_last_act_on_the_case(desk: Desk, clock: HandClock) -> None:
    case = desk.cases.open_from_alert(desk.alerts.recent()[0].alert_id, by=MEI)
    clock.forward(days=1000)
    desk.cases.note(case.case_id, "the seller called", by=MEI)
    clock.forward(days=1000)
    assert desk.retention.sweep().listings == ()
    clock.forward(days=200)
    assert desk.retention.sweep().forgotten[RecordClass.REVIEWED] == 1


def test_a_listing_of_two_cases_is_kept_from_the_last_act_on_either(desk: Desk, clock: HandClock) -> None:
    alert = desk.alerts.recent()[0]
    first = desk.cases.open_from_alert(alert.alert_id, by=MEI)
    desk.watches.record(a_listing(item_id="7302", seller_id="S-2"))
    second = desk.cases.open_from_alert(desk.alerts.recent()[0].alert_id, by=MEI, fresh=True)
    with desk.store.unit() as unit:
        take_in(unit, second.case_id, [alert.listing], clock.at)
    clock.forward(days=1000)
    desk.cases.note(first.case_id, "the seller called", by=MEI)
    clock.forward(days=1000)
    assert desk.retention.sweep().listings == (ListingId("taobao:7302"),)


def test_a_persons_particulars_go_everywhere_and_the_trail_stays_whole(desk: Desk) -> None:
    _read_licence(desk)
    with desk.store.unit() as unit:
        before = len(list(unit.audit.entries()))
    erased = desk.retention.erase("义乌市晴禾贸易有限公司", by=MEI)
    assert erased.listings == (LISTING,)
    assert erased.audit_entries == 1
    assert len(erased.kept) == 1
    with desk.store.unit() as unit:
        listing, alert = unit.listings.get(LISTING), unit.alerts.of_listing(LISTING)
        assert listing is not None
        assert alert is not None
        assert (listing.seller_company, alert.listing.seller_company) == ("", "")
        assert listing.seller_contact == ("微信 wx-chenli88", "0579-5555 0102")
        assert len(list(unit.audit.entries())) == before + 1
    assert desk.audit.verify().faults == []


def test_a_contact_is_found_however_it_is_written(desk: Desk) -> None:
    desk.retention.erase("0579 55550102", by=MEI)
    with desk.store.unit() as unit:
        listing = unit.listings.get(LISTING)
    assert listing is not None
    assert listing.seller_contact == ("微信 wx-chenli88",)


def test_a_reason_that_quotes_the_person_is_silenced(desk: Desk) -> None:
    with desk.store.unit() as unit:
        alert = unit.alerts.of_listing(LISTING)
        assert alert is not None
        told = replace(alert.assessment.signals[0], because=Sentence(key="asks to write to wx-chenli88"))
        unit.alerts.save(replace(alert, assessment=replace(alert.assessment, signals=(told,))))
    desk.retention.erase("wx-chenli88", by=MEI)
    with desk.store.unit() as unit:
        alert = unit.alerts.of_listing(LISTING)
    assert alert is not None
    assert [str(signal.because) for signal in alert.assessment.signals] == [ERASED]


@pytest.mark.parametrize("term", ["陈", "Li", " x y "])
def test_a_term_that_would_hit_everyone_is_refused(desk: Desk, term: str) -> None:
    with pytest.raises(WrongInput, match="too much"):
        desk.retention.erase(term, by=MEI)


@pytest.mark.parametrize("name", ["陈立", "陈 大明"])
def test_a_chinese_name_of_two_or_three_characters_can_be_erased(desk: Desk, name: str) -> None:
    with desk.store.unit() as unit:
        alert = unit.alerts.of_listing(LISTING)
        assert alert is not None
        told = replace(alert.listing, seller_company="陈立大明商行" if " " not in name else "陈大明商行")
        unit.holdings.rewrite(told, [])
    assert desk.retention.erase(name, by=MEI).listings == (LISTING,)


def test_a_big_case_is_read_once_whatever_the_number_of_its_listings(desk: Desk, clock: HandClock) -> None:
    case = desk.cases.open_from_alert(desk.alerts.recent()[0].alert_id, by=MEI)
    with desk.store.unit() as unit:
        more = [a_listing(item_id=f"77{number}") for number in range(30)]
        take_in(unit, case.case_id, more, clock.at)
    for each in more:
        desk.watches.record(each)
    read = list[str]()
    about = type(unit.audit).about
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(unit.audit), "about", lambda self, subject: read.append(subject) or about(self, subject)
        )
        desk.retention.sweep(dry_run=True)
    assert read == [case.case_id]


@pytest.mark.parametrize(
    ("kind", "day", "until"),
    [
        (RecordClass.UNREVIEWED, datetime(2026, 11, 24, 4, tzinfo=UTC), date(2027, 3, 4)),
        (RecordClass.REVIEWED, datetime(2026, 11, 24, 4, tzinfo=UTC), date(2029, 11, 24)),
        (RecordClass.ENFORCED, datetime(2028, 2, 29, 4, tzinfo=UTC), date(2035, 3, 1)),
        (RecordClass.REVIEWED, datetime(2026, 12, 31, 20, tzinfo=UTC), date(2030, 1, 1)),
    ],
)
def test_terms_are_counted_in_days_of_china(kind: RecordClass, day: datetime, until: date) -> None:
    assert kept_until(kind, day, RetentionTerms()) == until


@given(
    st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01")),
    st.integers(1, 20),
    st.integers(1, 500),
)
def test_what_was_enforced_is_never_kept_shorter_than_what_was_not(
    moment: datetime, years: int, days: int
) -> None:
    terms, at = (
        RetentionTerms(enforced_years=years, reviewed_years=years, unreviewed_days=days),
        moment.replace(tzinfo=UTC),
    )
    kept = {kind: kept_until(kind, at, terms) for kind in RecordClass}
    assert kept[RecordClass.ENFORCED] == kept[RecordClass.REVIEWED] > at.date()
    assert kept[RecordClass.UNREVIEWED] >= at.date() + timedelta(days=days)


@given(st.text(min_size=4, max_size=12).filter(lambda text: len("".join(text.split())) >= 4))
def test_nothing_that_holds_the_term_is_left_in_a_sellers_particulars(term: str) -> None:
    listing = a_listing(seller_name=f"店 {term}", seller_contact=(term, "other"), seller_address=term.upper())
    left = without(listing, term)
    particulars = (left.seller_name, left.seller_address, *left.seller_contact)
    assert not any(mentions(text, term) for text in particulars)
    assert without(left, term) == left


def test_a_question_about_a_person_is_forgotten_with_the_person(desk: Desk) -> None:
    texts = ("Where is 义乌市晴禾贸易有限公司?", "How long do we have?")
    for text in texts:
        desk.conversations.ask(text, person=MEI, channel="C1", thread="1.1")
    desk.retention.erase("义乌市晴禾贸易有限公司", by=MEI)
    with desk.store.unit() as unit:
        assert [asked.text for asked in unit.asked.in_thread(MEI, "C1", "1.1", 5)] == [texts[1]]
