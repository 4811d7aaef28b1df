"""The triage (review) modal: the listing, the genuine product beside it, the reasons, and a button for each verdict."""

from dataclasses import dataclass, replace
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, Option, PlainTextObject, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.triage import Bundle, Grouping
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import TriageTurn
from bot.slack.blocks.beside import beside, told
from bot.slack.blocks.likelihoods import because_lines, likelihood, price_line, price_text
from bot.slack.blocks.listings import listing_line, platform_line, unseen_lines
from bot.slack.blocks.proofs import proof_picture
from bot.slack.blocks.shops import seller_line, shared_lines
from bot.slack.blocks.text import button, context, esc, header, one_line, person, section
from bot.slack.blocks.titles import glossed_title, names_in
from bot.slack.ids import ActionId, FormId, Ref
from bot.words.book import Words

METADATA = 2_900
"""Characters that a modal carries about itself, with some room left."""

SHOWN = 6
"""Listings of a group that are shown by name; the rest are counted."""

FIRST_ROW = (Verdict.COUNTERFEIT, Verdict.LOOKALIKE, Verdict.COPIED_PICTURES, Verdict.PATENT)
SECOND_ROW = (
    Verdict.GENUINE, Verdict.GREY_MARKET, Verdict.ANOTHER_BRAND, Verdict.NEEDS_TEST_BUY, Verdict.UNCLEAR
)  # fmt: skip
_STYLE = {Verdict.COUNTERFEIT: "danger"}


class PictureLook(StrEnum):
    """How the pictures are shown: the best first, each next one for a Slack that refuses the one before."""

    PROOF = "proof"
    BOTH = "both"
    THEIRS_ONLY = "theirs_only"
    WORDS_ONLY = "words_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the person did just now: shown on top, with a button that takes back this very act (``batch``)."""

    verdict: Verdict
    count: int
    title: str
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageScene:
    """Everything that one modal shows besides the turn. ``file`` is the genuine picture in Slack."""

    about: Ref
    file: str = ""
    done: Done | None = None
    note: str = ""
    judged_today: int = 0


def looks(turn: TriageTurn) -> list[PictureLook]:
    """The ways to show this turn, the best first; a drawing of both pictures stands for the two where there is one."""
    proof = turn.bundle.first.proof if turn.bundle else None
    return [
        look for look in PictureLook if look is not PictureLook.PROOF or (proof is not None and proof.file)
    ]


def waiting_view(words: Words, about: Ref) -> View:
    """What is seen until the first listing is there."""
    return _modal(words, about, [section(words("triage.looking"))])


def triage_view(
    turn: TriageTurn, scene: TriageScene, words: Words, look: PictureLook = PictureLook.BOTH
) -> View:
    """The modal of a turn; where nothing waits, the end of the queue."""
    bundle, grouping = turn.bundle, scene.about.group or Grouping.ONE.value
    listings = bundle.listing_ids if bundle else ()
    standing = turn.given.verdict.value if turn.given and turn.given.verdict else ""
    about = about_within(replace(scene.about, listings=listings, group=grouping, kind=standing))
    blocks = [*_done(scene, words), context(_progress(turn, scene, words))]
    if turn.taken:
        blocks.append(section(words("triage.taken")))
    if bundle is None:
        empty = "triage.all_told" if grouping == Grouping.UNTOLD.value else "triage.empty"
        blocks += [section(words("triage.others" if turn.left else empty))]
    else:
        blocks += _shown(bundle, turn, scene, words, look)
    return _modal(words, about, [*blocks, _steering(bundle, grouping, words)])


def about_within(about: Ref) -> Ref:
    """What the modal is about, within what Slack carries: the oldest of those put aside are forgotten."""
    while len(about.write()) > METADATA and about.skipped:
        about = replace(about, skipped=about.skipped[1:])
    return about


def _modal(words: Words, about: Ref, blocks: list[Block]) -> View:
    return View(
        type="modal",
        callback_id=FormId.TRIAGE.value,
        title=PlainTextObject(text=words("triage.title"), emoji=False),
        close=PlainTextObject(text=words("triage.close"), emoji=False),
        private_metadata=about.write(),
        blocks=blocks,
    )


