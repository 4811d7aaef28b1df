"""The page of pictures is drawn from the code of today; in a process of its own, where nothing is warm."""

import subprocess
import sys

from tests.structure.journeys import ROOT


def test_the_pictures_of_the_house_are_what_the_code_says() -> None:
    drawn = [sys.executable, "-m", "tests.structure.drawing", "--check"]
    assert subprocess.run(drawn, cwd=ROOT, check=False).returncode == 0, "make docs draws them anew"
