"""In which character encoding a vendor's document is (UTF-8, GB18030), and which delimiter parts its fields."""

import codecs
from collections.abc import Iterator
from itertools import chain

from bot.domain.errors import SourceUnavailable
from bot.sources.mapping import FeedMap


def head_of(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The beginning of a stream, and the whole stream again."""
    taken: list[bytes] = []
    while sum(map(len, taken)) < _HEAD and (chunk := next(chunks, b"")):
        taken.append(chunk)
    return b"".join(taken)[:_HEAD], chain(taken, chunks)


def recoded(chunks: Iterator[bytes], encoding: str, plan: FeedMap) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as fault:
        raise SourceUnavailable(
            plan.name, "it is not {format}: {fault}", format=encoding, fault=fault
        ) from fault


def encoding_of(head: bytes) -> str:
    """UTF-8 where the beginning is, UTF-16 by its mark, else GB18030, in which Chinese spreadsheets are saved."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        return "utf-8" if fault.start >= len(head) - 3 and len(head) >= _HEAD else "gb18030"
    return "utf-8"


def delimiter_of(head: str) -> str:
    first = head.partition("\n")[0]
    return max(",;\t|", key=first.count) if any(sign in first for sign in ",;\t|") else ","


_HEAD = 65_536