def _done(scene: TriageScene, words: Words) -> list[Block]:
    found: list[Block] = [section(esc(scene.note))] if scene.note else []
    if scene.done is None:
        return found
    verdict, title = words(f"verdict.{scene.done.verdict.value}"), esc(one_line(scene.done.title, 60))
    key = "triage.done_one" if scene.done.count == 1 else "triage.done_many"
    told = words(key, verdict=verdict, title=title, count=scene.done.count)
    return [
        *found,
        section(told, button(ActionId.TRIAGE_UNDO, words("triage.undo"), Ref(batch=scene.done.batch))),
    ]


def _progress(turn: TriageTurn, scene: TriageScene, words: Words) -> str:
    parts = [words("triage.left", count=turn.left), words("triage.today", count=scene.judged_today)]
    if turn.elsewhere:
        parts.append(words("triage.elsewhere", count=turn.elsewhere))
    if turn.untold:
        parts.append(words("triage.untold", count=turn.untold))
    return " · ".join(parts)


def _shown(
    bundle: Bundle, turn: TriageTurn, scene: TriageScene, words: Words, look: PictureLook
) -> list[Block]:
    first, judged = bundle.first, bundle.first.assessment
    lines = [
        price_line(first, words),
        platform_line(first.listing, words),
        seller_line(first.listing, turn.history, words, names_in(first.listing, judged)),
    ]
    return [
        header(likelihood(first, words)),
        *glossed_title(first.listing, judged, words),
        *_standing(turn, words),
        *_how_many(bundle, words),
        # Above the picture: seen without scrolling, and at the same place for every listing.
        _verdicts(FIRST_ROW, words),
        _verdicts(SECOND_ROW, words),
        *_pictures(first, turn, scene, words, look),
        section("\n".join(lines)),
        section(because_lines(judged, words)),
        *(
            [context(*seen)]
            if (seen := shared_lines(turn.shared, words) + unseen_lines(judged, words))
            else []
        ),
        *_others(bundle, words),
    ]


def _others(bundle: Bundle, words: Words) -> list[Block]:
    others = bundle.alerts[1:]
    if not others:
        return []
    lines = [
        f"• {listing_line(each.listing, words)} {esc(price_text(each.listing))}" for each in others[:SHOWN]
    ]
    if len(others) > SHOWN:
        lines.append(words("text.more", count=len(others) - SHOWN))
    return [section("\n".join(lines))]


def _how_many(bundle: Bundle, words: Words) -> list[Block]:
    """That one press judges several, said before the buttons; the others are named below."""
    count = len(bundle.alerts)
    return [section(f"*{words('triage.together', count=count)}*")] if count > 1 else []


def _standing(turn: TriageTurn, words: Words) -> list[Block]:
    """What somebody judged already of a listing that was asked for by name."""
    given = turn.given
    if given is None or given.verdict is None:
        return []
    verdict = words(f"verdict.{given.verdict.value}")
    return [context(words("alert.judged", verdict=verdict, who=person(given.author)))]


def _pictures(
    alert: Alert, turn: TriageTurn, scene: TriageScene, words: Words, look: PictureLook
) -> list[Block]:
    """Theirs and the genuine one, as far as there are pictures and Slack takes them."""
    if look is PictureLook.PROOF and (drawn := proof_picture(alert.proof, words)):
        named = esc(told(turn.genuine, words))
        return [*drawn, *([context(f"*{words('triage.genuine')}* {named}")] if named else [])]
    both = look in {PictureLook.PROOF, PictureLook.BOTH}
    bare = look is PictureLook.WORDS_ONLY
    shown = replace(alert, listing=replace(alert.listing, images=())) if bare else alert
    return beside(shown, turn.genuine, scene.file if both else "", words)


def _verdicts(row: tuple[Verdict, ...], words: Words) -> Block:
    return ActionsBlock(
        elements=[
            button(
                ActionId(f"triage.judge.{verdict.value}"),
                words(f"verdict.{verdict.value}"),
                Ref(kind=verdict.value),
                _STYLE.get(verdict),
            )
            for verdict in row
        ]
    )


def _steering(bundle: Bundle | None, grouping: str, words: Words) -> Block:
    """Put aside, and what is judged together."""
    options = [
        Option(value=each.value, text=PlainTextObject(text=words(f"triage.group.{each.value}"), emoji=False))
        for each in Grouping
    ]
    chosen = next(option for option in options if option.value == grouping)
    select = StaticSelectElement(
        action_id=ActionId.TRIAGE_GROUP.value, options=options, initial_option=chosen
    )
    skip = [button(ActionId.TRIAGE_SKIP, words("triage.skip"), Ref())] if bundle else []
    return ActionsBlock(elements=[*skip, select])
