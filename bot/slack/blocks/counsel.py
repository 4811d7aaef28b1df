"""Outside counsel: the cards of what was shared with them, and what they themselves see of it."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.domain.cases import Case
from bot.domain.counsel import Counsel
from bot.domain.drafts import UNDECIDED, Draft, DraftStatus
from bot.slack.blocks.drafts import draft_title
from bot.slack.blocks.fields import reading
from bot.slack.blocks.text import button, buttons, card, esc, header, one_line, person, section
from bot.slack.cards import Card
from bot.slack.ids import ActionId, Ref
from bot.words.book import Words

LISTED, SHOWN = 20, 12


def shared_draft_card(draft: Draft, words: Words) -> Card:
    """A draft as counsel sees it in messages: no word of its text, which they read under the button, kept as a look."""
    line = f"*{esc(draft_title(draft, words))}*\n{words(f'draft.status.{draft.status.value}')}"
    about = Ref(draft=draft.draft_id, version=draft.version)
    read = button(ActionId.REVIEW, words("counsel.read"), about, "primary")
    awaits = draft.status is DraftStatus.AWAITING
    yes = [button(ActionId.APPROVE_DRAFT, words("draft.approve"), about)] if awaits else []
    undecided = draft.status in UNDECIDED
    change = [button(ActionId.ASK_CHANGES, words("draft.ask_changes"), about)] if undecided else []
    comment = button(ActionId.COMMENT, words("counsel.comment"), about)
    return card(line, [section(line), *buttons(read, *yes, *change, comment)])


def shared_case_card(case: Case, words: Words) -> Card:
    """A case as counsel sees it in messages."""
    status = words(f"case.status.{case.status.value}")
    line = f"*{esc(one_line(f'{case.case_id} {case.title}', 140))}*\n{status}"
    about = Ref(case=case.case_id)
    read = button(ActionId.READ_SHARED, words("counsel.read"), about, "primary")
    return card(
        line, [section(line), *buttons(read, button(ActionId.COMMENT, words("counsel.comment"), about))]
    )


def taken_back_card(words: Words) -> Card:
    """What stands in place of a copy whose reader may not see it any more."""
    text = words("counsel.taken_back")
    return card(text, [section(text)])


def shared_card(cases: Sequence[Case], drafts: Sequence[Draft], words: Words) -> Card:
    """Everything that is shared with somebody; that nothing is, where so."""
    cards = [
        *(shared_case_card(each, words) for each in cases),
        *(shared_draft_card(each, words) for each in drafts),
    ]
    title = words("counsel.shared" if cards else "counsel.nothing_shared")
    blocks = [block for each in cards[:SHOWN] for block in each.blocks]
    return card(title, [header(title) if cards else section(title), *blocks])


def shared_home(cases: Sequence[Case], drafts: Sequence[Draft], words: Words) -> View:
    """The Home tab of outside counsel."""
    return View(type="home", blocks=list(shared_card(cases, drafts, words).blocks))


def case_view(case: Case, shown: Card, words: Words) -> View:
    """A case to read, without a button of the team's."""
    told = [block for block in shown.blocks if block.type != "actions"]
    return reading(case.case_id, words("form.close"), Ref(case=case.case_id), told)


def comment_text(who: str, matter: str, text: str, words: Words) -> str:
    """What counsel said, for the team's thread."""
    return words("counsel.commented", who=person(who), matter=matter, comment=esc(one_line(text, 1_000)))


def _counsel_line(each: Counsel, words: Words) -> str:
    shared = ", ".join(f"`{esc(matter)}`" for matter in sorted(each.shared)[:SHOWN]) or "–"
    return f"{person(each.person)} · `{esc(each.team)}` · {_until(each, words)}\n{shared}"


def _until(each: Counsel, words: Words) -> str:
    return words("counsel.until", day=each.until)


def _about(each: Counsel) -> Ref:
    return Ref(person=each.person)
