"""Hundreds of cases of one line as one test, which tells all that fail: as many tests cost more than what they try."""

from collections.abc import Callable, Iterable
from typing import Any


def every(cases: Iterable[Any], name: Callable[[Any], object] = str) -> Callable[[Callable[..., None]], Any]:
    """Let a test try each of these cases, a tuple as so many arguments; those that fail are told by this name."""

    def made(check: Callable[..., None]) -> Callable[[], None]:
        def tried() -> None:
            faults = []
            for case in all_cases:
                try:
                    check(*(case if isinstance(case, tuple) else (case,)))
                except AssertionError as fault:
                    faults.append(f"{name(case)}: {fault}")
                except Exception as fault:
                    fault.add_note(f"at {name(case)}")
                    raise
            assert not faults, f"{len(faults)} of {len(all_cases)}\n" + "\n".join(faults)

        all_cases = list(cases)
        assert all_cases, "there is nothing to try"
        tried.__name__, tried.__doc__, tried.__module__ = check.__name__, check.__doc__, check.__module__
        return tried

    return made
