"""Keys, tokens and passwords are shown to nobody: one place that redacts them, for logs, notes, names and ``doctor``."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from knowledge.lazily import lazily

STRUCK = "[redacted]"
_SECRET = lazily(
    r"""
      xox[a-z]-[\w-]+ | xapp-[\w-]+                                  # Slack
    | sk-[\w-]{12,}                                                  # models
    | (?:AKIA|ASIA)[0-9A-Z]{16}                                      # AWS
    | AIza[\w-]{30,} | ya29\.[\w.-]+                                 # Google
    | gh[pousr]_\w{20,} | github_pat_\w{20,} | glpat-[\w-]{16,}      # GitHub, GitLab
    | eyJ[\w-]{6,999}\.[\w-]+(?:\.[\w-]*)?                              # a JSON web token
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----.*?(?:-----END[ ][A-Z ]*PRIVATE[ ]KEY-----|\Z)
    | (?<=//)[^/\s]+(?=@)                                            # a user, with or without a password, of an address
    | (?i:(?<=bearer\ )|(?<=basic\ ))[\w.~+/=-]{8,}
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMED = lazily(
    r"""
    (?<![\w.-])(?:(?<=%)[0-9A-F]{2})?+(?P<name>[\w.-]++)         # taken whole, once: no text makes this slow
    (?P<is>=|%3D|\\{0,3}["'][ \t]{0,16}:[ \t]{0,16}(?=\\{0,3}["'])|(?P<loose>\\{0,3}["']?[ \t]{0,16}[:：=][ \t]{0,16}))
    \\{0,3}["']?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_VALUE = lazily(r"""(?:(?:bearer|basic|token)[ ])?[^\s&;\#"',}\\]{4,}""", re.IGNORECASE)
_QUOTED = lazily(r"""[^"'\\\n]*+""")
"""A value of several words: to the end of its quotation."""

_LOOKED_AT = 256
"""So much of a value tells what it is."""

_ENDS = (
    "key",
    "token",
    "secret",
    "password",
    "passphrase",
    "passwd",
    "pwd",
    "credential",
    "credentials",
    "signature",
    "密码",
    "口令",
    "密钥",
    "令牌",
)
_WHOLE = frozenset(
    (
        "sign",
        "sig",
        "hmac",
        "pass",
        "pw",
        "auth",
        "authorization",
        "code",
        "session",
        "sessionid",
        "jsessionid",
        "cookie",
        "jwt",
        "sid",
    )
)
_SURE = (
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "credential",
    "密码",
    "口令",
    "密钥",
    "令牌",
)
_KEYLIKE = lazily(r"(?=.*\d)[\w~.=-]{16,}|[0-9a-f]{12,}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]{10,}")


def struck(text: str) -> str:
    """The text without anything that looks like a key: known forms, and values named as one (``sig=…``, ``password: …``)."""
    text = _SECRET.sub(STRUCK, text)
    shown, upto = [], 0
    for found in _NAMED.finditer(text):
        at = found.end()
        if found.start() < upto or not _names_key(found["name"]):
            continue
        begun = _VALUE.match(text, at, at + _LOOKED_AT)
        if begun and (found["loose"] is None or _looks_secret(found["name"], begun[0])):
            shown += [text[upto:at], STRUCK]
            quoted = text[at - 1] in "\"'" and _is_key(found["name"])
            upto = value.end() if (value := (_QUOTED if quoted else _VALUE).match(text, at)) else at
    return "".join([*shown, text[upto:]])


def struck_all(value: object) -> object:
    """The same of every text in mappings and sequences, however deep, and of anything else as it is printed; values whose
    name says key go whole."""
    if isinstance(value, str):
        return struck(value)
    if isinstance(value, Mapping):
        return {name: _struck_named(name, inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        if isinstance(value, tuple) and len(value) == 2:  # a header
            return struck_all(value[0]), _struck_named(*value)
        return (tuple if isinstance(value, tuple) else type(value))(map(struck_all, value))
    told = struck(printed := repr(value))
    return value if told == printed else told


def _struck_named(name: object, value: object) -> object:
    if isinstance(name, str) and value and not isinstance(value, int | float):
        keyed = isinstance(value, str) and _names_key(name) and _KEYLIKE.fullmatch(value)
        if keyed or _is_key(name):
            return STRUCK
    return struck_all(value)


def _looks_secret(name: str, value: str) -> bool:
    """Whether what stands after a colon is the key itself, and no sentence on it: *gave no token: refused*."""
    if _is_key(name) and (not name.lower().endswith("token") or re.search(r"\d", value)):
        return True
    return _KEYLIKE.fullmatch(value) is not None


def _names_key(name: str) -> bool:
    parts = re.split(r"[^a-z\u4e00-\u9fff]+", name.lower())
    return any(part in _WHOLE or part.endswith(_ENDS) for part in parts)


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
    """Whether nothing but a key is called so, whatever it looks like."""
    letters = re.sub(r"[^a-z\u4e00-\u9fff]+", "", name.lower())
    return any(sure in letters for sure in _SURE)
