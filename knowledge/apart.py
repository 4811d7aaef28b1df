"""The index built by a process of its own: what the work leaves in memory goes with it, and no thread of the bot stands still.

It reads the whole bank: ten seconds of a processor that would keep Python from all else, and 150 MB that malloc does not give
back afterwards. ``python -m knowledge.apart HOME LAW GUIDANCE BANK RANKER BELIEFS`` is that process.
"""

import subprocess
import sys
from pathlib import Path

from knowledge.index_sources import Sources


def built(home: Path, sources: Sources) -> bool:
    """Build the index of the sources in another process; whether it could. What hinders it, :func:`knowledge.index.build`
    tells by its error, when it is tried here."""
    paths = (home, sources.law, sources.guidance, sources.bank, sources.ranker, sources.beliefs)
    command = [sys.executable, "-m", __name__, *map(str, paths)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def main() -> None:
    """Build as told on the command line."""
    from knowledge import index
    from knowledge.features import Featurer

    home, law, guidance, bank, ranker, beliefs = map(Path, sys.argv[1:])
    sources = Sources(law=law, guidance=guidance, bank=bank, ranker=ranker, beliefs=beliefs)
    index.build(home, Featurer(home / "index"), sources)


if __name__ == "__main__":
    main()
