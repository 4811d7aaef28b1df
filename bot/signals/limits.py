"""Every threshold of the signals, from which figure on something counts, a record a wing, and where each comes from.

*Left out*: chosen by what was judged right of brands that were left out of learning (``python -m tests.benchmarks.teach``).
*Drawn*: chosen on drawn pictures under edits, with rivals' goods of the same outline among them
(``python -m tests.benchmarks.screen.pictures``). *By hand*: set when it was written; the sums hold with it, and what another
figure would do nobody has measured.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameLimits:
    """Letters and characters of a name, and how surely a way of writing it is the name (0 to 1)."""

    short: int = 4  # letters under which only a plain Latin name is found: by hand
    long: int = 6  # letters of which one may be wrong: by hand, short ones are near words
    longer: int = 9  # letters of which two may be wrong: by hand
    bones: int = 5  # consonants by which a name is told without vowels: by hand
    mixed: int = 6  # characters beyond which none is looked for in pinyin: by hand, the ways double with each
    masked: int = 5  # letters under which a hidden one needs a sign of a copy beside it: by hand
    parts: int = 4  # parts beyond which a character is not read as taken apart: by hand
    all_ways: int = 5  # characters beyond which only one is taken apart: by hand, ways multiply
    often: int = 300  # times in the texts counted for jieba's dictionary from which a word is common: by hand
    often_english: int = 10_000  # the like for English words in the checker's count: by hand
    near: float = 0.6  # certainty of what is nearly the name: by hand
    imitated: float = 0.45  # the like for a maker's own name that is like it: by hand
    between: int = 3  # characters that may hold its words apart: by hand
    hint: float = 0.3  # what a hint at the name counts, a name among other words half of it: left out
    asked: int = 100  # list price in units from which it tells the owner where it is quoted: by hand, smaller ones are sizes
    several: float = 1.2  # what several names of goods say beside one: by hand
    loose: float = 0.6  # share left to a word for goods beside none surely the brand's: by hand
    initials: float = 0.5  # certainty of initials: by hand
    vague: float = 0.2  # certainty of a plain name that means other things too, half of another's: by hand


@dataclass(frozen=True, slots=True)
class OfferLimits:
    """Shares of a floor price, pieces, and log-odds of words."""

    turn: float = 0.43  # share of the floor under which a price speaks, used ones ask more: by hand
    full: float = 0.15  # share at which it says all it can: by hand
    unmatched: float = 0.6  # weight of the lowest price of all, where the product is not told: by hand
    fraction: float = 0.25  # share of a product's size under which a part of it is sold, poured off: by hand
    placeholder: float = 10.0  # CNY up to which a price is a link for paying, by hand
    most: float = 8.0  # times the floor beyond which a price is of something else: by hand
    stock: int = 20  # pieces at hand from which goods called used are a stock: by hand
    several: int = 3  # sellers who must use a name before it is proposed for the book: by hand
    proposed: int = 8  # names proposed at once: by hand, as many as a form shows well
    thing: float = 0.9  # chance that a thing named by whose goods it is for is an accessory: by hand
    maker: float = 0.35  # chance from which a piece goes on with another maker's name: by hand
    kind: float = 0.15  # chance under which a kind of offer is not told: by hand
    words: float = 10.0  # log-odds at which words say all they can, more of the same proves no more: by hand
    clause: float = 2.5  # log-odds that one clause may add or take, a quarter of it: by hand, the append test holds with it
    telling: float = 0.3  # log-odds under which words are left out and a clause is not quoted: by hand


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Bits of 256, shares of print that agrees, tones of 256, distances of descriptors."""

    nearest: int = 8  # known pictures laid over a window: by hand, for speed
    farthest: int = 24  # bits that may differ where the whole picture is laid over: drawn
    copy: int = 14  # bits that may differ in a window cut from it: drawn
    same_stamp: float = 0.97  # share of a window's print that must agree: drawn
    like_stamp: float = 0.95  # the like for the whole picture, before it is looked at from close by: drawn
    same_goods: float = 0.8  # the like for the goods from close by; rivals agree in two thirds: drawn
    same: float = 0.6  # correlation from which a block is the same: by hand
    texture: tuple[float, ...] = (3.0, 2.0, 2.0)  # tones, from which a block holds something: by hand
    printed: int = 12  # blocks with something on them, under which a picture is set aside: by hand
    least: float = 0.15  # of either side; less left in the middle is a dot or a line, no goods: by hand
    small: float = 0.6  # share of the picture under which goods are compared by themselves: by hand
    spread: int = 4  # tones that a plain line may spread: by hand
    drift: int = 6  # tones that it may differ from the picture's edge: by hand
    tint: float = 4.0  # mean distance from grey of what is grey: JPEG at quality 30 leaves 1 to 2
    shortlist: int = 5  # views laid over a picture: by hand, for speed
    near: float = 0.6  # distance of descriptors from which a point votes for a view: by hand
    ratio: float = 0.85  # of the next nearest point's distance, under which a pair counts: by hand
    apart: float = 0.75  # distance of descriptors beyond which no pair counts: by hand
    stray: float = 4.0  # dots that a point may lie off its place: by hand
    many: int = 30  # points from which on they must lie exactly: drawn, few lie roughly on small copies
    exact: float = 0.45  # dots that half may lie off; copies .37, other shots .49: half the photographs
    smallest: float = 0.15  # how far a copier reduces a picture: by hand
    largest: float = 4.0  # and enlarges it: by hand
    tinted: float = 3.0  # tones under which there are no colours to compare: by hand
    same_tints: float = 0.75  # correlation of colours that tinting keeps and other goods lack: drawn
    enough: int = 20  # blocks to compare by: by hand
    mutual: float = 0.88  # share of both prints that must agree where few points do: drawn


