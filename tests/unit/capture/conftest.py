"""The time-stamping authority of these tests."""

from collections.abc import Iterator

import pytest

from tests.fakes.authority import Authority, an_authority


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    with an_authority() as authority:
        yield authority
