"""Rows of a large JSON or XML document one by one, as they come: the whole of it takes some eight times its size in memory."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import orjson

MOST = 8_000_000
"""Bytes of one row, and of all that stands beside the rows."""

_PATH = re.compile(r"(?:@|(?P<steps>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))?(?P<list>\[\*?\])?")
_SIGN = re.compile(
    rb'[^"{}\[\]]*+(?:"(?P<name>[^"\\]*+(?:\\.[^"\\]*+)*+)"\s*+(?P<colon>:?)|(?P<sign>[{}\[\]]))', re.DOTALL
)
"""The next text, with the colon after it where it is a name, or the next bracket."""

_BRACKET = re.compile(
    rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+(?P<sign>[{}\[\]])', re.DOTALL
)
"""The next bracket that stands in no text."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where the rows are: the names that lead to their list; ``flat``: lists in it are opened."""

    steps: tuple[str, ...]
    flat: bool


def path_of(expression: str) -> Path | None:
    """The path that an expression for rows is; None where it is more than one."""
    found = _PATH.fullmatch(expression.strip())
    if found is None:
        return None
    return Path(tuple((found["steps"] or "").split(".")) if found["steps"] else (), found["list"] == "[]")


class JsonPieces:
    """Rows of a JSON document in UTF-8; read to their end, ``beside`` is the document with the first of them alone, and None
    where no list of rows was found."""

    def __init__(self, chunks: Iterator[bytes], path: Path) -> None:
        self._chunks, self._path = chunks, path
        self._text, self._from, self._at = b"", 0, 0
        self.beside: Any = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every row.

        Raises:
            ValueError: it is no JSON, or a row, or what stands beside the rows, is too large.
        """
        before, first = self._to_list(), None
        if before is None:
            return
        for element in self._elements():
            found = orjson.loads(element)
            for row in found if isinstance(found, list) and self._path.flat else [found]:
                if isinstance(row, dict):
                    first = first or row
                    yield row
        while self._more():  # what stands after the list is kept until the end
            pass
        shown = orjson.dumps([] if first is None else [first])
        self.beside = orjson.loads(before + shown + self._text[self._from :])

    def _to_list(self) -> bytes | None:
        """What stands before the list of rows."""
        names = list[str | None]()  # of each bracket around: the name read last, None in a list
        while (found := self._next(_SIGN)) is not None:
            sign = found["sign"]
            if sign is None:
                if found["colon"] and names and names[-1] is not None:
                    names[-1] = orjson.loads(b'"' + found["name"] + b'"')
            elif sign == b"[" and tuple(names) == self._path.steps:
                before = self._text[: found.start("sign")]
                self._from = self._at
                return before
            elif sign in b"{[":
                names.append("" if sign == b"{" else None)
            else:
                names[-1:] = []
        return None

    def _elements(self) -> Iterator[bytes]:
        """Every object and list in the list of rows."""
        depth = 0
        while (found := self._next(_BRACKET)) is not None:
            if found["sign"] in b"{[":
                if not depth:
                    self._from = found.start("sign")
                depth += 1
                continue
            depth -= 1
            if depth < 0:
                self._from = found.start("sign") + 1
                return
            if not depth:
                yield self._text[self._from : self._at]
                self._from = self._at
        raise ValueError("it ends amid its rows")

    def _next(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The next match; one at the very end of what was read may go on."""
        while True:
            found = pattern.match(self._text, self._at)
            if found is not None and found.end() < len(self._text):
                break
            if not self._more():
                break
        if found is not None:
            self._at = found.end()
        return found

    def _more(self) -> bool:
        """Read on; whether there was more."""
        chunk = next(self._chunks, b"")
        kept = self._text[self._from :]
        if len(kept) > MOST:
            raise ValueError(f"a row of it, or what stands beside the rows, is larger than {MOST:,} bytes")
        self._text, self._at, self._from = kept + chunk, self._at - self._from, 0
        return bool(chunk)


class XmlPieces:
    """Rows of an XML document; ``read`` makes something of an element, whose name ``local`` tells. ``beside`` is the document
    with the first row alone, up to there, and None where no row was found."""

    def __init__(
        self,
        chunks: Iterator[bytes],
        path: Path,
        local: Callable[[str], str],
        read: Callable[[ET.Element], Any],
    ) -> None:
        self._chunks, self._steps, self._local, self._read = chunks, path.steps, local, read
        self._around = list[ET.Element]()
        self.beside: Any = None

    def rows(self) -> Iterator[Any]:
        """Every row.

        Raises:
            ValueError, ET.ParseError: it is no XML, or a row, or what stands beside the rows, is too large.
        """
        parser: Any = ET.XMLPullParser(("start", "end"))
        since, kept = 0, list[ET.Element]()  # the first row and what stands around it
        event: str
        element: ET.Element
        for chunk in self._chunks:
            parser.feed(chunk)
            since += len(chunk)
            for event, element in parser.read_events():
                if event == "start":
                    self._around.append(element)
                    continue
                self._around.pop()
                if len(self._around) > len(self._steps):
                    continue
                if self._is_row(element):
                    since, kept = 0, kept or [*self._around, element]
                    yield self._read(element)
                if kept and not any(element is each for each in kept):
                    self._around[-1].remove(element)
            if since > MOST:
                raise ValueError(
                    f"a row of it, or what stands beside the rows, is larger than {MOST:,} bytes"
                )
        parser.close()
        self.beside = self._read(kept[0]) if kept else None

    def _is_row(self, element: ET.Element) -> bool:
        names = [self._local(each.tag) for each in (*self._around[1:], element)]
        return len(self._around) == len(self._steps) and tuple(names) == self._steps
