"""Uploads: three steps, raw or multipart, and who may read the result."""

import urllib.error
import urllib.request
from collections.abc import Callable

import httpx
import pytest
from slack_sdk import WebClient

from bot.playground.driver import PlaygroundPerson
from bot.playground.jsons import record, text
from bot.playground.methods.files import store_upload
from bot.playground.records import BOT_TOKEN
from bot.playground.server import Playground
from bot.playground.wire import uploaded_bytes
from tests.unit.playground.conftest import ALERTS, ALICE, BOB, LEGAL, Api

BYTES = bytes(range(256))


def test_upload_in_three_steps_shares_a_message_with_the_file(api: Api) -> None:
    parent = api.post()
    step = api.ok("files.getUploadURLExternal", filename="notice.pdf", length=3)
    file_id = text(step, "file_id")
    asked = [{"id": file_id, "title": "Notice"}]
    assert api.refused("files.completeUploadExternal", files=asked) == "file_update_failed"
    store_upload(api.slack, file_id, b"abc")
    api.ok(
        "files.completeUploadExternal",
        files=asked,
        channel_id=ALERTS,
        thread_ts=parent,
        initial_comment="Here",
    )
    [message] = api.slack.workspace.replies(ALERTS, parent)
    assert (message.text, message.files) == ("Here", (file_id,))
    info = record(api.ok("files.info", file=file_id), "file")
    assert (info["title"], info["size"], info["mimetype"]) == ("Notice", 3, "application/pdf")


def test_upload_needs_a_name_and_a_length(api: Api) -> None:
    assert api.refused("files.getUploadURLExternal", filename="a.txt", length=0) == "invalid_arguments"
    assert api.refused("files.getUploadURLExternal", length=3) == "invalid_arguments"
    assert api.refused("files.info", file="F0NONE") == "file_not_found"
    assert api.refused("files.completeUploadExternal", files=[]) == "invalid_arguments"


def test_sdk_upload_reaches_the_people_in_the_channel_only(playground: Playground, client: WebClient) -> None:
    client.files_upload_v2(channel=LEGAL, filename="通知书.docx", content=BYTES, title="Notice")
    [message] = playground.state().messages(LEGAL)
    [file] = message.files
    assert (file.name, file.title, file.size) == ("通知书.docx", "Notice", 256)
    assert playground.person(ALICE).downloads(file) == BYTES
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        PlaygroundPerson(playground, BOB).downloads(file)


def test_private_url_needs_the_apps_token(playground: Playground, client: WebClient) -> None:
    client.files_upload_v2(channel=ALERTS, filename="a.txt", content="abc")
    [message] = client.conversations_history(channel=ALERTS)["messages"]
    url = message["files"][0]["url_private_download"]
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"abc"
    with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
        urllib.request.urlopen(url)
    refusal.value.close()


def test_only_pictures_are_shown_in_the_browser(playground: Playground, client: WebClient) -> None:
    for name in ("evil.svg", "page.html", "shot.png"):
        client.files_upload_v2(channel=ALERTS, filename=name, content=b"<script>")
    how = {}
    for file in playground.state().files:
        answer = httpx.get(f"{playground.url}/playground/files/{file.id}", params={"as": ALICE})
        how[file.name] = answer.headers["content-disposition"].partition(";")[0]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    assert how == {"evil.svg": "attachment", "page.html": "attachment", "shot.png": "inline"}


def test_upload_url_takes_put_post_raw_and_multipart_once(playground: Playground, client: WebClient) -> None:
    sends: list[Callable[[str], httpx.Response]] = [
        lambda url: httpx.put(url, content=BYTES),
        lambda url: httpx.post(url, content=BYTES),
        lambda url: httpx.post(url, files={"file": ("a.bin", BYTES)}),
    ]
    for send in sends:
        step = client.files_getUploadURLExternal(filename="a.bin", length=256)
        assert send(step["upload_url"]).status_code == 200
        assert send(step["upload_url"]).status_code == 410
        client.files_completeUploadExternal(files=[{"id": step["file_id"]}], channel_id=ALERTS)
    assert [f.size for f in playground.state().files] == [256, 256, 256]


def test_multipart_content_survives_line_ends_of_every_kind() -> None:
    content = b"a\r\nb\nc\r\r\n\x00--x"
    request = httpx.Request("POST", "http://x", files={"file": ("a", content)})
    assert uploaded_bytes(request.headers["content-type"], request.read()) == content
