"""What every store keeps: records unchanged, units that happen wholly or not at all, workspaces apart."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.alerts import AlertHold, AlertState
from bot.domain.audit import Act, faults
from bot.domain.drafts import DraftStatus
from bot.domain.errors import NotPossible, Outside
from bot.domain.evidence import EvidenceFile, Stamp
from bot.domain.ids import AlertId, CaseId, DraftId, EvidenceId, ListingId, WorkspaceId
from bot.domain.listings import Listing
from bot.domain.questions import Opinion
from bot.domain.sellers import beginnings_in, traces
from bot.domain.verdicts import Verdict
from bot.ports import OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.store.listings import SqlListings
from bot.store.rows import Transaction
from bot.store.sql import SqlStore
from tests.contract import records as r

LISTING = r.listing().listing_id


class GoneWrongError(Exception):
    """Something that happens in the middle of a unit."""


def fill(unit: UnitOfWork) -> None:
    """One of everything."""
    unit.brand_books.save(r.book())
    unit.listings.save(r.listing(), "f1", [r.assessment(), r.assessment(brand="OTHER")])
    unit.alerts.save(r.alert())
    unit.alert_rules.save(replace(r.rule(), rule_id=unit.alert_rules.next_id()))
    unit.uploads.save("ab", "F1")
    unit.prints.add(r.picture_print())
    unit.quarantine.save(r.quarantined())
    unit.verdicts.add(r.verdict())
    unit.asked.save(replace(r.asked(), asked_id=unit.asked.next_id()))
    unit.cases.save(replace(r.case(), case_id=unit.cases.next_id()))
    unit.case_listings.save(r.case_listing())
    unit.case_listings.trace(CaseId("C-000001"), ["seller:taobao:1"])
    unit.drafts.save(replace(r.draft(), draft_id=unit.drafts.next_id()))
    unit.evidence.save(replace(r.evidence(), evidence_id=unit.evidence.next_id()))
    unit.purchases.save(replace(r.purchase(), purchase_id=unit.purchases.next_id()))
    unit.team_documents.save(replace(r.team_document(), document_id=unit.team_documents.next_id()))
    unit.deadlines.save(r.deadline())
    unit.infringers.replace([r.group()])
    unit.infringers.cut(r.cut())
    unit.infringers.take_in(r.seller_record())
    unit.audit.append(Act(who=r.AUTHOR, what="case.opened", subject="C-000001", details={"n": 1}), r.NOW)
    unit.outbox.add(OutboxKind.ALERT, "A-7301", "body")
    unit.looks.save(r.look())
    unit.seen.first_time("Ev1", r.NOW)
    unit.leases.take("sweep", "one", r.NOW, 60)


def assert_empty(unit: UnitOfWork) -> None:
    """Nothing of what ``fill`` writes is there, and numbers begin at one."""
    assert list(unit.brand_books.all()) == []
    assert unit.listings.get(LISTING) is None
    assert unit.listings.judged_as(LISTING) is None
    assert list(unit.listings.assessments(LISTING)) == []
    assert unit.alerts.get(r.alert().alert_id) is None
    assert unit.alerts.of_listing(LISTING) is None
    assert list(unit.alerts.recent()) == []
    assert list(unit.alerts.in_state(r.alert().state)) == []
    assert list(unit.alerts.sharing(["seller:taobao:s-88"])) == []
    assert list(unit.alert_rules.all()) == []
    assert unit.alert_rules.get(r.rule().rule_id) is None
    assert unit.uploads.get("ab") is None
    assert list(unit.prints.near([r.picture_print().whole])) == []
    assert list(unit.quarantine.all()) == []
    assert unit.verdicts.current(LISTING) is None
    assert list(unit.verdicts.all_standing()) == []
    assert list(unit.verdicts.history(LISTING)) == []
    assert list(unit.verdicts.by(r.AUTHOR)) == []
    assert unit.asked.get(r.asked().asked_id) is None
    assert list(unit.asked.in_thread(r.AUTHOR, r.asked().channel, r.asked().thread, 5)) == []
    assert list(unit.asked.since(r.NOW)) == []
    assert unit.cases.get(CaseId("C-000001")) is None
    assert unit.cases.in_thread(r.case().channel, r.case().ts) is None
    assert list(unit.cases.all()) == []
    assert list(unit.case_listings.of_listing(LISTING)) == []
    assert list(unit.case_listings.sharing({"seller:taobao:1"})) == []
    assert list(unit.case_listings.due(r.NOW, 10)) == []
    assert unit.drafts.get(DraftId("D-000001")) is None
    assert unit.drafts.in_thread(r.draft().channel, r.draft().ts) is None
    assert list(unit.drafts.of_case(CaseId("C-000001"))) == []
    assert list(unit.evidence.of_listing(LISTING)) == []
    assert list(unit.purchases.of_listing(LISTING)) == []
    assert list(unit.team_documents.all()) == []
    assert unit.team_documents.edition() == "0"
    assert list(unit.deadlines.all()) == []
    assert list(unit.audit.entries()) == []
    assert list(unit.audit.about("C-000001")) == []
    assert (unit.outbox.waiting(), unit.outbox.take(r.NOW, 60)) == (0, None)
    assert list(unit.holdings.all()) == []
    assert list(unit.infringers.all()) == []
    assert unit.infringers.of_seller("taobao:s-88") is None
    assert (list(unit.infringers.cuts()), list(unit.infringers.taken_in())) == ([], [])
    assert list(unit.looks.latest()) == []
    assert unit.seen.first_time("Ev1", r.NOW)
    assert unit.leases.take("sweep", "another", r.NOW, 60)
    numbers = (unit.cases.next_id(), unit.drafts.next_id(), unit.evidence.next_id())
    assert numbers == ("C-000001", "D-000001", "E-000001")


def test_every_record_comes_back_as_it_was_stored(store: SqlStore) -> None:
    kept: Store = store
    with kept.unit() as unit:
        fill(unit)
    with kept.unit() as unit:
        assert list(unit.brand_books.all()) == [r.book()]
        assert unit.listings.get(LISTING) == r.listing()
        assert unit.listings.judged_as(LISTING) == "f1"
        assert list(unit.listings.assessments(LISTING)) == [r.assessment(), r.assessment(brand="OTHER")]
        assert unit.listings.assessed([LISTING]) == {LISTING: unit.listings.assessments(LISTING)}
        assert unit.alerts.get(r.alert().alert_id) == r.alert() == unit.alerts.of_listing(LISTING)
        assert list(unit.alert_rules.all()) == [r.rule()] == [unit.alert_rules.get(r.rule().rule_id)]
        assert unit.uploads.get("ab") == "F1"
        assert unit.verdicts.current(LISTING) == r.verdict()
        assert unit.asked.get(r.asked().asked_id) == r.asked()
        assert unit.cases.get(CaseId("C-000001")) == r.case()
        assert list(unit.case_listings.of_listing(LISTING)) == [r.case_listing()]
        assert unit.drafts.get(DraftId("D-000001")) == r.draft()
        assert list(unit.evidence.of_listing(LISTING)) == [r.evidence()]
        assert list(unit.deadlines.all()) == [r.deadline()]
        assert list(unit.looks.latest()) == [r.look()]


def test_prices_keep_their_digits_and_texts_their_hash(store: SqlStore) -> None:
    with store.unit() as unit:
        fill(unit)
        found = unit.listings.get(LISTING)
        draft = unit.drafts.get(DraftId("D-000001"))
    assert found is not None
    assert draft is not None
    assert [str(found.price), *(str(price) for _, price in found.sku_prices)] == ["199.90", "199.90", "2E+2"]
    assert found.content_hash == r.listing().content_hash
    assert draft.composition.sha256("zh") == r.draft().composition.sha256("zh")


def test_a_unit_that_fails_leaves_nothing(store: SqlStore) -> None:
    def fail() -> None:
        with store.unit() as unit:
            fill(unit)
            raise GoneWrongError

    with pytest.raises(GoneWrongError):
        fail()
    with store.unit() as unit:
        assert_empty(unit)


def test_a_unit_sees_what_it_wrote_itself(store: SqlStore) -> None:
    with store.unit() as unit:
        fill(unit)
        assert unit.cases.get(CaseId("C-000001")) == r.case()
        assert unit.outbox.waiting() == 1


def test_workspaces_never_see_each_other(store: SqlStore) -> None:
    other = store.for_workspace(WorkspaceId("T0OTHER"))
    with store.unit() as unit:
        fill(unit)
    with other.unit() as unit:
        assert_empty(unit)
        fill(unit)
    with store.unit() as unit:
        assert unit.cases.next_id() == "C-000002"
        assert faults(unit.audit.entries()) == []
        assert unit.outbox.waiting() == 1


def test_a_second_unit_inside_a_unit_is_refused_instead_of_waited_for(store: SqlStore) -> None:
    with store.unit(), pytest.raises(RuntimeError, match="do not nest"), store.unit():
        pass
    with store.unit() as unit:
        assert unit.outbox.waiting() == 0


def test_a_new_brand_book_replaces_the_old_one_which_is_kept(store: SqlStore) -> None:
    for book in (r.book(), r.book(), r.book(revision="r2"), r.book("ALPHA")):
        with store.unit() as unit:
            unit.brand_books.save(book)
    with store.unit() as unit:
        assert list(unit.brand_books.all()) == [r.book("ALPHA"), r.book(revision="r2")]
        assert list(unit.books.history("NORTHPEAK")) == [r.book(revision="r2"), r.book()]


def test_a_brand_book_that_returns_to_an_earlier_text_is_current_again(store: SqlStore) -> None:
    for revision in ("r1", "r2", "r1"):
        with store.unit() as unit:
            unit.brand_books.save(r.book(revision=revision))
    with store.unit() as unit:
        assert list(unit.brand_books.all()) == [r.book()]
        assert [book.revision for book in unit.books.history("NORTHPEAK")] == ["r1", "r2", "r1"]


def test_a_listing_seen_again_replaces_its_assessments(store: SqlStore) -> None:
    with store.unit() as unit:
        fill(unit)
    again = replace(r.listing(), sales=9)
    with store.unit() as unit:
        unit.listings.save(again, "f2", [r.assessment(brand="OTHER")])
    with store.unit() as unit:
        assert (unit.listings.get(LISTING), unit.listings.judged_as(LISTING)) == (again, "f2")
        assert list(unit.listings.assessments(LISTING)) == [r.assessment(brand="OTHER")]


def test_many_listings_are_kept_and_looked_up_together(store: SqlStore) -> None:
    with store.unit() as unit:
        fill(unit)
    again, new, other = replace(r.listing(), sales=9), r.listing("7302"), r.listing("7303")
    rows = [
        (again, "f2", [r.assessment(brand="OTHER")]),
        (new, "f3", []),
        (other, "f4", [r.assessment("7303"), r.assessment("7303", brand="OTHER")]),
    ]
    everything = [again.listing_id, new.listing_id, other.listing_id, ListingId("taobao:none")]
    with store.unit() as unit:
        unit.listings.save_all(rows)
        unit.listings.save_all([])
    with store.unit() as unit:
        told = {again.listing_id: "f2", new.listing_id: "f3", other.listing_id: "f4"}
        assert unit.listings.judged(everything) == told
        assert unit.listings.known(everything) == {each.listing_id: each for each in (again, new, other)}
        for listing, _, assessments in rows:
            assert list(unit.listings.assessments(listing.listing_id)) == assessments
        assert set(unit.alerts.alerted(everything)) == {LISTING}
        assert (unit.listings.judged([]), unit.listings.known([]), set(unit.alerts.alerted([]))) == (
            {},
            {},
            set(),
        )
    with store.for_workspace(WorkspaceId("T2")).unit() as unit:
        assert (unit.listings.judged(everything), unit.listings.known(everything)) == ({}, {})
        assert set(unit.alerts.alerted(everything)) == set()


def test_a_listing_has_one_alert_however_often_it_is_raised(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.alerts.save(r.alert())
        unit.alerts.save(r.alert(reason="seen twice"))
        with pytest.raises(NotPossible, match="A-7301"):
            unit.alerts.save(r.alert(alert_id=AlertId("A-second")))
    with store.unit() as unit:
        assert list(unit.alerts.recent()) == [r.alert(reason="seen twice")]


def test_the_newest_alerts_come_first_and_no_more_than_asked(store: SqlStore) -> None:
    alerts = [r.alert(str(n), raised_at=r.NOW + timedelta(hours=n)) for n in (2, 1, 3)]
    with store.unit() as unit:
        for alert in alerts:
            unit.alerts.save(alert)
        assert [alert.alert_id for alert in unit.alerts.recent(2)] == ["A-3", "A-2"]


def test_alerts_find_each_other_by_shop_licence_contact_and_picture(store: SqlStore) -> None:
    mine = r.alert("1")
    other_shop = replace(
        r.listing("2"),
        seller_id="s-99",
        images=("http://img.example/a.jpg?x=1",),
        seller_contact=(),
        prints=(),
    )
    stranger = replace(other_shop, item_id="3", images=())
    with store.unit() as unit:
        for number, listing in enumerate((mine.listing, other_shop, stranger)):
            raised = r.NOW + timedelta(hours=number)
            item = listing.item_id
            unit.alerts.save(r.alert(item, listing=listing, raised_at=raised))
        found = unit.alerts.sharing(traces(mine.listing))
        assert [alert.alert_id for alert in found] == ["A-2", "A-1"]
        assert [a.alert_id for a in unit.alerts.sharing(["contact:tel12345"])] == []
        assert list(unit.alerts.sharing(traces(mine.listing), state=AlertState.OPEN)) == []
    with store.unit() as unit:
        unit.alerts.save(r.alert("2", listing=replace(other_shop, images=())))
        assert [a.alert_id for a in unit.alerts.sharing(traces(mine.listing))] == ["A-1"]
        unit.alerts.save(r.alert("3", listing=replace(stranger, prints=((2, "9f3c"),))))
        assert [a.alert_id for a in unit.alerts.sharing(["picture:print:9f3c"])] == ["A-3", "A-1"]


def test_a_shop_is_found_by_how_its_names_begin_and_its_alerts_by_the_shop(store: SqlStore) -> None:
    wild = replace(
        r.listing("1"), seller_name="Peak Outlet", seller_id="P-1", seller_company="峰旗贸易有限公司"
    )
    nameless = replace(r.listing("2"), seller_name="山货", seller_id="")
    with store.unit() as unit:
        for listing in (wild, nameless, r.listing("3")):
            unit.listings.save(listing, "f", [])
            unit.alerts.save(r.alert(listing.item_id, listing=listing))

    def called(text: str, other: bool = False) -> set[str]:
        seen = store.for_workspace(WorkspaceId("T2")) if other else store
        with seen.unit() as unit:
            return {shop for shop, _ in unit.alerts.shops_called(beginnings_in(text))}

    assert called("what of peak outlet?") == called("峰旗贸易有限公司的店") == called("p-1") == {"taobao:P-1"}
    assert called("山货卖什么") == {"taobao:山货"}
    assert called("speak outlets") == called("山") == called("peak outlet", other=True) == set()
    assert "taobao:s-88" in called("x " * 2_000 + "户外小店")
    with store.unit() as unit:
        assert [each.alert_id for each in unit.alerts.of_shops(["taobao:P-1", "taobao:山货"])] == [
            "A-2",
            "A-1",
        ]
        assert [each.alert_id for each in unit.alerts.of_shops(["taobao:P-1", "taobao:山货"], 1)] == ["A-2"]
        unit.alerts.save(r.alert("1", listing=replace(wild, seller_name="Another")))
        unit.holdings.forget(nameless.listing_id)
    assert called("peak outlet") == called("山货") == set()
    assert called("another") == {"taobao:P-1"}


def test_a_listing_is_found_by_its_very_address_and_the_one_saved_last_counts(store: SqlStore) -> None:
    long = "https://shop.example/" + "a" * 300
    with store.unit() as unit:
        for item, url in (("1", long + "1"), ("2", long + "2"), ("3", "https://shop.example/x")):
            unit.listings.save(replace(r.listing(item), url=url), "f", [])
    with store.unit() as unit:
        found = [unit.listings.at(url) for url in (long + "1", long + "2", long, "")]
        assert [each and each.item_id for each in found] == ["1", "2", None, None]
        unit.listings.save(replace(r.listing("2"), url="https://shop.example/moved"), "f", [])
        assert unit.listings.at(long + "2") is None


def test_words_are_looked_for_in_what_was_saved_or_alerted_last(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqlListings._last, "__defaults__", (2,))
    with store.unit() as unit:
        for item in ("1", "2"):
            unit.listings.save(r.listing(item), "f", [])
            unit.alerts.save(r.alert(item))
        later = Transaction(
            unit.transaction.connection, unit.transaction.workspace, lambda: r.NOW + timedelta(days=1)
        )
        for item in ("3", "4", "5", "6"):
            SqlListings(later).save(r.listing(item), "f", [])
    with store.unit() as unit:
        assert len(unit.listings.search("冲锋衣", 9)) == 4
        assert len(unit.listings.search("", 9)) == 6


def test_whoever_reads_sees_one_state_writes_nothing_and_keeps_nobody_waiting(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.listings.save(r.listing("1"), "f", [])
    with store.reading() as unit:
        assert unit.listings.judged_as(r.listing("1").listing_id) == "f"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_save, store, r.listing("2")).result(timeout=20)
        assert unit.listings.get(r.listing("2").listing_id) is None
    with pytest.raises((Outside, DBAPIError)), store.reading() as unit:
        unit.listings.save(r.listing("3"), "f", [])
    with store.unit() as unit:
        assert unit.listings.get(r.listing("2").listing_id) is not None
        assert unit.listings.get(r.listing("3").listing_id) is None


def _save(store: SqlStore, listing: Listing) -> None:
    with store.unit() as unit:
        unit.listings.save(listing, "f", [])


def test_the_edition_of_brand_books_moves_with_every_change_alone(store: SqlStore) -> None:
    editions = []
    for book in (None, r.book(), r.book(), r.book(revision="r2"), r.book("ALPHA")):
        with store.unit() as unit:
            if book:
                unit.brand_books.save(book)
            editions.append(unit.brand_books.edition())
    assert editions == [0, 1, 1, 2, 3]


def test_alerts_are_listed_by_their_state(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.alerts.save(r.alert("1", state=AlertState.OPEN))
        unit.alerts.save(r.alert("2", state=AlertState.OPEN, raised_at=r.NOW + timedelta(hours=1)))
        unit.alerts.save(r.alert("3"))
        assert [a.alert_id for a in unit.alerts.in_state(AlertState.OPEN)] == ["A-2", "A-1"]
        assert list(unit.alerts.waiting()) == []
        unit.alerts.save(r.alert("1", state=AlertState.OPEN, verdict=None))
        assert [a.alert_id for a in unit.alerts.waiting()] == ["A-1"]
        unit.alerts.save(r.alert("4", state=AlertState.OPEN, verdict=None, held=AlertHold.CAP))
        held = {AlertHold.QUIET, AlertHold.CAP}
        assert [a.alert_id for a in unit.alerts.waiting(held)] == ["A-4"]
        assert list(unit.alerts.waiting({AlertHold.DIGEST})) == []
        assert [a.alert_id for a in unit.alerts.since(r.NOW + timedelta(minutes=1))] == ["A-2"]


def test_rules_keep_their_order_when_one_changes(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in (1, 2, 3):
            assert unit.alert_rules.next_id() == f"R-{number:06d}"
            unit.alert_rules.save(r.rule(number))
        unit.alert_rules.save(r.rule(1, cap=5))
        unit.alert_rules.drop(r.rule(2).rule_id)
        assert list(unit.alert_rules.all()) == [r.rule(1, cap=5), r.rule(3)]
        unit.alert_rules.order([r.rule(3).rule_id, r.rule(1).rule_id])
        unit.alert_rules.save(r.rule(4))
        assert list(unit.alert_rules.all()) == [r.rule(3), r.rule(1, cap=5), r.rule(4)]


def test_a_picture_uploaded_anew_replaces_the_file_known_so_far(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.uploads.save("ab", "F1")
        unit.uploads.save("ab", "F2")
        assert (unit.uploads.get("ab"), unit.uploads.get("cd")) == ("F2", None)


def test_a_print_is_found_by_a_copy_that_differs_in_few_bits_and_by_nothing_else(store: SqlStore) -> None:
    shown = r.picture_print()
    copied = bytes([shown.whole[0] ^ 1, *shown.whole[1:31], shown.whole[31] ^ 0x80])
    closer = replace(shown, key="closer", whole=copied)
    other = bytes(each ^ 0x55 for each in shown.whole)
    kept: Store = store
    with kept.unit() as unit:
        unit.prints.add(shown)
        unit.prints.add(replace(shown, window=b"another"))
        assert list(unit.prints.near([copied])) == [shown]
        unit.prints.add(closer)
        assert list(unit.prints.near([copied])) == [closer, shown]
        assert list(unit.prints.near([other, copied], most=1)) == [closer]
        assert list(unit.prints.near([other])) == []


def test_a_print_is_silenced_and_forgotten(store: SqlStore) -> None:
    shown = r.picture_print()
    kept: Store = store
    with kept.unit() as unit:
        unit.prints.add(shown)
        unit.prints.silence(shown.key, "everybody shows it")
        unit.prints.silence("nobody's", "there is none")
    with kept.unit() as unit:
        assert [each.silent for each in unit.prints.near([shown.whole])] == ["everybody shows it"]
        unit.prints.forget(shown.key)
        assert list(unit.prints.near([shown.whole])) == []


def test_a_picture_set_aside_is_kept_in_its_newest_state_until_it_is_dropped(store: SqlStore) -> None:
    held, other = r.quarantined(released_by=None, released_at=None), r.quarantined(brand="Another")
    kept: Store = store
    with kept.unit() as unit:
        unit.quarantine.save(held)
        unit.quarantine.save(other)
        unit.quarantine.save(r.quarantined())
    with kept.unit() as unit:
        assert list(unit.quarantine.all()) == [other, r.quarantined()]
        unit.quarantine.drop("Another", other.picture)
        unit.quarantine.drop("Another", "no such picture")
        assert list(unit.quarantine.all()) == [r.quarantined()]


def test_the_newest_verdict_on_a_listing_stands_and_every_one_is_kept(store: SqlStore) -> None:
    first, second = r.verdict(), r.verdict(verdict=Verdict.LOOKALIKE, by=r.APPROVER)
    other, taken_back = r.verdict("9"), r.verdict(verdict=None)
    with store.unit() as unit:
        for given in (first, other, second):
            unit.verdicts.add(given)
        assert unit.verdicts.current(LISTING) == second
        assert list(unit.verdicts.all_standing()) == [other, second]
        assert list(unit.verdicts.history(LISTING)) == [first, second]
        both = [LISTING, other.listing_id, ListingId("taobao:never")]
        assert unit.verdicts.histories(both) == {LISTING: [first, second], other.listing_id: [other]}
    with store.unit() as unit:
        unit.verdicts.add(taken_back)
        assert unit.verdicts.current(LISTING) is None
        assert list(unit.verdicts.all_standing()) == [other]
        assert list(unit.verdicts.by(r.AUTHOR)) == [taken_back, other, first]
        assert list(unit.verdicts.by(r.AUTHOR, 1)) == [taken_back]


def test_a_thread_remembers_what_this_person_asked_there(store: SqlStore) -> None:
    first, second, third = r.asked(1), r.asked(2), r.asked(3)
    elsewhere = [r.asked(4, person=r.APPROVER), r.asked(5, channel="C2"), r.asked(6, thread="1.2")]
    with store.unit() as unit:
        for each in (third, first, second, *elsewhere):
            unit.asked.save(each)
    with store.unit() as unit:
        assert list(unit.asked.in_thread(r.AUTHOR, first.channel, first.thread, 2)) == [second, third]
        assert list(unit.asked.in_thread(r.APPROVER, first.channel, first.thread, 5)) == [elsewhere[0]]


def test_another_workspace_remembers_nothing_of_a_thread(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.asked.save(r.asked())
    with store.for_workspace(WorkspaceId("T-other")).unit() as unit:
        assert list(unit.asked.in_thread(r.AUTHOR, r.asked().channel, r.asked().thread, 5)) == []


def test_a_pick_teaches_until_it_is_forgotten(store: SqlStore) -> None:
    first, second = (r.asked(n, picked="cn/a#b", teaches=True) for n in (1, 2))
    silent = r.asked(3, picked="cn/a#b", text='{"teaches":true}')
    with store.unit() as unit:
        for each in (first, second, silent):
            unit.asked.save(each)
        assert list(unit.asked.taught()) == [second, first]
        unit.asked.forget(second.asked_id)
        assert list(unit.asked.taught()) == [first]


def test_what_was_asked_changes_ages_and_is_forgotten(store: SqlStore) -> None:
    first, second = r.asked(1), r.asked(2)
    liked = replace(second, opinion=Opinion.HELPFUL, dislike=None, comment="")
    with store.unit() as unit:
        for each in (first, second, liked):
            unit.asked.save(each)
        assert list(unit.asked.since(first.at)) == [first, liked]
        assert list(unit.asked.since(second.at)) == [liked]
        assert unit.asked.forget_before(second.at) == 1
        assert list(unit.asked.since(r.NOW)) == [liked]
        unit.asked.forget(liked.asked_id)
        assert list(unit.asked.since(r.NOW)) == []


def test_drafts_are_found_by_their_batch_and_by_what_they_wait_for(store: SqlStore) -> None:
    with store.unit() as unit:
        for number, batch, status in ((1, "B-1", "approved"), (2, "", "approved"), (3, "B-1", "sent")):
            unit.drafts.save(r.draft(number, batch_id=batch, status=DraftStatus(status)))
        assert [d.draft_id for d in unit.drafts.of_batch("B-1")] == ["D-000001", "D-000003"]
        assert list(unit.drafts.of_batch("")) == []
        assert [d.draft_id for d in unit.drafts.in_status(DraftStatus.APPROVED)] == ["D-000001", "D-000002"]
        several = unit.drafts.in_status(DraftStatus.APPROVED, DraftStatus.SENT)
        assert [d.draft_id for d in several][:2] == ["D-000001", "D-000002"]


def test_a_thread_leads_to_its_case_and_its_draft(store: SqlStore) -> None:
    thread = {"channel": "C9", "ts": "1.1"}
    with store.unit() as unit:
        for number in (2, 1):
            unit.cases.save(r.case(number, **thread))
            unit.drafts.save(r.draft(number, **thread))
        unit.cases.save(r.case(3, channel="", ts=""))
        unit.drafts.save(r.draft(3, channel="", ts=""))
        assert unit.cases.in_thread("C9", "1.1") == r.case(2, **thread)
        assert unit.drafts.in_thread("C9", "1.1") == r.draft(2, **thread)
        assert unit.cases.in_thread("C8", "1.1") is None
        assert unit.cases.in_thread("", "") is None
        assert unit.drafts.in_thread("", "") is None


def test_lists_have_an_order_that_people_expect(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in (3, 1, 2):
            unit.cases.save(r.case(number))
            unit.drafts.save(r.draft(number))
            unit.evidence.save(r.evidence(number))
            unit.deadlines.save(r.deadline(number, due_on=date(2027, 1, 4 - number)))
        unit.evidence.save(r.evidence(4, item="other"))
        assert [case.case_id for case in unit.cases.all()] == ["C-000001", "C-000002", "C-000003"]
        assert [d.draft_id for d in unit.drafts.of_case(CaseId("C-000001"))] == [
            "D-000001",
            "D-000002",
            "D-000003",
        ]
        newest = [e.evidence_id for e in unit.evidence.of_listing(LISTING)]
        assert newest == ["E-000003", "E-000002", "E-000001"]
        assert [e.evidence_id for e in unit.evidence.newest(2)] == ["E-000004", "E-000003"]
        assert [d.due_on.day for d in unit.deadlines.all()] == [1, 2, 3]
        assert list(unit.deadlines.running()) == []
        running = [replace(r.deadline(n, due_on=date(2027, 1, n)), done_at=None) for n in (4, 5)]
        for deadline in reversed(running):
            unit.deadlines.save(deadline)
        assert list(unit.deadlines.running(r.deadline().case_id)) == running
        assert list(unit.deadlines.running(until=date(2027, 1, 4))) == running[:1]
        assert list(unit.deadlines.running(CaseId("C-999999"))) == []
        assert unit.deadlines.get(running[0].deadline_id) == running[0]
        assert unit.deadlines.next_id() == "DL-000001"


def test_evidence_takes_a_stamp_that_came_later_and_no_other_change(store: SqlStore) -> None:
    kept = r.evidence()
    answer = EvidenceFile(
        name="manifest-1.tsr", path="E-1/manifest-1.tsr", media_type="x/y", sha256="0" * 64, size=1
    )
    stamp = Stamp(authority="https://tsa.example", at=kept.captured_at, file=answer.name, sha256="0" * 64)
    stamped = kept.stamped((answer,), (stamp,))
    with store.unit() as unit:
        unit.evidence.save(kept)
        unit.evidence.save(stamped)
        assert list(unit.evidence.of_listing(LISTING)) == [stamped]
        for other in (kept, replace(stamped, note="another"), replace(stamped, files=kept.files)):
            with pytest.raises(NotPossible, match="never written over"):
                unit.evidence.save(other)


def test_a_purchase_comes_back_as_it_is_and_the_examined_one_replaces_it(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.purchases.save(replace(r.purchase(), examined_on=None, differences=()))
        unit.purchases.save(r.purchase(2, item="other"))
        unit.purchases.save(r.purchase())
    with store.unit() as unit:
        assert list(unit.purchases.of_listing(LISTING)) == [r.purchase()]
        assert list(unit.purchases.newest(9)) == [r.purchase(2, item="other"), r.purchase()]
        assert list(unit.purchases.newest(1)) == [r.purchase(2, item="other")]


def test_a_team_document_is_kept_replaced_and_removed_and_each_time_the_edition_moves(
    store: SqlStore,
) -> None:
    def edition() -> str:
        with store.unit() as unit:
            return unit.team_documents.edition()

    editions = [edition()]
    for document in (r.team_document(), r.team_document(2), replace(r.team_document(), owner="Ana")):
        with store.unit() as unit:
            unit.team_documents.save(document)
        editions.append(edition())
    with store.unit() as unit:
        assert list(unit.team_documents.all()) == [
            replace(r.team_document(), owner="Ana"),
            r.team_document(2),
        ]
        unit.team_documents.remove(r.team_document().document_id)
    with store.unit() as unit:
        assert list(unit.team_documents.all()) == [r.team_document(2)]
    assert len({*editions, edition()}) == len(editions) + 1


def test_evidence_is_never_written_over(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.evidence.save(r.evidence())
        unit.evidence.save(r.evidence())
        with pytest.raises(NotPossible, match="never written over"):
            unit.evidence.save(replace(r.evidence(), files=()))
        assert list(unit.evidence.of_listing(LISTING)) == [r.evidence()]


def test_the_newest_look_of_each_source_counts_also_after_a_clock_that_ran_ahead(store: SqlStore) -> None:
    looks = [r.look("b", 0), r.look("a", 3), r.look("b", 5), r.look("a", 5, seen=1), r.look("b", 0, seen=2)]
    with store.unit() as unit:
        for report in looks:
            unit.looks.save(report)
        assert list(unit.looks.latest()) == [looks[3], looks[4]]
        assert list(unit.looks.recent("a", 5)) == [looks[3], looks[1]]
        assert list(unit.looks.recent("b", 1)) == [looks[4]]


def test_what_is_not_there_is_none_or_empty(store: SqlStore) -> None:
    with store.unit() as unit:
        assert unit.listings.get(ListingId("taobao:none")) is None
        assert list(unit.evidence.of_listing(ListingId("taobao:none"))) == []
        assert unit.drafts.get(DraftId("D-999999")) is None
        assert EvidenceId("E-000001") == unit.evidence.next_id()


def test_what_is_held_about_a_listing_is_forgotten_as_a_whole_and_nothing_else(store: SqlStore) -> None:
    other = r.listing("7302")
    with store.unit() as unit:
        fill(unit)
        unit.listings.save(other, "f2", [replace(r.assessment(), listing_id=other.listing_id)])
        assert [held.listing_id for held in unit.holdings.all()] == [LISTING, other.listing_id]
        unit.holdings.forget(LISTING)
    with store.unit() as unit:
        assert [held.listing_id for held in unit.holdings.all()] == [other.listing_id]
        assert unit.listings.get(LISTING) is None
        assert unit.alerts.of_listing(LISTING) is None
        assert list(unit.alerts.sharing(traces(r.listing()))) == []
        assert unit.verdicts.current(LISTING) is None
        assert list(unit.evidence.of_listing(LISTING)) == []
        assert list(unit.purchases.of_listing(LISTING)) == []
        assert unit.cases.get(CaseId("C-000001")) is not None
        assert len(list(unit.listings.assessments(other.listing_id))) == 1


def test_a_listing_rewritten_keeps_its_place_in_time(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.listings.save(r.listing(), "f1", [r.assessment()])
        held = list(unit.holdings.all())
        changed, judged = replace(r.listing(), seller_contact=()), replace(r.assessment(), score=0.5)
        unit.holdings.rewrite(changed, [judged])
    with store.unit() as unit:
        assert unit.listings.get(LISTING) == changed
        assert (unit.listings.judged_as(LISTING), list(unit.holdings.all())) == ("f1", held)
        assert list(unit.listings.assessments(LISTING)) == [judged]


def test_groups_are_replaced_as_a_whole_and_found_by_each_seller(store: SqlStore) -> None:
    other = replace(r.group(), group_id="G-2", sellers=(replace(r.seller_record(), key="jd:9"),), links=())
    with store.unit() as unit:
        unit.infringers.replace([r.group(), other])
    with store.unit() as unit:
        assert list(unit.infringers.all()) == [r.group(), other]
        assert unit.infringers.of_seller("1688:s-89") == unit.infringers.get(r.group().group_id) == r.group()
        unit.infringers.replace([other])
    with store.unit() as unit:
        assert list(unit.infringers.all()) == [other]
        assert unit.infringers.of_seller("1688:s-89") is None


def test_a_cut_is_kept_until_it_is_taken_back(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.infringers.cut(r.cut())
        unit.infringers.cut(r.cut())
        assert list(unit.infringers.cuts()) == [r.cut()]
        assert unit.infringers.uncut(r.cut().trace)
        assert not unit.infringers.uncut(r.cut().trace)
