"""Numbers for Prometheus."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from typecut.errors import StoreError
from typecut.store import ledger, renders, turns
from typecut.studio.service.service import Service

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0)
_FRESH = 10.0


@dataclass(frozen=True)
class Metrics:
    """One registry per app, so that several apps live in one process."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    open: Gauge = field(init=False)
    streams: Gauge = field(init=False)

    def __post_init__(self) -> None:
        made = {
            "requests": Counter(
                "typecut_requests",
                "Requests answered.",
                ("method", "route", "status"),
                registry=self.registry,
            ),
            "seconds": Histogram(
                "typecut_request_seconds",
                "Time until a request was answered; streams are not counted.",
                ("route",),
                buckets=_BUCKETS,
                registry=self.registry,
            ),
            "open": Gauge(
                "typecut_requests_open", "Requests being answered.", registry=self.registry
            ),
            "streams": Gauge("typecut_streams_open", "Open event streams.", registry=self.registry),
        }
        for name, metric in made.items():
            object.__setattr__(self, name, metric)

    def watch(self, service: Service) -> None:
        """Adds what only the database knows: queues, running jobs, credits."""
        self.registry.register(_FromDatabase(service))

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _FromDatabase(Collector):
    """Asked at most every few seconds, however often it is scraped."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._last: list[Metric] = []

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            if time.monotonic() - self._at > _FRESH:
                self._last = self._ask()
                self._at = time.monotonic()
            yield from self._last

    def _ask(self) -> list[Metric]:
        reachable = GaugeMetricFamily("typecut_database_up", "1 while the database answers.")
        try:
            with self._service.database.read() as tx:
                exports = renders.count_by_status(tx)
                messages = turns.count_by_status(tx)
                moved = ledger.totals(tx)
        except StoreError:
            reachable.add_metric((), 0)
            return [reachable]
        reachable.add_metric((), 1)
        return [
            reachable,
            _family("typecut_renders", "Exports by status.", "status", exports),
            _family("typecut_turns", "Messages by status.", "status", messages),
            _family("typecut_credits_moved", "Credits moved so far, by kind.", "kind", moved),
        ]


def _family(name: str, about: str, label: str, numbers: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=(label,))
    for key, number in numbers.items():
        family.add_metric((key,), number)
    return family
