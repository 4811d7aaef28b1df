"""README's commands on a machine that never saw Marque, to the first alert of a team's own brand from a pasted search page:
``python -m tests.benchmarks.first_hour [BRANCH]``. What pip has in its cache counts as fetched; the stand-in is Slack.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.seen import SeenMessage
from bot.playground.server import Playground
from tests.benchmarks.kills import ROOT
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, DAVE, WORKSPACE
from tests.scenario.test_setup import FEW_FACTS

TARGET, PATIENCE = 600.0, 120.0
ROW = "{title}\n¥{price}\n{sales}人付款 {shop}\nhttps://item.taobao.com/item.htm?id=71000000{number:04}\n"
GOODS = (
    "Quellwood 保温杯 高仿 官方同款",
    "不锈钢保温杯 大容量",
    "阔尔伍德 QLW 水杯 一比一",
    "儿童水壶 卡通",
    "咖啡杯 便携",
)
PAGE = "\n".join(
    ROW.format(title=GOODS[n % 5], price=39 + n, sales=100 * n, shop=f"好物小店{n}", number=n)
    for n in range(20)
)
"""A search page as it is copied: title, price, buyers and shop, link."""


def main(branch: str) -> int:
    """Each step with the minutes it took and the minutes since the first."""
    began = time.monotonic()

    def told(step: str, since: float) -> float:
        now = time.monotonic()
        print(f"{step:52} {(now - since) / 60:6.2f} min   {(now - began) / 60:6.2f} min in all", flush=True)
        return now

    with tempfile.TemporaryDirectory() as place, Playground(WORKSPACE) as slack:
        folder, last = Path(place) / "marque", began
        for step, command in (
            ("git clone", ["git", "clone", "--quiet", "--branch", branch, str(ROOT), str(folder)]),
            (
                "python3 -m venv .venv",
                [shutil.which("python3") or sys.executable, "-m", "venv", f"{folder}/.venv"],
            ),
            ("pip install -c constraints.txt -e .", _pip(folder)),
            ("marque doctor", [f"{folder}/.venv/bin/marque", "doctor"]),
        ):
            doctor = command[-1] == "doctor"
            cwd, environment = (folder if folder.exists() else Path(place)), _environment(folder, slack)
            done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=not doctor)
            last = told(step, last)
            sys.stdout.write(done.stdout.decode() if doctor else "")
        with _running(folder, slack):
            alice = slack.person(ALICE)
            slack.wait_for(lambda s: s.connections >= 1, PATIENCE)
            last = told("marque run: hears", last)
            alice.command(ALERTS, "/marque", "setup")
            card = _seen(slack, "The first hour with Marque")
            alice.clicks(card, "setup.brand")
            alice.submits(alice.modal(), FEW_FACTS)
            _seen(slack, "The brand book of Quellwood is imported")
            last = told("/marque setup, the brand named", last)
            alice.clicks(card, "setup.paste")
            alice.submits(alice.modal(), {"pasted": PAGE})
            _seen(slack, "Listings taken in")
            last = told("a search page pasted and judged", last)
            slack.wait_for(lambda s: s.messages(ALERTS, by=BOT, containing="Quellwood"), PATIENCE)
            told("the first alert stands in its channel", last)
    return int(time.monotonic() - began > TARGET)


def _pip(folder: Path) -> list[str]:
    return [f"{folder}/.venv/bin/pip", "install", "--quiet", "-c", "constraints.txt", "-e", "."]


def _seen(slack: Playground, containing: str) -> SeenMessage:
    own: Callable[[SeenMessage], bool] = lambda m: m.user == BOT and containing in m.everything  # noqa: E731
    return slack.wait_for(lambda s: [m for m in s.all_messages if own(m)], PATIENCE)[-1]


def _environment(folder: Path, slack: Playground) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "MARQUE_ALERT_CHANNEL": ALERTS,
        "MARQUE_APPROVERS": f"{BOB},{CAROL}",
        "MARQUE_ADMINS": DAVE,
        "MARQUE_HOME": f"{folder}/.marque",
    }


@contextmanager
def _running(folder: Path, slack: Playground) -> Iterator[None]:
    command = [f"{folder}/.venv/bin/marque", "run"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=_environment(folder, slack), stdout=quiet, stderr=quiet
    ) as bot:
        try:
            yield
        finally:
            bot.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:2] or ["main"])))
