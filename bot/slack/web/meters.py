"""What can be counted of a running bot, for Prometheus. No name of a person, a brand or a listing is in it."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Bounds of what is timed; 0.25 is the target of an acknowledgement, 3 its end."""


class Meters:
    """Counts of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "marque_http_requests", "Requests answered.", ["path", "status"], registry=self.registry
        )
        self._answered = Histogram(
            "marque_http_seconds", "Time to the answer.", ["path"], buckets=SECONDS, registry=self.registry
        )
        self._worked = Histogram(
            "marque_delivery_seconds",
            "Time from the acknowledgement of a delivery to the end of its work.",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._failed = Counter(
            "marque_delivery_failures", "Deliveries that ended in an error.", ["kind"], registry=self.registry
        )

    def request(self, path: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(path, str(status)).inc()
        self._answered.labels(path).observe(seconds)

    def delivery(self, kind: str, seconds: float, *, failed: bool) -> None:
        """A delivery was worked off."""
        self._worked.labels(kind).observe(seconds)
        if failed:
            self._failed.labels(kind).inc()

    def text(self) -> bytes:
        """Everything in Prometheus' format."""
        return generate_latest(self.registry)
