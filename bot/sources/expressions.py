"""A JMESPath expression of feeds.toml, checked before a feed is read."""

import re
from dataclasses import dataclass
from typing import Any

from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from bot.sources.listinglines import UnusableError

_SLIPS = (TypeError, ValueError, OverflowError, RecursionError)
"""What jmespath's own functions let through where a value is not what they take."""
_NAME = re.compile(r"^(\w+) is ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A JMESPath expression with its text."""

    text: str
    compiled: ParsedResult

    def search(self, row: object) -> Any:
        """What it finds.

        Raises:
            UnusableError: it does not fit what it is given.
        """
        try:
            return self.compiled.search(row)
        except (JMESPathError, *_SLIPS) as fault:
            raise UnusableError(f"“{self.text}” does not fit: {fault}") from fault
