"""Keys, tokens and passwords are shown to nobody: one place that strikes them out, for logs, notes, names and ``doctor``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

STRUCK = "[redacted]"
_SECRET = re.compile(
    r"""
      xox[a-z]-[\w-]+ | xapp-[\w-]+                                  # Slack
    | sk-[\w-]{12,}                                                  # models
    | (?:AKIA|ASIA)[0-9A-Z]{16}                                      # AWS
    | AIza[\w-]{30,} | ya29\.[\w.-]+                                 # Google
    | gh[pousr]_\w{20,} | github_pat_\w{20,} | glpat-[\w-]{16,}      # GitHub, GitLab
    | eyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?                              # a JSON web token
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----.*?(?:-----END[ ][A-Z ]*PRIVATE[ ]KEY-----|\Z)
    | (?<=//)[^/@\s]+(?=@)                                           # a user, with or without a password, of an address
    | (?i:(?<=bearer\ )|(?<=basic\ ))[\w.~+/=-]{8,}
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMED = re.compile(
    r"""
    (?P<name>(?<![a-z])(?:[\w.-]*[_.-])?
      (?:\w*(?:key|token|secret)|sign|sig|signature|pass|passwd|password|pwd|auth|code|credential|session|jwt|sid)
      (?:[_.-][\w.-]*)?)
    (?P<is>=|%3D|["']\s*:\s*["'])(?P<value>[^\s&;\#"',}]{4,})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KEYLIKE = re.compile(r"(?=.*\d)[\w~.=-]{16,}|[0-9a-f]{12,}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]{10,}")


def struck(text: str) -> str:
    """The text without anything that looks like a key: known forms, and values named as one (``sig=…``)."""
    return _NAMED.sub(lambda found: f"{found['name']}{found['is']}{STRUCK}", _SECRET.sub(STRUCK, text))


def struck_all(value: object) -> object:
    """The same of every text in mappings and sequences, however deep; values whose name says key go whole."""
    if isinstance(value, str):
        return struck(value)
    if isinstance(value, Mapping):
        return {
            name: STRUCK if isinstance(inner, str) and inner and _is_key(str(name)) else struck_all(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(map(struck_all, value))
    return value


def shown_address(url: str) -> str:
    """An address as people may see it: its host and the first part of its path, where that is no key. What is left out is
    told by an ellipsis and four hexadecimal digits, so that two addresses of one host stay apart."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    first, _, more = parts.path.lstrip("/").partition("/")
    if _KEYLIKE.fullmatch(first) or ";" in first or "=" in first:
        first, more = "", first
    shown = f"{parts.scheme}://{host}/{first}".rstrip("/") if first else f"{parts.scheme}://{host}"
    if not (more or parts.query or parts.fragment or "@" in parts.netloc):
        return shown
    return f"{shown}{'/' if more else '?'}… ({hashlib.sha256(url.encode()).hexdigest()[:4]})"


def shown_path(path: str) -> str:
    """A file of this machine as a channel may see it: its name and its folder's."""
    return "/".join(path.split("/")[-2:]) if path.startswith("/") else path


def _is_key(name: str) -> bool:
    return (
        re.search(r"token|secret|passw|pwd|api_?key|authorization|credential", name, re.IGNORECASE)
        is not None
    )
