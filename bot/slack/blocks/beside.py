"""The suspect listing beside the genuine product: pictures, what is asked for it, and what the owner asks."""

from slack_sdk.models.blocks import Block, ImageBlock, ImageElement
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.domain.alerts import Alert
from bot.domain.products import Product
from bot.slack.blocks.likelihoods import price_text
from bot.slack.blocks.listings import picture_of
from bot.slack.blocks.text import esc, one_line, section
from bot.slack.newer import side_by_side
from bot.words.book import Words


def beside(alert: Alert, product: Product | None, file: str, words: Words) -> list[Block]:
    """Both beside each other where both have a picture, else below each other. ``file`` is the genuine one in Slack."""
    url, name = picture_of(alert.listing), told(product, words)
    price, heading = esc(price_text(alert.listing)) or "–", words("triage.genuine")
    theirs, genuine = f"*{words('triage.theirs')}*\n{price}", f"*{heading}*\n{esc(name) or '–'}"
    below: list[Block] = []
    if url:
        picture = ImageElement(image_url=url, alt_text=words("alert.picture"))
        below.append(section(theirs, picture))
    if product is not None:
        small = ImageElement(slack_file=SlackFile(id=file), alt_text=heading) if file else None
        below.append(section(genuine, small))
    if not (url and file):
        return below
    pair: list[list[Block]] = [
        [ImageBlock(image_url=url, alt_text=words("alert.picture")), section(theirs)],
        [ImageBlock(slack_file=SlackFile(id=file), alt_text=heading), section(genuine)],
    ]
    return [side_by_side(words("triage.beside"), pair, below)]


def told(product: Product | None, words: Words) -> str:
    """The product's name with its floor price; not escaped."""
    if product is None:
        return ""
    name = one_line(product.name_zh if words.language == "zh" and product.name_zh else product.name, 80)
    price = product.floor_price or product.list_price
    return f"{name} · {words('triage.from', price=f'{product.currency} {price}')}" if price else name
