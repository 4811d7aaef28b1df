"""Marketplaces' searches against servers that check what they are sent and answer as oddly as the real ones."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceUnavailable
from bot.domain.ids import LOCAL
from bot.domain.listings import Listing, ListingSighting
from bot.net.guarded import Fetched
from bot.ports import Unreadable
from bot.services.watching.watches import Watches
from bot.settings import Settings
from bot.sources.keywords import keywords
from bot.sources.listinglines import UnusableError
from bot.sources.marketplace import Marketplace, PageTurn, ResultPage
from bot.sources.marketplaces import MARKETPLACES, marketplaces, set_ups
from bot.sources.session import MarketplaceRefusedError
from bot.sources.signing import basic
from tests.factories import NOW, a_book, a_listing
from tests.fakes.desk import HandClock, Suspicious
from tests.fakes.marketplaces import aliexpress, ebay, jd, pinduoduo, taobao
from tests.fakes.marketplaces.all import FAKES, market, source_for
from tests.fakes.marketplaces.serving import Good, Market, Reply
from tests.fakes.store import MemoryStore

Open = Any


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def opened(clock: HandClock) -> Iterator[Open]:
    """Opens a marketplace with this many goods."""
    with ExitStack() as stack:

        def open_market(name: str, goods: int = 1) -> Market:
            served = stack.enter_context(market(name, clock))
            served.fake.goods = [Good(number=n) for n in range(1, goods + 1)]
            return served

        yield open_market


def only(source: Any) -> Listing:
    [item] = source.look()
    assert isinstance(item, Listing)
    return item


@pytest.mark.parametrize(
    ("name", "keywords", "good", "told"),
    [
        (
            "taobao", ["Aurelle"], Good(number=1),
            {"platform": "tmall", "item_id": "abc-1", "url": "https://s.click.taobao.com/t?e=1",
             "price": Decimal("59.00"), "currency": "CNY", "seller_id": "7001", "seller_name": "良心小店",
             "sales": 1200, "location": "福建 莆田", "query": "Aurelle", "rank": 1,
             "images": ("https://img.market.example/1.jpg", "https://img.market.example/s.jpg")},
        ),
        (
            "pinduoduo", ["Aurelle"], Good(number=1, individual=True),
            {"item_id": "c9001_sign", "url": "", "price": Decimal("59.00"), "sales": 100_000, "seller_id": "88",
             "seller_type": "individual"},
        ),
        (
            "jd", ["Aurelle"], Good(number=1, individual=True),
            {"item_id": "XyZ_1", "url": "https://jingfen.jd.com/detail/XyZ_1.html", "price": Decimal("59.0"),
             "seller_name": "良心小店", "seller_type": "individual", "sales": 300},
        ),
        (
            "aliexpress", ["Aurelle"], Good(number=1),
            {"item_id": "1005000000000001", "url": "https://www.aliexpress.com/item/1005000000000001.html",
             "price": Decimal("59.00"), "currency": "USD", "seller_id": "911",
             "seller_url": "https://www.aliexpress.com/store/911", "sales": 44},
        ),
        (
            "1688", ["高仿 包"], Good(number=1),
            {"item_id": "600000000001", "url": "https://detail.1688.com/offer/600000000001.html",
             "price": Decimal("59.00"), "seller_id": "", "description": "bag"},
        ),
        (
            "ebay", ["Aurelle"], Good(number=1),
            {"item_id": "110000000001", "url": "https://www.ebay.com/itm/110000000001", "price": Decimal("59.00"),
             "currency": "USD", "seller_id": "良心小店", "location": "Putian, CN", "condition": "New"},
        ),
    ],
    ids=[
        "taobao: opaque ids and the link of the answer", "pinduoduo: fen, and no page made up",
        "jd: out of text within JSON", "aliexpress: ids stay whole", "1688: names no seller",
        "ebay: the number of its page",
    ],
)  # fmt: skip
def test_a_listing_is_read_as_the_marketplace_writes_it(
    opened: Open, clock: HandClock, name: str, keywords: list[str], good: Good, told: dict[str, object]
) -> None:
    served = opened(name)
    served.fake.goods = [good]
    found = only(source_for(served, clock, keywords))
    assert {field: getattr(found, field) for field in told} == told


def test_jd_result_as_an_object_is_read_too(opened: Open, clock: HandClock) -> None:
    served = opened("jd")
    inner = {"code": 200, "totalCount": 1, "data": jd.row(Good(number=1)) | {"skuId": 10001}}
    served.arm((200, {"jd_union_open_goods_query_responce": {"code": "0", "queryResult": inner}}))
    assert only(source_for(served, clock)).item_id == "10001"


@pytest.mark.parametrize("name", FAKES)
def test_every_page_is_read_and_each_listing_comes_once(name: str, opened: Open, clock: HandClock) -> None:
    served = opened(name, goods=250)
    source = source_for(served, clock, ["Aurelle", "奥蕊"], pages=50)
    found = [item for item in source.look() if isinstance(item, Listing)]
    assert len({item.item_id for item in found}) == len(found) == 250
    assert (found[-1].query, found[-1].rank) == ("Aurelle", 250)


@pytest.mark.parametrize("name", FAKES)
def test_no_more_pages_are_asked_for_than_set(name: str, opened: Open, clock: HandClock) -> None:
    source = source_for(opened(name, goods=600), clock, pages=2)
    assert len(list(source.look())) == 2 * source._market.page_size


@pytest.mark.parametrize("name", FAKES)
def test_an_empty_result_is_nothing_found(name: str, opened: Open, clock: HandClock) -> None:
    assert list(source_for(opened(name, goods=0), clock).look()) == []


@pytest.mark.parametrize("name", FAKES)
def test_a_result_that_lacks_its_title_is_unreadable_and_the_rest_is_read(
    name: str, opened: Open, clock: HandClock
) -> None:
    served = opened(name, goods=3)
    served.fake.goods[1] = replace(served.fake.goods[1], title="")
    kinds = [type(item) for item in source_for(served, clock).look()]
    assert kinds == [Listing, Unreadable, Listing]


@pytest.mark.parametrize("name", FAKES)
def test_a_wrong_secret_is_told_at_once_and_never_as_nothing_found(
    name: str, opened: Open, clock: HandClock
) -> None:
    served = opened(name)
    key = "client_secret" if name in {"pinduoduo", "ebay"} else "app_secret"
    prefix = "alibaba_1688" if name == "1688" else name
    with pytest.raises(SourceUnavailable, match=r"refused|no token"):
        list(source_for(served, clock, **{f"{prefix}_{key}": "wrong"}).look())
    assert len([asked for asked in served.asked if "getToken" not in asked.path]) == 1


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("taobao", 660), ("pinduoduo", 660), ("jd", 420), ("aliexpress", 7260), ("1688", 660)],
)
def test_a_clock_that_is_off_is_refused(name: str, seconds: int, opened: Open, clock: HandClock) -> None:
    served = opened(name)
    late = HandClock(NOW + timedelta(seconds=seconds))
    with pytest.raises(SourceUnavailable, match="refused"):
        list(source_for(served, late).look())


RATE: Mapping[str, tuple[Reply, float]] = {
    "taobao": (
        (
            200,
            taobao.error(
                7,
                "App Call Limited",
                "accesscontrol.limited-by-api-access-count",
                "This ban will last for 7 more seconds",
            ),
        ),
        8,
    ),
    "pinduoduo": ((200, pinduoduo.error(70031, "调用过于频繁")), 5),
    "jd": ((200, jd.error(2, "请求被限流", "limited")), 5),
    "aliexpress": (
        (200, aliexpress.error("ISV", "ApiCallLimit", "this ban will last 1 seconds")),
        2,
    ),
    "1688": (
        (403, {"error_code": "gw.QosAppFrequencyLimit", "error_message": "app call limited"}),
        10,
    ),
    "ebay": ((429, ebay.error(2001, "Too many requests")), 5),
}


@pytest.mark.parametrize("name", RATE)
def test_a_rate_limit_is_waited_for_and_the_call_signed_anew(
    name: str, opened: Open, clock: HandClock
) -> None:
    served, (reply, seconds) = opened(name), RATE[name]
    source = source_for(served, clock)
    list(source.look())
    began, before = clock(), len(served.asked)
    served.arm(reply)
    assert isinstance(only(source), Listing)
    assert (clock() - began).total_seconds() >= seconds
    first, second = served.asked[before:]
    assert name == "ebay" or first.form != second.form


@pytest.mark.parametrize("name", RATE)
def test_a_limit_that_stays_is_could_not_look(name: str, opened: Open, clock: HandClock) -> None:
    served = opened(name)
    source = source_for(served, clock)
    list(source.look())
    before = len(served.asked)
    served.arm(*[RATE[name][0]] * 9)
    with pytest.raises(SourceUnavailable):
        list(source.look())
    assert len(served.asked) - before == 4


def test_a_long_ban_is_not_waited_for(opened: Open, clock: HandClock) -> None:
    served, began = opened("taobao"), clock()
    served.arm((200, taobao.error(7, "App Call Limited", "", "This ban will last for 3600 more seconds")))
    with pytest.raises(SourceUnavailable, match="wait 3601 seconds"):
        list(source_for(served, clock).look())
    assert (clock() - began).total_seconds() < 5


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("taobao", (200, taobao.error(15, "Remote service error", "isp.service-error", "busy"))),
        ("pinduoduo", (200, pinduoduo.error(52102, "服务不可用"))),
        ("aliexpress", (200, aliexpress.error("ISP", "15", "remote service error"))),
        ("jd", (502, "<html>Bad Gateway</html>")),
    ],
)
def test_a_passing_fault_is_tried_again(name: str, reply: Reply, opened: Open, clock: HandClock) -> None:
    served = opened(name)
    served.arm(reply, reply)
    assert isinstance(only(source_for(served, clock)), Listing)


@pytest.mark.parametrize(
    ("name", "reply", "says"),
    [
        ("taobao", (200, taobao.error(11, "Insufficient isv permissions")), "ask for the package"),
        ("pinduoduo", (200, pinduoduo.error(20005, "IP不在白名单")), "allow this machine's address"),
        ("pinduoduo", (200, pinduoduo.error(70034, "风控")), "70034"),
        ("pinduoduo", (200, pinduoduo.error(50001 + 9, "pid", sub_code="60001")), "file the pid"),
        ("jd", (200, jd.result({"code": 411, "message": "sceneId"})), "inner code 411"),
        (
            "1688",
            (403, {"error_code": "gw.APIACLDecline", "error_message": "no package"}),
            "gw.APIACLDecline",
        ),
        ("aliexpress", (200, {"unknown": {}}), "refused with code None"),
    ],
)
def test_what_asking_again_cannot_help_is_told_with_its_reason(
    name: str, reply: Reply, says: str, opened: Open, clock: HandClock
) -> None:
    served = opened(name)
    source = source_for(served, clock)
    list(source.look())
    before = len(served.asked)
    served.arm(reply)
    with pytest.raises(SourceUnavailable, match=says):
        list(source.look())
    assert len(served.asked) - before == 1


@pytest.mark.parametrize(("name", "hours"), [("ebay", 2), ("1688", 10)])
def test_a_token_is_kept_and_bought_again_before_it_runs_out(
    name: str, hours: float, opened: Open, clock: HandClock
) -> None:
    served = opened(name)
    source = source_for(served, clock)
    list(source.look())
    clock.forward(hours=hours / 2)
    list(source.look())
    assert served.fake.minted == 1
    clock.forward(hours=hours / 2)
    assert isinstance(only(source), Listing)
    assert served.fake.minted == 2


@pytest.mark.parametrize("name", ["ebay", "1688"])
def test_a_token_that_was_withdrawn_is_bought_anew_once(name: str, opened: Open, clock: HandClock) -> None:
    served = opened(name)
    source = source_for(served, clock)
    list(source.look())
    served.fake._until = clock()
    assert isinstance(only(source), Listing)
    assert served.fake.minted == 2


@pytest.mark.parametrize("name", FAKES)
def test_no_secret_is_told_or_logged(
    name: str, opened: Open, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    served = opened(name)
    source, told = source_for(served, clock), []
    secrets = [v for key, v in served.fake.keys.items() if "secret" in key or "refresh" in key]
    secrets += ["token-1", basic("client-id", "client-secret")]
    with caplog.at_level(logging.DEBUG):
        list(source.look())
        for reply in ((200, ERRORS[name]), (502, "<html>"), (200, "[]")):
            served.arm(*[reply] * 9)
            with pytest.raises(SourceUnavailable) as failed:
                list(source.look())
            served.faults.clear()
            told += [str(failed.value), repr(failed.value.__cause__)]
    told += [caplog.text, repr(source._market.search("Aurelle", PageTurn(), clock()))]
    assert [secret for secret in secrets for text in told if secret in text] == []


def test_a_refresh_token_that_ran_out_says_what_to_do(opened: Open, clock: HandClock) -> None:
    served = opened("1688")
    with pytest.raises(SourceUnavailable, match="authorise the application again"):
        list(source_for(served, clock, alibaba_1688_refresh_token="old").look())


def test_calls_keep_their_distance(opened: Open, clock: HandClock) -> None:
    began = clock()
    list(source_for(opened("jd", goods=90), clock).look())
    assert (clock() - began).total_seconds() == 2  # three calls, a second apart


LOOKED_UP = [
    ("pinduoduo", pinduoduo.sign(Good(number=1)), False),
    ("jd", jd.item_id(Good(number=1)), False),
    ("jd", "1001", False),
    ("aliexpress", aliexpress.product_id(Good(number=1)), False),
    ("ebay", "110000000001", True),
]


@pytest.mark.parametrize(("name", "item_id", "proves"), LOOKED_UP)
def test_one_listing_is_looked_up_again(
    name: str, item_id: str, proves: bool, opened: Open, clock: HandClock
) -> None:
    served = opened(name, goods=2)
    source, known = source_for(served, clock), a_listing(platform=name, item_id=item_id)
    there = source.look_at(known)
    assert there is not None
    assert there.listing is not None
    assert there.listing.title == "高仿 包"
    served.fake.goods = []
    assert source.look_at(known) == ListingSighting(listing=None, gone=proves)


@pytest.mark.parametrize("name", FAKES)
def test_what_an_api_cannot_look_up_is_left_to_the_page(name: str, opened: Open, clock: HandClock) -> None:
    served = opened(name)
    assert source_for(served, clock).look_at(a_listing(platform="xiaohongshu")) is None
    assert served.asked == []


def test_a_marketplace_that_lacks_a_key_says_which_when_it_is_looked_at(
    opened: Open, clock: HandClock
) -> None:
    source = source_for(opened("taobao"), clock, taobao_adzone_id="")
    with pytest.raises(SourceUnavailable, match="set MARQUE_TAOBAO_ADZONE_ID"):
        list(source.look())


def test_without_a_brand_book_there_is_nothing_to_search_for_and_it_says_so(
    opened: Open, clock: HandClock
) -> None:
    with pytest.raises(SourceUnavailable, match="no brand book"):
        list(source_for(opened("jd"), clock, []).look())


def test_a_marketplace_that_refuses_makes_the_sweep_incomplete(opened: Open, clock: HandClock) -> None:
    good, bad = opened("jd"), opened("taobao")
    bad.arm((200, taobao.error(11, "Insufficient isv permissions")))
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    watches = Watches(store, [source_for(bad, clock), source_for(good, clock)], Suspicious(), clock)
    report = watches.sweep()
    assert not report.complete
    assert [(look.source, look.seen, bool(look.error)) for look in report.looks] == [
        ("taobao", 0, True),
        ("jd", 1, False),
    ]


def test_only_marketplaces_with_keys_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marketplaces(Settings(_env_file=None)) == []  # type: ignore[call-arg]  # an argument of pydantic-settings
    monkeypatch.setenv("MARQUE_1688_APP_KEY", "1000000")
    given_keys = Settings(_env_file=None)  # type: ignore[call-arg]  # an argument of pydantic-settings
    assert [each.name for each in marketplaces(given_keys)] == ["1688"]
    [up] = [up for up in set_ups(given_keys) if up.wanted]
    assert up.missing == ("MARQUE_1688_APP_SECRET", "MARQUE_1688_REFRESH_TOKEN")


@pytest.mark.parametrize("kind", MARKETPLACES, ids=lambda kind: kind.name)
def test_every_marketplace_is_made_from_its_own_keys(
    monkeypatch: pytest.MonkeyPatch, kind: type[Marketplace]
) -> None:
    for key in kind.settings.needed:
        monkeypatch.setenv(f"MARQUE_{kind.name.upper()}_{key.upper()}", "given")
    [made] = marketplaces(Settings(_env_file=None))  # type: ignore[call-arg]  # an argument of pydantic-settings
    assert (type(made), made.missing) == (kind, ())


def test_brands_are_searched_for_before_products() -> None:
    words = keywords([a_book(name="Aurelle", aliases=("奥蕊", "AURELLE"))], ["aurelle dupe"])
    assert words[:3] == ["Aurelle", "奥蕊", "aurelle dupe"]
    assert len(words) > 3


@pytest.mark.parametrize("name", FAKES)
@pytest.mark.parametrize("told", [lambda total: total // 3, lambda total: 0, lambda total: total * 9])
def test_totals_that_change_between_pages_lose_nothing(
    name: str, told: Callable[[int], int], opened: Open, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = opened(name, goods=450)
    source = source_for(served, clock, pages=50)
    read, number = source._market.page, count(1)

    def unsteady(answer: Fetched) -> ResultPage:
        page = read(answer)
        return replace(page, total=told(450)) if next(number) > 1 else page

    monkeypatch.setattr(source._market, "page", unsteady)
    assert len({item.item_id for item in source.look() if isinstance(item, Listing)}) == 450


def test_ebay_is_not_asked_beyond_its_last_result(opened: Open, clock: HandClock) -> None:
    source = source_for(opened("ebay", goods=10_050), clock, pages=99)
    assert len(list(source.look())) == 10_000


def test_signs_of_ebays_query_language_are_not_sent(opened: Open, clock: HandClock) -> None:
    served = opened("ebay")
    list(source_for(served, clock, ["(Aurelle, Paris)*"]).look())
    assert served.asked[-1].query["q"] == "Aurelle  Paris"


def test_the_gateway_of_jd_refuses_in_a_shape_of_its_own(opened: Open, clock: HandClock) -> None:
    served = opened("jd")
    served.arm((200, {"code": "2", "errorMessage": "请求被限流", "requestId": "r0"}))
    assert isinstance(only(source_for(served, clock)), Listing)  # asked again
    served.arm((200, {"code": "20", "errorMessage": "无效app_key", "requestId": "r0"}))
    with pytest.raises(SourceUnavailable, match="code 20: 无效app_key"):
        list(source_for(served, clock).look())


def test_aliexpress_amount_goes_with_its_own_currency(opened: Open, clock: HandClock) -> None:
    served = opened("aliexpress")
    row = aliexpress.row(Good(number=1)) | {"target_sale_price": "", "sale_price": "41.80"}
    result = {"products": {"product": [row | {"sale_price_currency": "CNY"}]}, "total_record_count": 1}
    served.arm((200, aliexpress.response("product_query", {"resp_code": 200, "result": result})))
    found = only(source_for(served, clock))
    assert (found.price, found.currency) == (Decimal("41.80"), "CNY")


JUNK = st.sampled_from([None, "", "x", 0, -1, 1.5, True, [], {}, [None], ["x"], {"x": {}}, [[{}]]])


def garbled(value: Any, data: st.DataObject) -> Any:
    """The answer with something else at a few places, at any depth."""
    if data.draw(st.integers(0, 9)) == 0:
        return data.draw(JUNK)
    if isinstance(value, dict):
        return {name: garbled(inner, data) for name, inner in value.items()}
    return [garbled(inner, data) for inner in value] if isinstance(value, list) else value


ERRORS = {
    "taobao": taobao.error(7, "App Call Limited"),
    "pinduoduo": pinduoduo.error(70031, "调用过于频繁"),
    "jd": jd.error(2, "请求被限流", "limited"),
    "aliexpress": aliexpress.error("ISP", "15", "remote service error"),
    "1688": {"error_code": "401", "error_message": "token"},
    "ebay": ebay.error(1001, "Invalid access token"),
}


@cache
def answered(name: str) -> tuple[Marketplace, Any]:
    """A marketplace's client, and the JSON of an answer to a search as its server gave it."""
    clock, bodies = HandClock(), []
    with market(name, clock) as served:
        served.fake.goods = [Good(number=1), Good(number=2)]
        source = source_for(served, clock)
        read = source._market.page
        source._market.page = lambda answer: bodies.append(answer.body) or read(answer)  # type: ignore[func-returns-value, method-assign]  # listens in
        list(source.look())
        source._market.page = read  # type: ignore[method-assign]  # as it was
    return source._market, json.loads(bodies[0])


@pytest.mark.parametrize("name", FAKES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_answer_of_any_shape_ends_the_sweep(name: str, data: st.DataObject) -> None:
    client, real = answered(name)
    body = json.dumps(garbled(data.draw(st.sampled_from([real, ERRORS[name]])), data)).encode()
    with suppress(MarketplaceRefusedError):
        for row in client.page(Fetched(url="", status=200, headers=(), body=body)).rows:
            with suppress(UnusableError):
                client.listing(row)


def test_a_clock_that_is_set_back_holds_no_call_up(opened: Open, clock: HandClock) -> None:
    source = source_for(opened("taobao", goods=150), clock)
    look = iter(source.look())
    next(look)
    clock.forward(seconds=-7200)
    began = clock()
    list(look)
    assert (clock() - began).total_seconds() < 10
