"""The files that a brand book names: its pictures and papers, copied into the team's state."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from bot.domain.brands import BrandBook


def named_files(book: BrandBook) -> tuple[str, ...]:
    """Every file the book names, relative to its own folder: what an import copies."""
    names: list[str] = []
    for right in book.rights:
        names += [right.madrid_certificate, right.mark_image, right.renewal_proof, right.certificate]
        names += [right.evaluation_report.document] if right.evaluation_report else []
    names += [authority.document for authority in book.authorities]
    names += [image for product in book.products for image in product.images]
    names += [finding.document for finding in book.findings]
    return tuple(dict.fromkeys(name for name in names if name))


def pictures(book: BrandBook, folder: Path | None = None) -> dict[str, bytes]:
    """Genuine pictures by name, from ``folder`` or the book's own; missing ones are left out."""
    root = folder or Path(book.folder)
    names = dict.fromkeys(image for product in book.products for image in product.images)
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


def copy_into(book: BrandBook, root: Path) -> BrandBook:
    """The book with every named file copied under ``root``, in a folder of its own for each revision."""
    origin = Path(book.folder)
    folder = root / hashlib.sha256(book.name.encode()).hexdigest()[:12] / book.revision
    for name in named_files(book):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin / name, target)
    return replace(book, folder=str(folder))