@dataclass(frozen=True, slots=True)
class WeighingLimits:
    """What two kinds of evidence are, and how far verdicts may move weights."""

    goods: float = 0.35  # chance of goods under which the price is oftener a part's: left out
    fair_price: float = 0.25  # what words must say more at the owner's price: spares dealers, left out
    # Scores above which a kind of evidence speaks; *high* takes two kinds. Left out it was right in 2,282 of 2,295 at .3 for
    # price, .15 for words, .5 for a disguise and with listed infringers as a kind, and in 1,985 of 1,989 so (tables of
    # odds with eight brands more than are packaged): of very many lawful listings few may be wrong.
    price: float = 0.4
    wording: float = 0.65
    words: float = 0.25
    plain_words: float = 0.5  # beside a loose name of goods: keeps 47 of 52 copies, 5 of others' 22
    disguise: float = 0.65
    lines: float = 0.5  # what names of goods say beyond it tells the brand as its name does: several odd ones
    line: float = 0.2  # a name of goods that says less leads to the brand no more than goods do
    another: float = 0.6  # sure of another maker's name, from which loose ties alert nobody: six read eights
    picture: float = 0.01
    held: float = 100.0  # a hundred verdicts that all contradict a run's odds move them by one: by hand
    faint: float = 0.02  # odds of a run that are not kept: by hand
    most_taught: int = 2000  # runs that are kept: by hand
    pull: float = 1.0  # weights held firmly, verdicts being of alerts only: by hand
    slack: float = 0.001  # of Brier's score, a hundredth of one wholly wrong verdict in ten: by hand
    sellers: int = 5  # sellers that must say a run before it is learnt: by hand
    floor: float = 0.03  # fall on the examples: right verdicts move .002, half of 200 wrong ones .05
    sign_floor: float = 0.1  # the like by sign; else 1,000 verdicts that clear one shop stay above
    of_sign: int = 10  # examples that show a sign before it is watched: by hand


NAMES, OFFER, PICTURES, WEIGHING = NameLimits(), OfferLimits(), PictureLimits(), WeighingLimits()
