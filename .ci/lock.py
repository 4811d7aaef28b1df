"""Writes constraints.txt: the versions that a fresh install of everything resolves to.

torch and what it brings for graphics cards are left out, so that each platform takes its own build.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = re.compile(r"^(torch|triton|nvidia|cuda|pip|setuptools|marque)\b", re.IGNORECASE)


def main() -> int:
    """Install into a throw-away environment and freeze it."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip = [f"{folder}/bin/python", "-m", "pip"]
        subprocess.run([*pip, "install", "-q", "--upgrade", "pip>=25.1"], check=True)
        subprocess.run([*pip, "install", "-q", "-e", ".[chat]", "--group", "dev"], check=True, cwd=ROOT)
        frozen = subprocess.run(
            [*pip, "freeze", "--exclude-editable"], check=True, capture_output=True, text=True
        )
    lines = [line for line in frozen.stdout.splitlines() if "==" in line and not LEFT_OUT.match(line)]
    head = "# Made by `make lock`. torch, triton and nvidia packages are left out on purpose.\n"
    (ROOT / "constraints.txt").write_text(head + "\n".join(lines) + "\n")
    sys.stdout.write(f"constraints.txt: {len(lines)} packages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
