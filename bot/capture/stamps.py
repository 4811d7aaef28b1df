"""RFC 3161 trusted time stamps (TSA): asking authorities for them, and checking them again later.

A time stamp proves that these bytes existed at a moment. It does not prove where they came from.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from rfc3161_client.tsp import PKIStatus

from bot.capture.roots import decoded, fault_of
from bot.domain.errors import CaptureFailed, FetchFailed
from bot.domain.evidence import Stamp

Post = Callable[[str, bytes, str], bytes]
"""Posts (URL, body, media type), gives the answer. Raises FetchFailed."""

QUERY = "application/timestamp-query"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp as it was granted: what the record keeps, and the authority's answer to keep as a file."""

    stamp: Stamp
    answer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamper:
    """Asks each configured authority for a time stamp."""

    authorities: tuple[str, ...]
    trusted: Callable[[], Sequence[x509.Certificate]]
    post: Post

    def stamp(self, authority: str, data: bytes, name: str) -> Stamped:
        """A time stamp over the data, checked as it arrives.

        Raises:
            CaptureFailed: no answer, or one that does not hold.
        """
        request = (
            TimestampRequestBuilder()
            .data(data)
            .hash_algorithm(HashAlgorithm.SHA256)
            .nonce(nonce=True)
            .cert_request(cert_request=True)
            .build()
        )
        try:
            answer = self.post(authority, request.as_bytes(), QUERY)
        except FetchFailed as failure:
            raise CaptureFailed("time stamp", str(failure)) from failure
        response = decoded(answer)
        if response is None:
            raise CaptureFailed("time stamp", "{authority} answered with something else", authority=authority)
        if response.status != PKIStatus.GRANTED:
            why = ", ".join(response.status_string) or f"status {response.status}"
            raise CaptureFailed("time stamp", "{authority} refused it: {why}", authority=authority, why=why)
        fault = fault_of(answer, data, self.trusted())
        if fault:
            raise CaptureFailed(
                "time stamp",
                "the answer of {authority} does not hold: {fault}",
                authority=authority,
                fault=fault,
            )
        if response.tst_info.nonce != request.nonce:
            raise CaptureFailed("time stamp", "{authority} answered another request", authority=authority)
        stamp = Stamp(
            authority=authority,
            at=response.tst_info.gen_time,
            file=name,
            sha256=hashlib.sha256(answer).hexdigest(),
        )
        return Stamped(stamp, answer)
