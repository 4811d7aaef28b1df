"""Every error that is somebody's doing, as one tree, with exit codes: what happened and what to do next.

::

    MarqueError                      carries the exit status of the command line
    ├── WrongInput (2)               the caller can mend it
    │   ├── BrandBookInvalid         names the key and its table
    │   ├── NoBrandBook              nothing imported yet
    │   ├── QuestionUnusable         empty or far too long
    │   ├── UnknownThing             no such case, draft, listing, alert, right, kind …
    │   └── NotPossible              the thing is not in a state that allows it
    │       └── StoreBusy            others held the database for too long: nothing was changed, and later it may be done
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

Constructors make the sentence: what happened, and what to do next. Keyword arguments are the facts of the wordings
that they are given. ``str`` of an error is its English.
"""

from pathlib import Path

from bot.domain.secrets import struck
from bot.domain.sentences import Sentence, Told, filled, worded


class MarqueError(Exception):
    """Root of the tree. ``exit_status`` is what the command line ends with."""

    exit_status = 2

    def __init__(self, told: Told = "", /, **facts: object) -> None:
        self.sentence = filled(told, facts)
        super().__init__(str(self.sentence))


class WrongInput(MarqueError):
    """The caller gave something that cannot be used."""


class BrandBookInvalid(WrongInput):
    """A brand book with an unknown key, a duplicate id, a dangling reference or a missing field."""

    def __init__(self, file: Path | str, table: str, fault: Sentence) -> None:
        super().__init__("{file}, {table}: {fault}", file=file, table=table, fault=fault)
        self.table, self.fault = table, fault


class NoBrandBook(WrongInput):
    """There is nothing to judge against."""

    def __init__(self, name: str | None = None) -> None:
        if name:
            key = "no brand book “{name}” is imported; run `marque brand import brand.toml` first"
            super().__init__(key, name=name)
        else:
            super().__init__("no brand book is imported; run `marque brand import brand.toml` first")


class QuestionUnusable(WrongInput):
    """The question is empty or longer than anyone reads."""

    def __init__(self, length: int, limit: int) -> None:
        if length == 0:
            super().__init__("the question is empty; type it after the command")
        else:
            key = "the question has {length} characters; ask in {limit} or fewer"
            super().__init__(key, length=f"{length:,}", limit=f"{limit:,}")


class UnknownThing(WrongInput):
    """Nothing of this kind has this id."""

    def __init__(self, kind: Told, name: str, hint: Told = "", /, **facts: object) -> None:
        key = "there is no {kind} “{name}”; {todo}" if hint else "there is no {kind} “{name}”"
        super().__init__(key, kind=filled(kind, facts), name=name, todo=filled(hint, facts))
        self.kind, self.name = str(kind), name


class NotPossible(WrongInput):
    """The thing exists, but its state does not allow the act."""

    def __init__(self, what: Told, why: Told, next_step: Told = "", /, **facts: object) -> None:
        key = "{subject}: {why}; {todo}" if next_step else "{subject}: {why}"
        what, why, next_step = (filled(each, facts) for each in (what, why, next_step))
        super().__init__(key, subject=what, why=why, todo=next_step)


class StillUp(NotPossible):
    """A case is to end, or to count as taken down, while the last look found listings of it up: a person says so twice."""

    def __init__(self, case: str, count: int) -> None:
        still = "listings that were still up at the last look: {count}"
        super().__init__(case, still, "say that it ends all the same", count=count)
        self.count = count


class StoreBusy(NotPossible):
    """Others held the database for too long: nothing was changed, and the same may be done later."""

    def __init__(self, seconds: float) -> None:
        why = "was busy for {seconds} seconds"
        super().__init__("the database", why, "nothing was changed; try again", seconds=f"{seconds:g}")


class NotAllowed(MarqueError):
    """The person's role or part in the matter forbids the act."""

    def __init__(self, act: Told, why: Told, /, **facts: object) -> None:
        super().__init__("you cannot {act}: {why}", act=filled(act, facts), why=filled(why, facts))


