"""Keys are shown to nobody, whatever form they have and wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.secrets import shown_address, struck, struck_all

KEY = "Zm9vYmFyMTIzNDU2Nzg5"
ADDRESSES = (
    f"https://ann:{KEY}@feeds.example/a.csv",
    f"https://{KEY}@feeds.example/a.csv",
    f"https://feeds.example/a.csv?sig={KEY}",
    f"https://feeds.example/a.csv?pwd={KEY}&x=1",
    f"https://feeds.example/a.csv?sid={KEY}",
    f"https://feeds.example/a.csv?session={KEY}",
    f"https://feeds.example/a.csv?jwt={KEY}",
    f"https://feeds.example/a.csv?X-Amz-Credential={KEY}",
    f"https://feeds.example/{KEY}/a.csv",
    f"https://feeds.example/v1/{KEY}/a.csv",
    f"https://feeds.example/a.csv;key={KEY}",
    f"https://feeds.example/a.csv#token={KEY}",
    f"https://feeds.example/a.csv?anything={KEY}",
)
TEXTS = (
    f"Authorization: Bearer {KEY}",
    f"authorization: basic {KEY}=",
    "xoxb-1234-abcd and xapp-1-A1-secret",
    "AKIAIOSFODNN7EXAMPLE",
    "AIza" + "S" * 35,
    "ghp_" + "a1" * 18,
    "github_pat_" + "a1" * 20,
    f"eyJhbGciOiJIUzI1NiJ9.{KEY}.{KEY}",
    f"refused https://feeds.example/a?sig={KEY}&page=2",
    f"'client_secret': '{KEY}'",
    f"password: {KEY}",
    "password: hunter2, asked twice",
    f"X-Api-Key: {KEY}",
    f'api_key="{KEY}"',
    f"SLACK_SIGNING_SECRET: {KEY}",
    f"pwd = {KEY}",
    f"密码：{KEY}",
    f"令牌: {KEY}",
    "密码: hunter2",
    f"X-Token:      {KEY}",
    f"https%3A%2F%2Ffeeds.example%2Fa%3Fsig%3D{KEY}",
    f"postgresql://ann:p@ss{KEY}@db.example/marque",
    '{\\"token\\": \\"' + KEY + '\\"}',
    f"a=token={KEY}",
    f"-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----",
)


@pytest.mark.parametrize(
    "text", [f'{name}: "several plain words"' for name in ("passphrase", "password", "密码")]
)
def test_a_password_of_several_words_is_struck_whole(text: str) -> None:
    told = struck(f"{text}, then more")
    assert (told.endswith('[redacted]", then more'), "plain" in told) == (True, False)
    assert "plain" not in struck(text.replace("passphrase", '"passphrase"').replace('"several', "'several"))


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_shown_without_its_key(url: str) -> None:
    shown = shown_address(url)
    assert KEY not in shown
    assert shown.startswith("https://feeds.example")


def test_an_address_without_a_key_is_shown_whole() -> None:
    assert shown_address("https://feeds.example/a.csv") == "https://feeds.example/a.csv"


def test_two_addresses_of_one_host_stay_apart() -> None:
    assert len({shown_address(f"https://feeds.example/a?key={n}") for n in range(20)}) == 20


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_shown_without_its_key(text: str) -> None:
    told = struck(text)
    assert "[redacted]" in told
    assert not any(
        piece in told for piece in (KEY, "1234-abcd", "IOSFODNN7", "S" * 20, "a1a1a1a1", "hunter2", "p@ss")
    )


def test_keys_deep_in_an_event_are_struck_too() -> None:
    event = {"request": {"headers": [("authorization", f"Bearer {KEY}")], "api_key": KEY}, "count": 3}
    assert KEY not in str(struck_all(event))
    assert struck_all(event)["count"] == 3  # type: ignore[index]  # a mapping stays one


def test_an_error_bytes_and_a_header_are_shown_without_their_key() -> None:
    event = {"error": ValueError(f"sig={KEY}"), "raw": f"token={KEY}".encode(), "header": ("X-Api-Key", KEY)}
    told = struck_all({**event, "authorization": KEY.encode(), "token": {"value": KEY}, "sig": KEY})
    assert KEY not in repr(told)
    assert "ValueError" in repr(told)
    assert KEY not in repr(struck_all([(f"https://h.example/?sig={KEY}", 3), (f"password: {KEY}", "x")]))


@pytest.mark.parametrize("before", ["", "//"])
@pytest.mark.parametrize(
    "piece", ["key_", "key:", "key: ", "eyJ", "//a@", 'key" :', "-----END ", "%3D", "a", "key=a", " ", "\\"]
)
def test_a_long_hostile_text_comes_back(before: str, piece: str) -> None:
    text = f"password: hunter2 {before}{piece * (100_000 // len(piece))} password=hunter2"
    told = struck(text)
    assert "hunter2" not in told.partition(" ")[2].partition(" ")[0]
    assert told.startswith("password: [redacted]")
    assert struck(told) == told


@pytest.mark.parametrize(
    "text",
    [
        "Could not look at the feed: no answer",
        "token 3 of 5",
        "Code: 57(1)",
        "pass rate = 9 %",
        "It gave no token: refused",
    ],
)
def test_plain_sentences_stay_as_they_are(text: str) -> None:
    assert struck(text) == text


@given(st.text(max_size=300))
def test_striking_twice_changes_nothing_more(text: str) -> None:
    assert struck(struck(text)) == struck(text)
