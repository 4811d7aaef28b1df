"""What comes of tests in forked processes is told as if they ran in one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = {
    "test_one.py": "import pytest\n\n@pytest.mark.parametrize('n', range(3))\ndef test_it(n): print('said', n); assert n != 1\n",
    "test_two.py": "def test_it(tmp_path): (tmp_path / 'a').write_text('a')\n",
    "test_end.py": "import os\n\ndef test_it(): os._exit(3)\n",
}


def told(folder: Path, *names: str) -> tuple[int, str]:
    """What pytest says of these modules in two processes."""
    for name in names:
        (folder / name).write_text(MODULES[name], encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "-p", "tests.forked", "--forks", "2"]
    ran = subprocess.run(
        [*command, "-p", "no:langsmith_plugin", "-p", "no:hypothesispytest", "-p", "no:xdist", str(folder)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return ran.returncode, ran.stdout


def test_failures_are_told_with_what_they_wrote_and_the_rest_passes(tmp_path: Path) -> None:
    status, said = told(tmp_path, "test_one.py", "test_two.py")
    assert status == 1
    assert "1 failed, 3 passed" in said
    assert "assert 1 != 1" in said
    assert "said 1" in said
    assert "said 0" not in said


def test_a_process_that_ends_amid_a_test_fails_the_run_and_names_it(tmp_path: Path) -> None:
    status, said = told(tmp_path, "test_end.py")
    assert status != 0
    assert "ended amid" in said
    assert "test_end.py::test_it" in said
