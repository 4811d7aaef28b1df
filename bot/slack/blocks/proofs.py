"""A proof as people see it: the drawing of theirs beside the genuine picture, and what was measured."""

from slack_sdk.models.blocks import Block, ImageBlock, PlainTextObject
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.domain.case_notes import ProofFound
from bot.domain.proofs import Proof
from bot.domain.sentences import Sentence
from bot.slack.blocks.text import card, context, esc, one_line, section
from bot.slack.cards import Card
from bot.words.book import Words
from bot.words.telling import tell


def proof_picture(proof: Proof | None, words: Words) -> list[Block]:
    """The drawing under the sentence that says what it shows; nothing where Slack has none."""
    if proof is None or not proof.file:
        return []
    return [_picture(proof.file, _told(proof, words), words)]


def proof_blocks(proof: Proof | None, words: Words, *, picture: bool = True) -> list[Block]:
    """All there is to say of a proof: the drawing, or in words what was measured and why no drawing is shown."""
    shown = proof_picture(proof, words) if picture else []
    if shown or proof is None:
        return shown
    told = [esc(_told(proof, words))] if proof.picture else []
    if proof.failed:
        key = "proof.not_shown" if proof.picture else "proof.not_looked"
        told.append(words(key, why=esc(one_line(tell(proof.failed, words), 200))))
    return [context(" ".join(told))] if told else []


def proof_notes(note: ProofFound, words: Words) -> list[Card]:
    """The proof for the thread of a case: with its drawing first, in words for a Slack that does not take that."""
    measured = _measured(str(note.picture), one_line(note.genuine, 300), note.measured, words)
    text = f"`{esc(note.listing)}` {esc(measured)}"
    if note.held:
        text = f"{text} {words('proof.held', held=esc(note.held))}"
    bare = card(text, [section(text)])
    if not note.file:
        return [bare]
    name = one_line(f"{note.listing} · match-{note.picture}.png", 200)
    return [card(text, [section(text), _picture(note.file, name, words)]), bare]


def _told(proof: Proof, words: Words) -> str:
    return one_line(_measured(str(proof.picture), proof.genuine, proof.measured, words), 300)


def _measured(picture: str, genuine: str, measured: Sentence | None, words: Words) -> str:
    """Which picture is which genuine one, and by what; not escaped."""
    name = genuine.rpartition("/")[2]
    return words(
        "proof.measured", picture=picture, genuine=name, measured=tell(measured, words) if measured else ""
    )


def _picture(file: str, title: str, words: Words) -> Block:
    return ImageBlock(
        slack_file=SlackFile(id=file),
        title=PlainTextObject(text=title, emoji=False),
        alt_text=words("proof.alt"),
    )
