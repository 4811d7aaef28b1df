"""Signatures of marketplace APIs: parameters sorted by name in byte order, joined name to value, then hashed.

Raw values are signed; encoding for transport comes after. Parameters without a value are neither sent nor
signed. Rules and test vectors: TOP, Pinduoduo, JD and 1688 developer documentation (see docs/sources.md).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def payload(parameters: Mapping[str, str]) -> str:
    """The text that is signed, without the secret."""
    names = sorted(parameters, key=lambda name: name.encode())
    return "".join(name + parameters[name] for name in names if parameters[name] != "")


def wrapped_md5(secret: str, parameters: Mapping[str, str]) -> str:
    """MD5 over secret, payload, secret: TOP, Pinduoduo, JD. 32 upper-case hexadecimal digits."""
    text = f"{secret}{payload(parameters)}{secret}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def hmac_hex(digest: str, secret: str, parameters: Mapping[str, str], path: str = "") -> str:
    """HMAC with the secret as key over path and payload, upper-case hexadecimal.

    ``digest`` is ``md5`` (TOP's ``hmac``), ``sha256`` (TOP's ``hmac-sha256``, AliExpress; with the path for its
    ``/rest`` interfaces) or ``sha1`` (1688; ``path`` from ``param2/`` on).
    """
    return hmac.new(secret.encode(), (path + payload(parameters)).encode(), digest).hexdigest().upper()


def basic(name: str, secret: str) -> str:
    """The value of a Basic authorisation header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
