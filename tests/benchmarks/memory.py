"""What the bot's memory is made of, part by part: ``python -m tests.benchmarks.memory``.

One process takes up one part after the other, as the bot does when it is first needed; beside each what it adds of its own
and of mapped files, which the system takes back when it is short.
"""

import importlib
import json
import os
import re
import tempfile
import time
from pathlib import Path

ASKED = "How long may we oppose a published trademark?"
DATA = Path(__file__).parents[1] / "data"


def resident() -> tuple[float, float]:
    """Megabytes of this process's own, and of files mapped."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    own, mapped = (int(re.findall(rf"{kind}:\s+(\d+)", told)[0]) / 1024 for kind in ("RssAnon", "RssFile"))
    return own, mapped


def main() -> None:
    """Print the table."""
    print(f"   {os.cpu_count()} cores, load average at the start {os.getloadavg()[0]:.1f}")
    before, spent = (0.0, 0.0), 0.0

    def part(name: str) -> None:
        nonlocal before, spent
        after, now_spent = resident(), time.process_time()
        print(
            f"   {name:44} +{after[0] - before[0]:6.1f} MB own, +{after[1] - before[1]:6.1f} MB mapped; "
            f"together {sum(after):6.1f} MB; {now_spent - spent:5.1f} s of processor time",
            flush=True,
        )
        before, spent = after, now_spent

    part("Python")
    for name in ("bot.process", "bot.bootstrap", "bot.slack.app"):
        importlib.import_module(name)
    part("the running bot's modules")
    from bot.bootstrap import build
    from bot.domain.ids import PersonId
    from bot.domain.listings import Listing
    from bot.domain.questions import Question
    from bot.settings import Settings
    from bot.sources.brandbook import read
    from bot.sources.feed import read_lines

    with tempfile.TemporaryDirectory() as home, build(Settings(home=Path(home))) as built:
        desk = built.desk
        part("the desk on an empty home, with the register")
        desk.questions.ask(Question(text=ASKED))
        part("the first question: index, reading, encoder")
        for _ in range(30):
            desk.questions.ask(Question(text=ASKED))
        part("thirty more questions")
        desk.rights.import_book(read(DATA / "brand" / "brand.toml"), PersonId("cli:benchmark"))
        row = json.loads((DATA / "brand" / "listing.ndjson").read_text(encoding="utf-8")) | {"images": []}
        rows = [json.dumps({**row, "item_id": str(n), "seller_id": f"s{n}"}).encode() for n in range(101)]
        first, *others = [item for item in read_lines(rows) if isinstance(item, Listing)]
        desk.watches.record(first)
        part("the first listing judged: book, names, words")
        for listing in others:
            desk.watches.record(listing)
        part("a hundred more listings")
        importlib.import_module("bot.signals.pictures.ocr").read(
            (DATA / "brand" / "images" / "serum-front.png").read_bytes()
        )
        part("text read in a picture")


if __name__ == "__main__":
    main()
