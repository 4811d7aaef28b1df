"""A kind of notice, and a notice as it was composed: texts, portal fields, annexes, the provisions it rests on, its gaps."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.domain.audit import Act
from bot.domain.ids import PersonId
from bot.domain.sentences import Sentence, sentence

CHOSEN = "_is"
"""Ends the name of a field that holds which sentence was chosen: ``statement_is`` for ``statement_zh`` and ``…_en``."""

READ = "text.read_by_counsel"
"""The act of the audit trail by which a text counts as read."""

MARK = "{mark}"
"""Stands for the mark in a sentence that stands ready: each mark has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKind:
    """A kind in the catalog. ``required``: paths of facts; ``asks``: modal fields (name, label); ``choices``: words a field may
    hold; ``phrases``: sentences to choose (name, zh, en); ``names``: what people call it; ``rights``: those it takes. One that
    ``claims_fake`` needs no ground. ``starts``: the event whose clocks sending starts; ``answers``: what answers start;
    ``routes``: the scopes of which an agent's power of attorney has one."""

    kind: str
    title: str
    title_zh: str
    languages: tuple[str, ...]
    required: tuple[str, ...]
    approvers: int
    asks: tuple[tuple[str, str], ...] = ()
    grounds: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    claims_fake: bool = False
    sha256: str = ""
    starts: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    phrases: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = ()
    routes: tuple[str, ...] = ()

    @property
    def accuses(self) -> bool:
        """Whether it says of the listings' goods that they infringe."""
        return bool(self.grounds) or self.claims_fake

    def chosen(self, written: Mapping[str, str], marks: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The sentences chosen for texts that nobody wrote: for each of the marks (id, title) by its right (``sign_is:TM-1``),
        or one for all (``sign_is``), which names no mark where several could be meant."""
        titles = list(dict.fromkeys(title for _, title in marks))
        ways = [(f":{right_id}", title) for right_id, title in marks]
        ways.append(("", titles[0] if len(titles) == 1 else ""))
        found: dict[str, str] = {}
        for name, rows in self.phrases:
            picked = [(written.get(f"{name}{CHOSEN}{end}", ""), title) for end, title in ways]
            said = _said(rows, picked)
            if said and not written.keys() & {f"{name}_zh", f"{name}_en"}:
                found[f"{name}_zh"] = "".join(zh for zh, _ in said)
                found[f"{name}_en"] = " ".join(en for _, en in said)
        return found


def _said(rows: Iterable[tuple[str, str, str]], picked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The sentences picked (name, the mark's title), each once; none that wants a mark where none is named."""
    ready = {name: (zh, en) for name, zh, en in rows}
    said = [(*ready[name], title) for name, title in picked if name in ready]
    filled = [(zh.replace(MARK, t), en.replace(MARK, t)) for zh, en, t in said if t or MARK not in zh]
    return list(dict.fromkeys(filled))


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGap:
    """What a notice lacks, as a path (``evidence.capture``), with what to do about it.

    ``waivable_by`` is the role that may waive it, empty where nobody can (a gap of law).
    """

    field: str
    severity: Severity
    message: Sentence
    waivable_by: str = ""

    @property
    def key(self) -> str:
        """A short name of exactly this gap: another message of the same field has another one."""
        return hashlib.sha256(f"{self.field}|{self.message}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One person's decision to go on in spite of a gap, with the reason.

    It covers exactly the gap that ``field`` and ``message`` name, so a gap that has changed is open again.
    """

    field: str
    message: Sentence
    by: PersonId
    at: datetime
    version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A line of the text and the records its facts come from, as tags (``listing taobao:7301``, ``right TM-1``).

    ``typed`` where it holds a person's own words, ``suggested`` where a chat model proposed them.
    """

    line: str
    sources: tuple[str, ...] = ()
    typed: bool = False
    suggested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedProvision:
    """A provision that the text rests on, in the version used."""

    key: str
    instrument: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One line of the evidence list: 序号 证据名称 证明目的 来源 页码."""

    no: int
    id: str
    title: str
    proves: str
    source: str
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePicture:
    """A picture that the text shows: where its file lies, and the hash by which the text names and approves it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalField:
    """One field of a portal's form, in the portal's order. ``limit`` is in characters, 0 where none is known; ``name`` is
    what it is listed under; ``part`` the right of its complaint, where a notice on several rights takes several."""

    label_zh: str
    label: str
    value: str
    limit: int = 0
    name: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounselReading:
    """That the team's counsel has read a text: who, when, and the hash of what was read."""

    name: str
    on: date
    sha256: str

    @classmethod
    def last_of(cls, acts: Sequence[Act]) -> Self | None:
        """The last reading that these acts tell of."""
        told = [act.details for act in acts if act.what == READ]
        if not told:
            return None
        name, on, sha256 = (str(told[-1][key]) for key in ("name", "on", "sha256"))
        return cls(name=name, on=date.fromisoformat(on), sha256=sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A notice as the notice room composed it: the canonical text of each language and what surrounds it.

    ``texts`` maps a language to canonical Markdown; ``fields`` is a portal sheet, empty for letters; ``seller`` is
    who offers the listings, as they call themselves. ``reading`` is that of the kind's wording by the team's counsel;
    None: edited by Marque, not reviewed by counsel. ``act_from`` and ``act_to`` are the days of the act that the law
    cited follows, ``act_basis`` what they rest on: ``given``, ``evidence``. ``counsel``: one approver has to be counsel,
    where the team names any. ``portal_address`` is where the portal's form is opened, where that is on file.
    """

    kind: str
    titles: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    sender: str
    addressee: str
    ground: str
    seller: str = ""
    reason_code: str | None = None
    fields: tuple[PortalField, ...] = ()
    annexes: tuple[Annex, ...] = ()
    gaps: tuple[NoticeGap, ...] = ()
    provisions: tuple[CitedProvision, ...] = ()
    traces: tuple[Trace, ...] = ()
    reading: CounselReading | None = None
    act_from: date | None = None
    act_to: date | None = None
    act_basis: str = ""
    counsel: bool = False
    pictures: tuple[NoticePicture, ...] = ()
    portal_address: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.texts)

    def text(self, language: str) -> str:
        """The canonical text in the language.

        Raises:
            KeyError: not a language of this notice.
        """
        return dict(self.texts)[language]

    def sha256(self, language: str) -> str:
        """The hash of the canonical text with its annex list and portal fields: what a person approves."""
        body = [
            self.text(language),
            [(a.no, a.id, a.title, a.sha256) for a in self.annexes],
            [(f.label, f.value) for f in self.fields],
        ]
        return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()

    @property
    def sha256s(self) -> tuple[tuple[str, str], ...]:
        """The hash of each language."""
        return tuple((language, self.sha256(language)) for language in self.languages)

    def left_open(self, waivers: Iterable[Waiver]) -> tuple[NoticeGap, ...]:
        """The gaps that none of the waivers covers."""
        covered = {(waiver.field, str(waiver.message)) for waiver in waivers}
        return tuple(gap for gap in self.gaps if (gap.field, str(gap.message)) not in covered)

    @property
    def blocked(self) -> bool:
        """Whether a gap stops approval, as long as nobody waives it."""
        return self.blocked_in_spite_of(())

    def blocked_in_spite_of(self, waivers: Iterable[Waiver]) -> bool:
        """Whether a gap stops approval that none of the waivers covers."""
        return any(gap.severity is Severity.BLOCKING for gap in self.left_open(waivers))


NOBODY, APPROVER, ADMIN = "", "approver", "admin"
"""Who may waive a gap. What the law demands, or what would leave a hole in the text, is waived by nobody."""


def blocking(field: str, key: str, /, *, waivable_by: str = NOBODY, **facts: object) -> NoticeGap:
    """A gap that stops approval: its wording, and the facts for the places in it."""
    return NoticeGap(
        field=field, severity=Severity.BLOCKING, message=sentence(key, **facts), waivable_by=waivable_by
    )


def warning(field: str, key: str, /, **facts: object) -> NoticeGap:
    """A gap that an approver may accept knowingly."""
    return NoticeGap(
        field=field, severity=Severity.WARNING, message=sentence(key, **facts), waivable_by=APPROVER
    )
