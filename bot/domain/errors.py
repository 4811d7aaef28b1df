"""Everything that can go wrong by somebody's doing, as one tree.

::

    MarqueError                      carries the exit status of the command line
    ├── WrongInput (2)               the caller can mend it
    │   ├── BrandBookInvalid         names the key and its table
    │   ├── NoBrandBook              nothing imported yet
    │   ├── QuestionUnusable         empty or far too long
    │   ├── UnknownThing             no such case, draft, listing, alert, right, kind …
    │   └── NotPossible              the thing is not in a state that allows it
    ├── NotAllowed (2)               the person may not do this
    ├── StaleVersion (2)             the text has changed since it was shown
    └── Outside (3)                  something outside failed
        ├── SourceUnavailable        a feed could not be looked at
        ├── AddressRefused           a URL from data points where it must not
        ├── FetchFailed              a fetch ended without an answer
        ├── CaptureFailed            a page could not be captured
        ├── DeliveryFailed           Slack did not take a message
        │   └── TriggerDead          its window could not be opened in time
        ├── NotKept                  a delivery of Slack could not be kept, so it is not acknowledged
        ├── GuidanceUnavailable      pages, index or embedding model cannot be used
        └── ProgramMissing           an outside program is not installed

Constructors take facts and write the sentence: what happened, and what to do next.
"""

from __future__ import annotations

from pathlib import Path

from bot.domain.secrets import struck
from bot.domain.sentences import Sentence, sentence


class MarqueError(Exception):
    """Root of the tree. ``exit_status`` is what the command line ends with; ``sentence`` is None where the text is plain."""

    exit_status = 2

    def __init__(self, told: str | Sentence = "") -> None:
        super().__init__(str(told))
        self.sentence = told if isinstance(told, Sentence) else None


class WrongInput(MarqueError):
    """The caller gave something that cannot be used."""


class BrandBookInvalid(WrongInput):
    """A brand book with an unknown key, a duplicate id, a dangling reference or a missing field."""

    def __init__(self, file: Path | str, table: str, fault: str) -> None:
        super().__init__(f"{file}, {table}: {fault}")
        self.table, self.fault = table, fault


class NoBrandBook(WrongInput):
    """There is nothing to judge against."""

    def __init__(self, name: str | None = None) -> None:
        what = f"no brand book “{name}” is imported" if name else "no brand book is imported"
        super().__init__(f"{what}; run `marque brand import brand.toml` first")


class QuestionUnusable(WrongInput):
    """The question is empty or longer than anyone reads."""

    def __init__(self, length: int, limit: int) -> None:
        if length == 0:
            super().__init__("the question is empty; type it after the command")
        else:
            super().__init__(f"the question has {length:,} characters; ask in {limit:,} or fewer")


class UnknownThing(WrongInput):
    """Nothing of this kind has this id."""

    def __init__(self, kind: str, name: str, hint: str = "") -> None:
        super().__init__(f"there is no {kind} “{name}”" + (f"; {hint}" if hint else ""))
        self.kind, self.name = kind, name


class NotPossible(WrongInput):
    """The thing exists, but its state does not allow the act."""

    def __init__(self, what: str, why: str | Sentence, next_step: str | Sentence = "") -> None:
        facts = {"subject": what, "why": why, **({"todo": next_step} if next_step else {})}
        told = sentence("{subject}: {why}; {todo}" if next_step else "{subject}: {why}", **facts)
        super().__init__(told if isinstance(why, Sentence) else str(told))


class StillUp(NotPossible):
    """A case is to end, or to count as taken down, while the last look found listings of it up: a person says so twice."""

    def __init__(self, case: str, count: int) -> None:
        super().__init__(
            case, f"listings that were still up at the last look: {count}", "say that it ends all the same"
        )
        self.count = count


class NotAllowed(MarqueError):
    """The person's role or part in the matter forbids the act."""

    def __init__(self, act: str, why: str) -> None:
        super().__init__(f"you cannot {act}: {why}")


class StaleVersion(MarqueError):
    """The text changed after it was shown."""

    def __init__(self, draft: str, shown: int, current: int) -> None:
        super().__init__(
            f"{draft} is now at version {current}, you were looking at version {shown}; read the new text and decide again"
        )
        self.shown, self.current = shown, current


class Outside(MarqueError):
    """Something outside the house failed."""

    exit_status = 3


class SourceUnavailable(Outside):
    """A feed could not be looked at. Never to be reported as *nothing found*."""

    def __init__(self, source: str, why: str) -> None:
        why = struck(why)
        super().__init__(f"could not look at {source}: {why}")
        self.source, self.why = source, why


class AddressRefused(Outside):
    """A URL from data points into a private network, or is no plain web address."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"refused to fetch {url[:200]}: {why}")
        self.why = why


class FetchFailed(Outside):
    """A fetch ended without a usable answer."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"could not fetch {url[:200]}: {why}")
        self.why = why


class WriteFailed(Outside):
    """What was worked out could not be written: a full disk, a file that may not be written."""

    def __init__(self, target: str, why: str, next_step: str) -> None:
        super().__init__(f"could not write {target}: {why}; {next_step}")


class NotKept(Outside):
    """A delivery of Slack could not be kept: it is not acknowledged, and Slack says so to the person."""

    def __init__(self, why: str) -> None:
        super().__init__(f"a delivery of Slack could not be kept: {why}; nothing was done")


class GuidanceUnavailable(Outside):
    """The guidance cannot be searched. Never to be reported as *no guidance*."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the guidance cannot be searched: {why}")


class CaptureFailed(Outside):
    """One part of a page could not be captured; the manifest says which."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"could not capture the {part}: {why}")
        self.part, self.why = part, why


class DeliveryFailed(Outside):
    """Slack did not take a message. ``in_doubt`` is true when it may have stored it all the same; ``slow_down``: it
    takes no other either for ``retry_after`` seconds; ``at_fault``: it refuses this message for what it is, and will
    again.
    """

    def __init__(
        self,
        why: str,
        *,
        in_doubt: bool = False,
        retry_after: float | None = None,
        slow_down: bool = False,
        at_fault: bool = False,
    ) -> None:
        super().__init__(f"Slack did not take the message: {why}")
        self.why, self.in_doubt, self.retry_after = why, in_doubt, retry_after
        self.slow_down, self.at_fault = slow_down, at_fault


class TriggerDead(DeliveryFailed):
    """A window could not be opened within the three seconds that its trigger lives."""


class ProgramMissing(Outside):
    """An outside program is not installed."""

    def __init__(self, program: str, install: str) -> None:
        super().__init__(f"{program} is not installed; {install}")
        self.program = program
