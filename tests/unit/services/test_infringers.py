"""The infringer register: shops tied by what they share, with the reason, a risk, and a way back."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.domain.errors import NotPossible, UnknownThing, WrongInput
from bot.domain.ids import PersonId
from bot.domain.infringers import MOST_SHARING, Group, RiskLevel, SellerRecord, grouped, repeats, risk_of
from bot.domain.rights import SellerDecision
from bot.domain.sellers import ContactKind, Seller, SellerStanding, company_of, contact_of
from bot.domain.verdicts import Verdict
from bot.reports.group_picture import group_picture
from bot.services.desk import Desk
from bot.sources.exchange import SharedInfringers, read_shared, write_shared
from tests.factories import NOW, a_book, a_listing
from tests.fakes.desk import HandClock, a_desk

MEI = PersonId("U0MEI")
SCHEMA = Path(__file__).parents[3] / "docs" / "infringers.schema.json"


def _shop(desk: Desk, item: str, seller: str, **changes: object) -> None:
    told = {"seller_company": "", "seller_licence": "", "seller_name": f"店{seller}", **changes}
    desk.watches.record(a_listing(item_id=item, seller_id=seller, **told))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=["U0JONAS"]) as desk:
        yield desk


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("+86 138-0013-8000", ContactKind.PHONE, "+8613800138000"),
        ("手机：13800138000", ContactKind.PHONE, "+8613800138000"),
        ("微信13800138000", ContactKind.PHONE, "+8613800138000"),
        ("0579-5555 0102", ContactKind.PHONE, "+8657955550102"),
        ("VX：Chen_Li-88", ContactKind.WECHAT, "chen_li-88"),
        ("v信 chenli888", ContactKind.WECHAT, "chenli888"),
        ("vivian88", ContactKind.WECHAT, "vivian88"),
        ("Ｓales@Shop.CN", ContactKind.MAIL, "sales@shop.cn"),
        ("邮箱: a.b@c.cn", ContactKind.MAIL, "a.b@c.cn"),
        ("加我 咨询", ContactKind.OTHER, "加我咨询"),
    ],
)
def test_the_same_contact_is_the_same_however_it_is_written(
    written: str, kind: ContactKind, value: str
) -> None:
    assert contact_of(written) == (kind, value)


@given(st.text(max_size=40))
def test_any_text_has_one_form_that_stays_as_it_is(text: str) -> None:
    kind, value = contact_of(text)
    assert kind in ContactKind
    assert company_of(company_of(text)) == company_of(text)
    if kind is not ContactKind.OTHER:
        assert contact_of(value) == (kind, value)


def test_shops_with_one_phone_and_one_company_are_one_group_and_each_link_says_why(desk: Desk) -> None:
    _shop(desk, "1", "a", seller_contact=("手机 13800138000",))
    _shop(desk, "2", "b", seller_contact=("+86 138 0013 8000",), seller_company="义乌晴禾贸易（个体）")
    _shop(desk, "3", "c", seller_company="义乌晴禾贸易(个体)")
    _shop(desk, "4", "d")
    desk.infringers.rebuild()
    found = desk.infringers.show("taobao:c")
    assert [seller.key for seller in found.group.sellers] == ["taobao:a", "taobao:b", "taobao:c"]
    assert {(link.one, link.other, link.trace) for link in found.group.links} == {
        ("taobao:a", "taobao:b", "contact:phone:+8613800138000"),
        ("taobao:b", "taobao:c", "company:义乌晴禾贸易个体"),
    }
    assert len(desk.infringers.show("taobao:d").group.sellers) == 1


def test_a_cut_trace_ties_nobody_until_it_is_taken_back(desk: Desk) -> None:
    for item, seller in (("1", "a"), ("2", "b")):
        _shop(desk, item, seller, seller_contact=("0579-5555 0102",))
    desk.infringers.rebuild()
    trace = "contact:phone:+8657955550102"
    with pytest.raises(NotPossible, match="no reason"):
        desk.infringers.cut(trace, by=MEI, why=" ")
    assert desk.infringers.cut(trace, by=MEI, why="the parcel station's phone") == 1
    assert len(desk.infringers.show("taobao:a").group.sellers) == 1
    desk.infringers.uncut(trace, by=MEI)
    assert len(desk.infringers.show("taobao:a").group.sellers) == 2
    with pytest.raises(UnknownThing):
        desk.infringers.cut("contact:phone:+860000", by=MEI, why="typo")


def test_authorised_and_cleared_shops_are_in_no_group(desk: Desk) -> None:
    ours = Seller(platform="taobao", seller_id="ours", standing=SellerStanding.AUTHORISED)
    desk.rights.import_book(a_book(sellers=(ours,), folder="/nowhere"), MEI)
    _shop(desk, "1", "ours", seller_contact=("13800138000",))
    _shop(desk, "2", "b", seller_contact=("13800138000",))
    _shop(desk, "3", "cleared", seller_contact=("13800138000",))
    with desk.store.unit() as unit:
        alert = unit.alerts.of_listing(a_listing(item_id="3").listing_id)
        assert alert is not None
        unit.alerts.save(replace(alert, verdict=Verdict.GENUINE))
    desk.infringers.rebuild()
    assert [s.key for s in desk.infringers.show("taobao:b").group.sellers] == ["taobao:b"]
    with pytest.raises(UnknownThing):
        desk.infringers.show("taobao:ours")


def _seller(key: str, *traces: str, confirmed: int = 0, suspect: int = 0) -> SellerRecord:
    return SellerRecord(
        key=key,
        names=(key,),
        traces=frozenset(traces),
        suspect_on=(NOW,) * suspect,
        confirmed_on=(NOW,) * confirmed,
    )


def test_what_very_many_share_says_nothing_about_one_source() -> None:
    few = [_seller(f"taobao:{n}", "picture:a") for n in range(MOST_SHARING)]
    many = [*few, _seller("taobao:one-more", "picture:a")]
    assert len(grouped(few)) == 1
    assert len(grouped(many)) == MOST_SHARING + 1


@given(st.lists(st.sets(st.integers(0, 12), max_size=3), max_size=30), st.randoms())
def test_groups_are_exactly_the_shops_that_a_chain_of_traces_connects(
    held: list[set[int]], dice: object
) -> None:
    sellers = [_seller(f"p:{n}", *(f"picture:{t}" for t in ts)) for n, ts in enumerate(held)]
    groups = grouped(sellers)
    dice.shuffle(sellers)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert grouped(sellers) == groups
    assert sorted(s.key for g in groups for s in g.sellers) == sorted(s.key for s in sellers)
    home = {s.key: g.group_id for g in groups for s in g.sellers}
    for one in sellers:
        for other in sellers:
            if one.traces & other.traces:
                assert home[one.key] == home[other.key]
    for group in groups:
        reached, todo = {group.sellers[0].key}, [group.sellers[0]]
        while todo:
            here = todo.pop()
            for other in group.sellers:
                if other.key not in reached and here.traces & other.traces:
                    reached.add(other.key)
                    todo.append(other)
        assert reached == {s.key for s in group.sellers}


def test_risk_counts_the_last_180_days_and_gives_a_reason_for_each_point() -> None:
    group = Group(
        group_id="G-1",
        sellers=(_seller("taobao:a", confirmed=3, suspect=4), _seller("pinduoduo:b", confirmed=1, suspect=1)),
    )
    risk = risk_of(group, NOW)
    assert (risk.points, risk.level) == (40 + 5 + 5 + 10, RiskLevel.HIGH)
    assert risk.strikes == {"pinduoduo": 1, "taobao": 3}
    assert len(risk.reasons) == 4
    later = risk_of(group, NOW + timedelta(days=200))
    assert (later.points, later.strikes, later.level) == (5, {}, RiskLevel.LOW)


@pytest.mark.parametrize(
    ("today", "counts"),
    [(date(2025, 8, 18), 0), (date(2025, 8, 19), 1), (date(2030, 8, 19), 1), (date(2030, 8, 20), 0)],
)
def test_only_an_effective_decision_within_the_years_makes_a_repeat(today: date, counts: int) -> None:
    group = Group(group_id="G-1", sellers=(_seller("taobao:a", confirmed=9, suspect=9),))
    decision = SellerDecision(
        seller="taobao:a", authority="余杭区市场监督管理局", number="101", date=date(2025, 8, 19)
    )
    assert len(repeats(group, [decision, replace(decision, seller="taobao:x")], today, 5)) == counts
    assert repeats(group, [], today, 5) == ()


def test_shops_travel_between_brands_hashed_and_still_tie(desk: Desk, tmp_path: Path) -> None:
    _shop(desk, "1", "a", seller_contact=("13800138000",), seller_company="义乌晴禾贸易有限公司")
    with desk.store.unit() as unit:
        alert = unit.alerts.of_listing(a_listing(item_id="1").listing_id)
        assert alert is not None
        unit.alerts.save(replace(alert, verdict=Verdict.COUNTERFEIT))
    shared = desk.infringers.shareable()
    file = tmp_path / "shared.json"
    file.write_text(write_shared(shared, "Lumière Nord <script>", NOW))
    assert "13800138000" not in file.read_text()
    assert "晴禾" not in file.read_text()
    (tmp_path / "other").mkdir()
    with a_desk(tmp_path / "other", clock=HandClock(), approvers=[]) as other:
        _shop(other, "9", "z", seller_contact=("手机13800138000",))
        assert other.infringers.take_in(read_shared(file), by=MEI) == 1
        found = other.infringers.show("taobao:z")
        assert [(s.key, s.origin) for s in found.group.sellers] == [
            ("taobao:a", "Lumière Nord script, 2026-11-24"),
            ("taobao:z", ""),
        ]
        assert found.group.links[0].trace == "contact:phone:+8613800138000"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "other/1"}, "format"),
        ({"sellers": [{"platform": "taobao", "seller_id": "a", "password": "x"}]}, "password"),
        ({"sellers": [{"platform": "taobao", "seller_id": "a", "traces": ["javascript:x"]}]}, "traces"),
        ({"sellers": [{"platform": "moon", "seller_id": "a"}]}, "no platform moon"),
        ({"made_at": "2026-11-24T10:00:00"}, "made_at"),
    ],
)
def test_a_file_of_another_form_is_refused_and_the_place_named(
    tmp_path: Path, change: dict[str, object], why: str
) -> None:
    told = {
        "format": "marque-infringers/1",
        "origin": "x",
        "made_at": NOW.isoformat(),
        "sellers": [],
        **change,
    }
    (tmp_path / "odd.json").write_text(json.dumps(told))
    with pytest.raises(WrongInput, match=why):
        read_shared(tmp_path / "odd.json")


def test_the_documented_schema_is_the_one_that_is_read() -> None:
    assert json.loads(SCHEMA.read_text()) == SharedInfringers.model_json_schema()


def test_a_group_is_drawn_whatever_its_names_hold(desk: Desk) -> None:
    names = ["户外小店 $x^2$", "<b>店</b>", "🧥", "a" * 200]
    for number, name in enumerate(names):
        _shop(desk, str(number), f"s{number}", seller_contact=("13800138000",), seller_name=name)
    desk.infringers.rebuild()
    drawn = Image.open(io.BytesIO(group_picture(desk.infringers.show("taobao:s0").group)))
    assert drawn.width > 1000
    many = [_seller(f"taobao:{n}", f"picture:{n}", f"picture:{n + 1}") for n in range(60)]
    assert Image.open(io.BytesIO(group_picture(grouped(many)[0]))).width == drawn.width
