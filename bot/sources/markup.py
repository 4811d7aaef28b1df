"""Markup of a page of anybody's, read once from its beginning to its end as a browser reads it, and written anew.

Python's parser looks for an end from every beginning anew, which takes some pages the square of their length; what is
written here gives it no beginning without an end.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape

_TAG = re.compile(
    r"""<(/?)([a-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+)>""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_TOLD = frozenset(("hidden", "aria-hidden", "style"))
"""Attributes that say whether an element is seen."""

_UNREAD = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"))
_PLAIN = frozenset(("title", "textarea"))
"""What stands in these is no markup; in the first it is no text for readers either."""


def clean(text: str) -> str:
    """The page with its tags and text, without comments, declarations, and other attributes than those that hide. What
    begins and never ends is not seen, and nothing behind it, as in a browser."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while (begin := text.find("<", at)) >= 0:
        yield text[at:begin]
        after = text[begin + 1 : begin + 2]
        if not (after.isalpha() and after.isascii()) and after not in ("/", "!", "?"):
            yield "&lt;"
            at = begin + 1
            continue
        found = _TAG.match(text, begin)
        if found is None:
            at = _end(text, begin)
            if at < 0:
                return
            continue
        name = found[2].lower()
        yield f"<{found[1]}{_named(name)}{_attributes(found[3])}>"
        at = found.end()
        if not found[1] and name in _UNREAD | _PLAIN:
            closing = _closing(name).search(text, at)
            if closing is None:
                return
            yield escape(text[at : closing.start()], quote=False) if name in _PLAIN else ""
            at = closing.start()
    yield text[at:]


def _end(text: str, begin: int) -> int:
    """Where a comment or another thing that is no tag ends; -1 where it does not, or where a tag does not."""
    if text.startswith("<!--", begin):
        end = text.find("-->", begin + 2)
        return end + 3 if end >= 0 else -1
    if text[begin + 1] in "!?" or (text[begin + 1] == "/" and not text[begin + 2 : begin + 3].isalpha()):
        return text.find(">", begin) + 1 or -1
    return -1


def _named(name: str) -> str:
    return re.sub(r"[^\w:.-]", "-", name)


def _attributes(written: str) -> str:
    told = ((each[1].lower(), each[2] or "") for each in _ATTRIBUTE.finditer(written))
    kept = {name: value.strip("\"'") for name, value in told if name in _TOLD}
    return "".join(f' {name}="{_value(value)}"' for name, value in kept.items())


def _value(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
