"""Everything on an alert in a window of its own: each detector's word, and the shop's history."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.alerts import Alert
from bot.domain.assessments import Signal
from bot.domain.prints import SharedPicture
from bot.domain.products import Product
from bot.slack.blocks.beside import beside
from bot.slack.blocks.fields import reading
from bot.slack.blocks.likelihoods import headline, percent
from bot.slack.blocks.listings import listing_line, platform_line, unseen_lines
from bot.slack.blocks.proofs import proof_blocks
from bot.slack.blocks.shops import shared_lines
from bot.slack.blocks.text import context, esc, header, one_line, section
from bot.slack.blocks.titles import glossed_title
from bot.slack.ids import Ref
from bot.words.book import Words
from bot.words.telling import tell


def details_view(
    alert: Alert,
    folded: list[Alert],
    words: Words,
    shared: Sequence[SharedPicture] = (),
    *,
    genuine: Product | None = None,
    file: str = "",
    picture: bool = True,
) -> View:
    """Everything the detectors found, the proof of a copied picture or else the ``genuine`` product beside it, shops
    that show the same pictures, and the near-duplicates, to read; ``picture`` is false where Slack cannot load it.
    """
    blocks: list[Block] = [
        header(headline(alert, words)),
        *glossed_title(alert.listing, alert.assessment, words),
        section(platform_line(alert.listing, words)),
        *proof_blocks(alert.proof, words, picture=picture),
        *(beside(alert, genuine, file, words) if picture and not (alert.proof and alert.proof.file) else []),
        *_signs(alert, words),
    ]
    unseen = unseen_lines(alert.assessment, words, most=len(alert.assessment.unseen))
    if told := shared_lines(shared, words, most=len(shared)) + unseen:
        blocks.append(section("\n".join(told)))
    if folded:
        more = "\n".join(f"• {listing_line(each.listing, words)}" for each in folded[:15])
        blocks.append(section(f"*{words('alert.folds', count=alert.folds)}*\n{more}"))
    return reading(words("alert.details"), words("form.close"), Ref(alert=alert.alert_id), blocks)


def _signs(alert: Alert, words: Words) -> list[Block]:
    """What speaks against the listing and what for it, each under what it is about; the detectors' figures, named, only while
    nobody has judged."""
    signals = sorted(alert.assessment.signals, key=lambda s: -s.score)
    against, speaks_for = (
        [_sign(s, words) for s in signals if (s.score > 0) is suspect] for suspect in (True, False)
    )
    found = [section("\n".join(against) or words("alert.no_reason"))]
    if speaks_for:
        found.append(section("\n".join([f"*{words('alert.speaks_for')}*", *speaks_for])))
    if alert.verdict is None:
        signs = words.listed(f"{esc(_detector(s.name, words))} {s.score:+.2f}" for s in signals)
        found.append(context(words("alert.score", percent=percent(alert.assessment), signs=signs)))
    return found


def _sign(signal: Signal, words: Words) -> str:
    because = esc(one_line(tell(signal.because, words), 300))
    return words("alert.signal", name=esc(_detector(signal.name, words)), because=because)


def _detector(name: str, words: Words) -> str:
    """What a detector is called; one of an older version by its own name."""
    key = f"signal.{name}"
    return words(key) if words.has(key) else name
