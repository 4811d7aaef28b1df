"""The roots that time stamps are trusted by."""

import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from bot.domain.errors import NotPossible


@cache
def roots(file: Path | None = None) -> tuple[x509.Certificate, ...]:
    """The certificates that authorities must descend from: the file's, or the common web roots.

    Raises:
        NotPossible: the file cannot be read or holds no certificate.
    """
    path = file or Path(certifi.where())
    hint = "give a PEM file with the root certificates of your time-stamp authorities"
    try:
        blocks = [part + _END for part in path.read_bytes().split(_END) if b"BEGIN CERTIFICATE" in part]
    except OSError as fault:
        raise NotPossible(
            "time-stamp roots {path}", fault.strerror or "cannot be read", hint, path=path
        ) from fault
    found = tuple(c for block in blocks if (c := _certificate(block, strict=file is not None)) is not None)
    if not found:
        raise NotPossible("time-stamp roots {path}", "it holds no certificate", hint, path=path)
    return found


_END = b"-----END CERTIFICATE-----\n"


def _certificate(pem: bytes, *, strict: bool) -> x509.Certificate | None:
    """The certificate. Of the web's roots one is out of order (RFC 5280 wants a positive serial number):
    it is read while the library still reads it, and then left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            return x509.load_pem_x509_certificate(pem)
    except ValueError as fault:
        if strict:
            raise NotPossible(
                "time-stamp roots", "a certificate cannot be read: {fault}", fault=fault
            ) from fault
        return None


def fault_of(answer: bytes, data: bytes, trusted: Sequence[x509.Certificate]) -> str:
    """Why the time stamp does not hold for the data; empty where it holds."""
    response = decoded(answer)
    if response is None:
        return "it cannot be read as a time stamp"
    verifier = VerifierBuilder(roots=list(trusted)).build()
    try:
        verifier.verify_message(response, data)
    except VerificationError as fault:
        return str(fault)
    except ValueError as fault:  # a part that is read only now: the token, a certificate, the status
        return f"it cannot be read ({fault})"
    return ""


def decoded(answer: bytes) -> TimeStampResponse | None:
    try:
        return decode_timestamp_response(answer)
    except ValueError:
        return None
