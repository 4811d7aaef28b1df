"""Lines on a draft: what is open or was waived, its hashes and files, what a wrong notice costs, what to do before filing."""

from bot.domain.compositions import NoticeGap, Waiver
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.secrets import shown_path
from bot.domain.sentences import Sentence
from bot.slack.blocks.citing import cited_on
from bot.slack.blocks.text import card, esc, moment, one_line, person, section
from bot.slack.cards import Card
from bot.words.book import Words
from bot.words.telling import tell
from knowledge.law import Register

WRONG_NOTICE = "ec.wrong_notice"


def yes_line(draft: Draft, words: Words, register: Register) -> str:
    """What a yes to this kind states, and what a wrong notice may cost, by the provision of the day."""
    stated = words("draft.yes.all", sender=esc(one_line(draft.composition.sender, 100)))
    if not any(each.key.startswith("ec.") for each in draft.composition.provisions):
        return stated
    place = cited_on(register, WRONG_NOTICE, draft.request.as_of, words.language)
    return f"{stated} {words('draft.yes.platform', provision=esc(place))}"


def files_card(paths: list[str], why: Sentence, words: Words) -> Card:
    """Where the files are, when Slack would not take them."""
    lines = [f"• `{esc(shown_path(path))}`" for path in paths]
    text = words("draft.files_here", why=esc(tell(why, words)))
    return card("\n".join([text, *lines]), [section("\n".join([text, *lines]))])


def waiver_line(waiver: Waiver, words: Words) -> str:
    """A gap that was waived, by whom and why."""
    at = moment(waiver.at, words)
    said = words("draft.waiver", who=person(waiver.by), at=at, reason=esc(one_line(waiver.reason, 400)))
    return f"• {esc(one_line(tell(waiver.message, words), 200))}. {said}"


def hash_lines(draft: Draft, words: Words) -> list[str]:
    """The hash of each text: what a yes is given to, and what the footer of its document prints."""
    return [
        words("draft.hash", language=words(f"language.{language}"), sha256=f"`{sha256}`")
        for language, sha256 in draft.composition.sha256s
    ]


def gap_line(gap: NoticeGap, words: Words, most: int = 400) -> str:
    """A gap with what to do about it."""
    return f"• {esc(one_line(tell(gap.message, words), most))}"


def before_filing(draft: Draft, words: Words, most: int = 40, length: int = 300) -> list[str]:
    """What an approved notice still wants before a person files it, one a line; nothing once it was sent. The card counts
    it and shows the first: all of it stands in the review and in the form for filing."""
    open_ = draft.open_gaps if draft.status is DraftStatus.APPROVED else ()
    if not open_:
        return []
    lines = [f"☐ {esc(one_line(tell(gap.message, words), length))}" for gap in open_[:most]]
    rest = [words("draft.line.rest", count=most)] if len(open_) > most else []
    return [" · ".join([f"*{words('draft.line.before_filing', count=len(open_))}*", *rest]), *lines]
