"""What a process asks of the machine it runs on."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

STARTED = """
import ctypes, sys, threading
from bot.cli import app
told = sys.argv.pop()
assert app._status() == 2
waiting = threading.Barrier(13)
for _ in range(12):
    threading.Thread(target=waiting.wait).start()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(told.encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
waiting.wait()
"""
"""A command that is refused for its settings, and what malloc tells of itself once there are a dozen threads."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no such pools")
@pytest.mark.parametrize(("command", "token"), [("run", ""), ("demo", "xoxb-of-a-real-slack")])
def test_a_bot_holds_its_memory_in_two_pools_however_many_threads_it_has(
    command: str, token: str, tmp_path: Path
) -> None:
    given = os.environ | {"SLACK_BOT_TOKEN": token, "MARQUE_HOME": str(tmp_path)}
    told = tmp_path / "malloc.xml"
    done = subprocess.run(
        [sys.executable, "-c", STARTED, command, str(told)], env=given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert told.read_text(encoding="utf-8").count("<heap nr=") == 2
