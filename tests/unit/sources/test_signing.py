"""Signatures against the vectors that marketplaces publish, and some worked out from their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.signing import basic, hmac_hex, payload, wrapped_md5

TOP = {
    "app_key": "12345678",
    "fields": "num_iid,title,nick,price,num",
    "format": "json",
    "method": "taobao.item.seller.get",
    "num_iid": "11223344",
    "session": "test",
    "timestamp": "2016-01-01 12:00:00",
    "v": "2.0",
}
TOP_SEARCH = {
    "adzone_id": "123456789",
    "app_key": "12345678",
    "format": "json",
    "method": "taobao.tbk.dg.material.optional.upgrade",
    "page_no": "1",
    "page_size": "20",
    "q": "高仿 包",
    "sign_method": "md5",
    "timestamp": "2026-01-01 12:00:00",
    "v": "2.0",
}
PDD = {
    "access_token": "asd78172s8ds9a921j9qqwda12312w1w21211",
    "client_id": "1",
    "data_type": "XML",
    "order_status": "1",
    "page": "1",
    "page_size": "10",
    "timestamp": "1480411125",
    "type": "pdd.order.number.list.get",
}
PDD_SEARCH = {
    "client_id": "1",
    "custom_parameters": '{"uid":"11111"}',
    "data_type": "JSON",
    "keyword": "高仿 包",
    "page": "1",
    "page_size": "100",
    "pid": "1_1",
    "range_list": '[{"range_id":0,"range_from":1000,"range_to":50000}]',
    "sort_type": "0",
    "timestamp": "1767240000",
    "type": "pdd.ddk.goods.search",
}
JD = {
    "360buy_param_json": '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT",'
    '"page":"1","page_size":"200","start_date":null}',
    "access_token": "yourtoken",
    "app_key": "yourappkey",
    "method": "jingdong.pop.order.search",
    "timestamp": "2021-05-07 09:20:39.683+0800",
    "v": "2.0",
}
JD_SEARCH = {
    "360buy_param_json": '{"goodsReqDTO":{"keyword":"高仿 包","pageIndex":1,"pageSize":30,"sceneId":1}}',
    "app_key": "yourappkey",
    "method": "jd.union.open.goods.query",
    "timestamp": "2026-01-01 12:00:00",
    "v": "1.0",
}
LAZADA = {
    "access_token": "test",
    "app_key": "123456",
    "order_id": "1234",
    "sign_method": "sha256",
    "timestamp": "1517820392000",
}
ALIEXPRESS_SEARCH = {
    "app_key": "12345678",
    "keywords": "brand bag",
    "method": "aliexpress.affiliate.product.query",
    "page_no": "1",
    "page_size": "50",
    "ship_to_country": "US",
    "sign_method": "sha256",
    "target_currency": "USD",
    "target_language": "EN",
    "timestamp": "1767240000000",
    "tracking_id": "default",
}
OFFERS = "param2/1/com.alibaba.fenxiao.crossborder/product.search.keywordQuery/1000000"
OFFER_SEARCH = {
    "_aop_timestamp": "1767240000000",
    "access_token": "test-token",
    "offerQueryParam": '{"keyword":"高仿 包","beginPage":1,"pageSize":20,"country":"en"}',
}


@pytest.mark.parametrize(
    ("secret", "parameters", "digest"),
    [
        ("helloworld", TOP | {"sign_method": "md5"}, "66987CB115214E59E6EC978214934FB8"),
        ("helloworld", TOP_SEARCH, "1A0BAAD540ECD0390C519D8B7D9C5BD6"),
        ("testSecret", PDD, "E4DE3ED21002510DED352819E7AE6775"),
        ("testSecret", PDD_SEARCH, "EDBCDFA9075825D8B20F4A37F8B8942C"),
        ("yourappSecret", JD, "D70825340F4084360B9362B60DFD7930"),
        ("yourappSecret", JD_SEARCH, "7F760DE5552AA6AEE398B8CB72796D2A"),
    ],
    ids=["TOP1", "TOP4", "PDD1", "PDD2", "JD1", "JD2"],
)
def test_md5_wrapped_in_the_secret(secret: str, parameters: dict[str, str], digest: str) -> None:
    assert wrapped_md5(secret, parameters) == digest


@pytest.mark.parametrize(
    ("kind", "secret", "path", "parameters", "digest"),
    [
        ("md5", "helloworld", "", TOP | {"sign_method": "hmac"}, "D56D7858309C31B6251083A874D48273"),
        (
            "sha256",
            "helloworld",
            "",
            TOP | {"sign_method": "hmac-sha256"},
            "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8",
        ),
        (
            "sha256",
            "helloworld",
            "/order/get",
            LAZADA,
            "4190D32361CFB9581350222F345CB77F3B19F0E31D162316848A2C1FFD5FAB4A",
        ),
        (
            "sha256",
            "helloworld",
            "",
            ALIEXPRESS_SEARCH,
            "C3C2C1D74DC649F6B23193C9BE0E901CA211F4FD5097EB3ECE52B8C4931E16BF",
        ),
        (
            "sha1",
            "test123",
            "param2/1/system/currentTime/1000000",
            {"a": "1", "b": "2"},
            "33E54F4F7B989E3E0E912D3FBD2F1A03CA7CCE88",
        ),
        ("sha1", "test123", OFFERS, OFFER_SEARCH, "D9CAB0FE907D4A3828AF8100D8F859A1CB149CB8"),
    ],
    ids=["TOP2", "TOP3", "AE1", "AE2", "A88-1", "A88-2"],
)
def test_hmac(kind: str, secret: str, path: str, parameters: dict[str, str], digest: str) -> None:
    assert hmac_hex(kind, secret, parameters, path) == digest


def test_basic_authorisation() -> None:
    assert basic("client-id", "client-secret") == "Basic Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ="


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_order_of_the_parameters_and_empty_ones_change_nothing(parameters: dict[str, str]) -> None:
    turned = dict(reversed(parameters.items()))
    kept = {name: value for name, value in parameters.items() if value}
    assert payload(turned) == payload(parameters) == payload(kept)
