"""Whether a published mark is a brand's name, in any of the disguises that listings use too."""

from dataclasses import dataclass

from bot.domain.brands import BrandBook
from bot.domain.publications import Publication
from bot.domain.rights import RightKind
from bot.signals.names.folding import fold, fold_field
from bot.signals.names.marks import MarkTables, compile_marks
from bot.signals.names.wordmark import Finder, build_finder, sightings


@dataclass(frozen=True, kw_only=True)
class WatchedBrand:
    """A brand's names compiled for looking through publications: its own, its aliases, its registered word marks."""

    book: BrandBook
    marks: MarkTables
    finder: Finder
    owners: frozenset[str]
    classes: frozenset[int]


def watched(book: BrandBook) -> WatchedBrand:
    """Compile a brand's names once."""
    titles = [r.title for r in book.rights if r.kind is RightKind.TRADEMARK and len(r.title) > 1]
    marks = compile_marks(book.name, (*book.aliases, *titles))
    owners = {fold(name) for owner in book.owners for name in (owner.name, owner.name_zh) if name}
    classes = {c for right in book.rights for c in right.classes}
    classes |= {product.nice_class for product in book.products if product.nice_class}
    return WatchedBrand(
        book=book,
        marks=marks,
        finder=build_finder(marks),
        owners=frozenset(owners | {fold(book.owner)}),
        classes=frozenset(classes),
    )


def resembles(publication: Publication, brand: WatchedBrand) -> str:
    """Why the mark is close to the brand's name; empty where it is not, or where the brand itself filed it."""
    if fold(publication.applicant) in brand.owners:
        return ""
    text = fold_field("title", publication.mark)
    for spelling in brand.marks.spellings:
        if text.skeleton and text.skeleton == fold(spelling):
            return f"“{publication.mark}” is {spelling}"
    found = [s for s in sightings(text, brand.finder) if not s.need]
    if not found:
        return ""
    best = max(found, key=lambda seen: seen.certainty)
    how = "holds" if best.text != publication.mark else "is"
    return f"“{publication.mark}” {how} {best.alias}: “{best.text}”, {best.form.value}"
