"""What is made from the packaged files alone, kept beside them as Python keeps its compiled modules: made once an install.

Every home copies from there what it would else have to make. Where the folder cannot be written each home makes its own.
"""

import importlib.util
import os
import shutil
from contextlib import suppress
from pathlib import Path

GENERATIONS = 2


def folder() -> Path:
    """Where it is kept."""
    return Path(importlib.util.cache_from_source(__file__)).parent


def copied(name: str, to: Path) -> bool:
    """Copy the folder of this name into another, which is empty; whether there was one."""
    try:
        shutil.copytree(folder() / name, to, dirs_exist_ok=True)
    except OSError:
        return False
    return True


def keep(name: str, made: Path) -> None:
    """Keep a copy of a folder by this name, and of the same kind (what stands before the first dash) the newest ones."""
    at = folder()
    building = at / f".{name}-{os.getpid()}"
    with suppress(OSError):
        shutil.copytree(made, building)
        put(building, at / name)
        every = sorted(at.glob(f"{name.partition('-')[0]}-*"), key=lambda path: path.stat().st_mtime)
        for old in every[:-GENERATIONS]:
            shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(building, ignore_errors=True)


def put(building: Path, final: Path) -> None:
    """Move a whole folder to its place; one that is there, damaged or made at the same time by another, gives way."""
    if final.exists():
        before = final.with_name(f".old-{os.getpid()}")
        shutil.rmtree(before, ignore_errors=True)
        final.rename(before)
        building.rename(final)
        shutil.rmtree(before, ignore_errors=True)
    else:
        building.rename(final)
