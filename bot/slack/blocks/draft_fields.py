"""The fields that a kind of notice asks for in the form for drafts: first what this kind and these facts need, the rest behind
*More fields*; nothing that the records say already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import Block

from bot.domain.compositions import CHOSEN, NoticeKind
from bot.domain.drafts import Draft
from bot.domain.ids import RightId
from bot.domain.listings import Listing, goods_told
from bot.domain.purchases import TestPurchase
from bot.domain.reasons import SHOWS_FAKE, Reason, TickedReason
from bot.domain.rights import PATENTS, Authority, Right, RightKind, marks_in
from bot.domain.sentences import worded
from bot.services.casework.rights import RightOnDay
from bot.slack.blocks.earlier_notices import OLD, earlier_field, old_field
from bot.slack.blocks.fields import Choices, choice_field, day_field, text_field
from bot.slack.blocks.on_file import power_choices, purchase_choices, value_of
from bot.slack.blocks.phrases import phrases
from bot.slack.blocks.text import button, buttons, context
from bot.slack.ids import ASKED, ActionId, ModalField, Ref
from bot.words.book import Words
from bot.words.telling import tell

CHANNELS = ("counter", "post", "12315")
CHANNEL, AGENT, PURCHASE, REPLY_DAYS = "filing_channel", "agent", "purchase", "reply_days"
TERM = range(3, 31)
"""Days that a seller may be given."""
DAYS = (ModalField.ACT_FROM, ModalField.ACT_TO)
FEW = 6
"""Fields that a kind may ask for without putting any behind *More fields*."""
_MARKS = frozenset({RightKind.TRADEMARK})
_SPEAKS_OF = {
    "sign": _MARKS,
    "same_goods": _MARKS,
    "goods_are": _MARKS,
    "accused": frozenset({RightKind.DESIGN}),
    "comparison": PATENTS,
    "alike": frozenset({RightKind.COPYRIGHT}),
}
"""Of which kinds of right a text speaks that several kinds of notice ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFormFacts:
    """What is known before anybody fills anything in; ``told`` names what the listings say themselves, ``lacking`` what the
    draft that is changed is blocked by or better with; ``resting`` are, until somebody chose, the rights that their
    assessments rest on, whether they write the mark or not. ``about.page`` is set once all fields are to be shown."""

    about: Ref
    kinds: Sequence[NoticeKind]
    rights: Sequence[RightOnDay]
    right_ids: Sequence[RightId] = ()
    resting: Sequence[RightId] = ()
    office: str = ""
    act_from: date | None = None
    act_to: date | None = None
    texts: tuple[tuple[str, str], ...] = ()
    told: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    listings: Sequence[Listing] = ()
    powers: Sequence[Authority] = ()
    purchases: Sequence[TestPurchase] = ()
    earlier: Sequence[Draft] = ()
    comment: str = ""
    reasons: Sequence[Reason] = ()
    ticked: Sequence[TickedReason] = ()
    may_suggest: bool = False
    suggesting: bool = False

    @property
    def suggested(self) -> frozenset[str]:
        """The fields whose words a chat model proposed."""
        return frozenset(self.about.suggested.split())

    @property
    def at_hand(self) -> Sequence[RightId]:
        """The rights chosen; before anybody chose, those that may be meant too."""
        return tuple(dict.fromkeys((*self.right_ids, *self.resting)))

    @property
    def meant(self) -> Sequence[Right]:
        """The rights that the notice rests on or may."""
        return [row.right for row in self.rights if row.right.id in self.at_hand]

    @property
    def kind(self) -> NoticeKind | None:
        """The kind chosen, where it is."""
        return next((kind for kind in self.kinds if kind.kind == self.about.kind), None)

    @property
    def needed(self) -> frozenset[str]:
        """The fields asked first, by what they are about: those without which this kind is blocked, the facts, what a patent is
        compared by, who saw what makes goods fake where a reason offered says that they are, and what the draft lacks."""
        required = self.kind.required if self.kind else ()
        found = {path.rpartition(".")[2] for path in required} | {"facts", *self.lacking}
        if {right.kind for right in self.meant} & PATENTS:
            found |= {"accused", "comparison"}
        if any(reason.kind in SHOWS_FAKE for reason in self.reasons):
            found.add("examiner")
        return frozenset(found)

    @property
    def written(self) -> frozenset[RightId]:
        """The marks that each listing writes."""
        found = [marks_in(f"{each.title}\n{each.description}", self.meant) for each in self.listings]
        return frozenset.intersection(*found) if found else frozenset()

    @property
    def names_goods(self) -> bool:
        """Whether every title names goods of the registrations."""
        return bool(goods_told([each.title for each in self.listings], self.meant)[0])

    def is_blocked_without(self, name: str) -> bool:
        """Whether a draft waits for the field, which Slack calls optional since a draft may be written before it is known: by its
        kind, or to say where a mark is used that the listings do not write."""
        if _base(name) == "sign":
            return any(each.kind in _MARKS and each.id not in self.written for each in self.meant)
        asked = {f"texts.{_base(name)}", f"request.{name}", name}
        return self.kind is not None and bool(asked & {*self.kind.required})

    def speaks_of(self, name: str) -> bool:
        """Whether a field is about a right of the notice; all are while no right is known."""
        of, kinds = _SPEAKS_OF.get(_base(name)), {right.kind for right in self.meant}
        required = {path.rpartition(".")[2] for path in (self.kind.required if self.kind else ())}
        return of is None or not kinds or bool(kinds & of) or _base(name) in required


