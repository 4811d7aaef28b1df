"""Patterns that are compiled when they are first searched: compiling all that are written here is a quarter of a start."""

import re
from typing import Any, cast

_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Written:
    """A pattern as it is written, until something is asked of it; from then on what it compiles to."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in _ASKED})
        return vars(self)[name]


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, compiled when it is first searched."""
    return cast("re.Pattern[str]", _Written(pattern, flags))
