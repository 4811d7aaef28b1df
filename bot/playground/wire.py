"""Requests as they arrive: form, multipart or JSON bodies turned into one set of arguments."""

import json
from email.message import Message as MimePart
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.jsons import Json, as_record, as_records, decoded, flag, number, strings, text
from bot.playground.records import SlackError


class Args:
    """The arguments of one Web API call. Slack accepts JSON values as text in forms, and so does this."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def has(self, key: str) -> bool:
        """Whether the caller sent this argument at all."""
        return key in self.values

    def text(self, key: str, default: str = "") -> str:
        """A text argument."""
        return text(self.values, key, default)

    def need(self, key: str, error: str = "invalid_arguments") -> str:
        """A text argument the method cannot do without."""
        value = self.text(key)
        if not value:
            raise SlackError(error, f"missing required field: {key}")
        return value

    def flag(self, key: str) -> bool:
        """An on/off argument."""
        return flag(self.values, key)

    def number(self, key: str, default: int) -> int:
        """A whole-number argument."""
        return int(number(self.values, key, default))

    def record(self, key: str) -> Json:
        """An object argument."""
        return as_record(decoded(self.values.get(key)))

    def records(self, key: str, error: str = "invalid_arguments") -> list[Json]:
        """A list-of-objects argument; `error` when it is something else."""
        raw = self.values.get(key)
        value = decoded(raw)
        if raw in (None, ""):
            return []
        if not isinstance(value, list):
            raise SlackError(error, f"must be an array [json-pointer:/{key}]")
        return as_records(value)

    def strings(self, key: str) -> list[str]:
        """A list of text, as JSON or separated by commas."""
        value = decoded(self.values.get(key))
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return strings({key: value}, key)


async def read_args(request: Request) -> Args:
    """Query string and body as one set; the body wins."""
    values: Json = dict(request.query_params)
    values.update(parse_body(request.headers.get("content-type", ""), await request.body()))
    return Args(values)


def parse_body(content_type: str, body: bytes) -> Json:
    """A request body as an object; file parts of a multipart body are left out."""
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return {}
    if kind == "application/json":
        try:
            return as_record(json.loads(body))
        except ValueError as broken:
            raise SlackError("invalid_json") from broken
    if kind == "multipart/form-data":
        return {
            name: content.decode(errors="replace")
            for name, content, is_file in _parts(content_type, body)
            if not is_file
        }
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def uploaded_bytes(content_type: str, body: bytes) -> bytes:
    """The content of an upload, sent raw or as the first file part of a multipart body."""
    if not content_type.lower().startswith("multipart/form-data"):
        return body
    files = [content for _, content, is_file in _parts(content_type, body) if is_file]
    if not files:
        raise SlackError("no_file_data", status=400)
    return files[0]


def _parts(content_type: str, body: bytes) -> list[tuple[str, bytes, bool]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parsed = BytesParser(policy=HTTP).parsebytes(head + body)
    return [_part(part) for part in parsed.iter_parts()]


def _part(part: MimePart) -> tuple[str, bytes, bool]:
    name = part.get_param("name", "", header="content-disposition")
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return str(name), content, part.get_filename() is not None
