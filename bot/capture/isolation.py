"""A program without a network: an empty network namespace of Linux, in which no address can be reached at all.

A page can open more than HTTP (WebRTC sends UDP past every proxy and resolver setting, measured), so no flag of a browser is
trusted: whatever it is made to send ends in a namespace that has no interface up.
"""

import os
import shlex
import shutil
import subprocess
from functools import cache
from pathlib import Path


@cache
def without_network() -> tuple[str, ...]:
    """The command before which a program runs without a network; empty where this system offers none.

    As root a namespace is made at once; anybody else makes one inside a user namespace in which they stay who they are.
    """
    tool = shutil.which("unshare")
    if tool is None:
        return ()
    command = (tool, "--net") if is_root() else (tool, "--user", "--map-current-user", "--net")
    try:
        tried = subprocess.run([*command, "--", "true"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if tried.returncode == 0 else ()


def is_root() -> bool:
    """Whether this process may do everything on the machine."""
    return os.geteuid() == 0


def launcher(program: str, command: tuple[str, ...], folder: Path) -> Path:
    """A program in the folder that starts ``program`` behind ``command``, with whatever arguments it is given."""
    script = folder / "launch"
    script.write_text(f'#!/bin/sh\nexec {shlex.join((*command, "--", program))} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return script