class StaleVersion(MarqueError):
    """The text changed after it was shown."""

    def __init__(self, draft: str, shown: int, current: int) -> None:
        key = "{draft} is now at version {current}, you were looking at version {shown}; read the new text and decide again"
        super().__init__(key, draft=draft, current=current, shown=shown)
        self.shown, self.current = shown, current


class Outside(MarqueError):
    """Something outside the house failed."""

    exit_status = 3


class DamagedRecord(Outside):
    """One record of the store cannot be read back; the others may be."""


class SourceUnavailable(Outside):
    """A feed could not be looked at. Never to be reported as *nothing found*."""

    def __init__(self, source: str, why: Told, /, **facts: object) -> None:
        self.source, self.why = source, filled(why, facts).each(struck)
        super().__init__("could not look at {source}: {cause}", source=source, cause=self.why)


class AddressRefused(Outside):
    """A URL from data points into a private network, or is no plain web address."""

    def __init__(self, url: str, why: Told, /, **facts: object) -> None:
        self.why = filled(why, facts)
        super().__init__("refused to fetch {address}: {cause}", address=url[:200], cause=self.why)


class FetchFailed(Outside):
    """A fetch ended without a usable answer."""

    def __init__(self, url: str, why: Told, /, **facts: object) -> None:
        self.why = filled(why, facts)
        super().__init__("could not fetch {address}: {cause}", address=url[:200], cause=self.why)


class WriteFailed(Outside):
    """What was worked out could not be written: a full disk, a file that may not be written."""

    def __init__(self, target: str, why: Told, next_step: Told, /, **facts: object) -> None:
        key = "could not write {file}: {cause}; {todo}"
        super().__init__(key, file=target, cause=filled(why, facts), todo=filled(next_step, facts))


class NotKept(Outside):
    """A delivery of Slack could not be kept: it is not acknowledged, and Slack says so to the person."""

    def __init__(self, why: Told, /, **facts: object) -> None:
        key = "a delivery of Slack could not be kept: {cause}; nothing was done"
        super().__init__(key, cause=filled(why, facts))


class GuidanceUnavailable(Outside):
    """The guidance cannot be searched. Never to be reported as *no guidance*."""

    def __init__(self, why: Told, /, **facts: object) -> None:
        super().__init__("the guidance cannot be searched: {cause}", cause=filled(why, facts))


class CaptureFailed(Outside):
    """One part of a page could not be captured; the manifest says which."""

    def __init__(self, part: str, why: Told, /, **facts: object) -> None:
        self.part, self.why = part, filled(why, facts)
        key = "could not capture the {part_of_page}: {cause}"
        super().__init__(key, part_of_page=worded(part), cause=self.why)


class DeliveryFailed(Outside):
    """Slack did not take a message. ``in_doubt`` is true when it may have stored it all the same; ``slow_down``: it
    takes no other either for ``retry_after`` seconds; ``at_fault``: it refuses this message for what it is, and will
    again.
    """

    def __init__(
        self,
        why: Told,
        /,
        *,
        in_doubt: bool = False,
        retry_after: float | None = None,
        slow_down: bool = False,
        at_fault: bool = False,
        **facts: object,
    ) -> None:
        self.why, self.in_doubt, self.retry_after = filled(why, facts), in_doubt, retry_after
        super().__init__("Slack did not take the message: {cause}", cause=self.why)
        self.slow_down, self.at_fault = slow_down, at_fault


class TriggerDead(DeliveryFailed):
    """A window could not be opened within the three seconds that its trigger lives."""


class ProgramMissing(Outside):
    """An outside program is not installed."""

    def __init__(self, program: str, install: Told, /, **facts: object) -> None:
        super().__init__("{program} is not installed; {todo}", program=program, todo=filled(install, facts))
        self.program = program
