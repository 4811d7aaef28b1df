"""From a listing's appearance to its alert: ``python -m tests.benchmarks.alert_path [SECONDS] [CAP]``.

Five sources with 400 new listings each (the blind sets, under new ids and shops) and `marque run` as a process of its
own, against the stand-in with Slack's limits: a message a second and an edit every 1.2 seconds. For SECONDS (default
300) it watches what reaches the channel; CAP puts up a rule that tells so many an hour and the rest in a digest.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from bot.domain.ids import LOCAL, PersonId, RuleId
from bot.domain.rules import AlertRule
from bot.playground.faults import ArmedFault, Faults
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from bot.services.casework.rights import Rights
from bot.services.upkeep.levels import ON_TIME
from bot.services.watching.rules import Rules
from bot.sources.brandbook import read
from bot.store.sql import open_store
from knowledge import law
from tests.scenario.conftest import ALERTS, BOT, DAVE, WORKSPACE

BLIND = Path(__file__).parents[1] / "data" / "blind"
EACH = 400
LIMITS = {"chat.postMessage": 1.0, "chat.update": 1.2}
ADMIN = PersonId(DAVE)


class Limits(Faults):
    """Slack's limits, as far as one channel and one app meet them."""

    def __init__(self) -> None:
        super().__init__()
        self._last = dict.fromkeys(LIMITS, 0.0)
        self.refused = 0

    def take(self, method: str) -> ArmedFault | None:
        """A call that comes too soon after the one before is asked to wait."""
        now = time.monotonic()
        if now - self._last.get(method, 0.0) < LIMITS.get(method, 0.0):
            self.refused += 1
            return ArmedFault(method=method, kind="ratelimited", retry_after=1)
        self._last[method] = now
        return None


def feeds(folder: Path) -> list[Path]:
    """A file a brand."""
    made = []
    for brand in sorted(each for each in BLIND.iterdir() if each.is_dir()):
        lines = [line for file in sorted(brand.glob("*.ndjson")) for line in file.read_text().splitlines()]
        target = folder / f"{brand.name}.ndjson"
        with target.open("w", encoding="utf-8") as out:
            for number, line in enumerate(islice(cycle(lines), EACH)):
                row = {**json.loads(line), "images": []}
                row |= {"item_id": f"{brand.name}-{number}"}
                if number >= len(lines):  # another shop: else it would be told with the first
                    row |= {"seller_id": f"{row.get('seller_id')}-{number // len(lines)}"}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        made.append(target)
    return made


def main(seconds: float, cap: int) -> None:
    """Run it and print what came of it."""
    with tempfile.TemporaryDirectory() as name, Playground(WORKSPACE) as slack:
        home, limits = Path(name), Limits()
        slack.slack.faults = limits
        url = f"sqlite:///{home / 'marque.sqlite3'}"

        def now() -> datetime:
            return datetime.now(UTC)

        with open_store(url, LOCAL, now, lambda: "salt") as store:
            rights = Rights(store, law.load(), now)
            for book in sorted(BLIND.glob("*/brand.toml")):
                rights.import_book(read(book), ADMIN)
            if cap:
                rule = AlertRule(rule_id=RuleId("R-1"), channel=ALERTS, cap=cap, made_by=ADMIN, made_at=now())
                Rules(store, lambda: [ADMIN], now).save(rule, by=ADMIN)
            environment = {
                **os.environ,
                "MARQUE_HOME": str(home),
                "MARQUE_DATABASE_URL": url,
                "MARQUE_FEEDS": ",".join(map(str, feeds(home))),
                "MARQUE_ALERT_CHANNEL": ALERTS,
                "MARQUE_ADMINS": DAVE,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": APP_TOKEN,
                "SLACK_API_URL": slack.api_url,
            }
            command = [sys.executable, "-m", "bot", "run"]
            quiet = subprocess.DEVNULL
            with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as bot:
                time.sleep(seconds)
                bot.terminate()
            with store.unit() as unit:
                looks, alerts = unit.looks.latest(), unit.alerts.recent(10_000)
                waiting = unit.outbox.waiting()
        began = min(look.started_at for look in looks)
        lags = sorted(alert.lag.total_seconds() for alert in alerts if alert.lag is not None)
        held: dict[str, int] = {}
        for alert in alerts:
            if alert.held:
                held[alert.held.value] = held.get(alert.held.value, 0) + 1
        print(
            json.dumps(
                {
                    "sources": len(looks),
                    "listings": sum(look.seen for look in looks),
                    "sweep_seconds": round(max((x.ended_at - began).total_seconds() for x in looks), 1),
                    "alerts": len(alerts),
                    "last_alert_found_after": round(
                        max((a.raised_at - began).total_seconds() for a in alerts), 1
                    ),
                    "posted": len(lags),
                    "posted_within_a_minute": sum(lag <= ON_TIME.total_seconds() for lag in lags),
                    "slowest_lag": round(max(lags, default=0), 1),
                    "median_lag": round(lags[len(lags) // 2], 1) if lags else None,
                    "held": held,
                    "still_waiting": waiting,
                    "asked_to_slow_down": limits.refused,
                    "messages_in_channel": len(slack.state().messages(ALERTS, by=BOT)),
                    "watched_for": seconds,
                }
            )
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 300.0, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