def _base(name: str) -> str:
    """What a field is about, in whichever language: ``facts`` of ``facts_zh``."""
    return name.removesuffix("_zh").removesuffix("_en")


def needs_office(kind: NoticeKind) -> bool:
    """Whether the notice goes to an office that somebody has to name."""
    named = {name for name, _ in kind.asks}
    return "office" not in named and any("office" in path for path in kind.required)


def own_fields(known: DraftFormFacts, words: Words) -> list[Block]:
    """What the kind asks: first what it and the facts need, the rest once somebody asks for it."""
    if known.kind is None:
        return [context(words("form.draft.choose_first"))]
    texts, needed, found, later = dict(known.texts), known.needed, list[Block](), 0
    if needs_office(known.kind):
        label, hint = words("form.draft.office"), words("form.draft.office_hint")
        found.append(
            text_field(ModalField.OFFICE, label, optional=True, hint=hint, initial=known.office, most=200)
        )
    every = bool(known.about.page) or len(known.kind.asks) <= FEW
    for name, asked in known.kind.asks:
        if (name in known.told and name not in texts) or not known.speaks_of(name):
            continue
        shown = every or _base(name) in needed or bool(texts.get(name))
        found += earlier_field(known.kind, known.earlier, name, words)
        found += _ready(known, name, words, shown=shown)
        found += _fields(known, name, tell(worded(asked), words), words) if shown else []
        later += not shown
    days = _days(known, words)
    later += len(DAYS) - len(days)
    return [*found, *days, *(_more(later, words) if later else [])]


def _fields(known: DraftFormFacts, name: str, label: str, words: Words) -> list[Block]:
    chosen = old_field(dict(known.texts), name, words) if name in OLD else None
    return [_own_field(known, name, label, words)] if chosen is None else chosen


def _days(known: DraftFormFacts, words: Words) -> list[Block]:
    """The days of the act, where all is shown, one is known, or the draft lacks it."""
    every, known_days = bool(known.about.page), (known.act_from, known.act_to)
    return [
        day_field(field, words(f"form.draft.{field.value}"), initial=day, optional=True)
        for field, day in zip(DAYS, known_days, strict=True)
        if every or day or field.value in known.lacking
    ]


def _more(later: int, words: Words) -> list[Block]:
    """The button that shows the other fields, which may all stay empty."""
    more = button(ActionId.MORE_FIELDS, words("form.draft.more", count=later), Ref())
    return [context(words("form.draft.rest")), *buttons(more)]


def _ready(known: DraftFormFacts, name: str, words: Words, *, shown: bool) -> list[Block]:
    """The sentences that stand ready for a text: none of a mark that the listings write themselves, nor of goods that they name,
    unless one was chosen or all is shown."""
    texts, rights = dict(known.texts), known.meant
    assert known.kind is not None
    if (
        name == "same_goods_zh"
        and not shown
        and known.names_goods
        and not texts.get(f"{_base(name)}{CHOSEN}")
    ):
        return []
    if _base(name) == "sign" and not shown:
        chosen = {key.partition(":")[2] for key in texts if texts[key]}
        rights = [each for each in rights if each.id not in known.written or each.id in chosen]
    return phrases(known.kind, rights, texts, name, words)


def _own_field(known: DraftFormFacts, name: str, label: str, words: Words) -> Block:
    """What the kind asks, by what the name of a field promises: a menu of what is on file or can be meant, a day, a text."""
    text, blocks = dict(known.texts).get(name, ""), known.is_blocked_without(name)
    without = words("form.draft.blocked_without") if blocks else ""
    if name == "office":
        return text_field(
            ModalField.OFFICE, label, optional=True, hint=without, initial=known.office, most=200
        )
    if name.endswith("_on"):
        return day_field(ASKED + name, label, initial=_day(text), optional=True, hint=without)
    if name in (AGENT, PURCHASE):
        held: Sequence[Authority | TestPurchase] = known.powers if name == AGENT else known.purchases
        if not held:
            return context(words(f"form.draft.no_{name}"))
        text = value_of(held, text)
    if offered := _offered(known, name, words):
        return choice_field(ASKED + name, label, offered, initial=text, optional=True, hint=without)
    proposed = name in known.suggested
    return text_field(
        ASKED + name,
        label,
        long=True,
        optional=True,
        initial=text,
        hint=words("form.draft.suggested") if proposed else without,
        block=f"{ASKED}{name}.proposed" if proposed else "",
    )


def _offered(known: DraftFormFacts, name: str, words: Words) -> Choices:
    """What a menu offers in this field; nothing where it is a text."""
    if known.kind is None:
        return []
    if name == AGENT:
        return power_choices(known.kind, known.powers, words)
    if name == PURCHASE:
        return purchase_choices(known.purchases, words)
    if name == REPLY_DAYS:
        return [(str(each), str(each)) for each in TERM]
    asked = dict(known.kind.choices).get(name, ())
    said, ways = ("channel", CHANNELS) if name == CHANNEL else ("choice", asked)
    return [(way, words(f"form.draft.{said}.{way}")) for way in ways]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
