"""Reads an uploaded document of the team (how large it may be): PDF, DOCX, HTML, Markdown or plain text, no hidden text.

Files come from anywhere: sizes are capped before and after unpacking, scripts are never run, nothing is fetched.
"""

import hashlib
import unicodedata
from pathlib import Path

from bot.domain.errors import WrongInput
from bot.domain.team_documents import ReadDocument
from bot.sources.document_readers import MOST_CHARACTERS, READERS

MOST_BYTES = 20_000_000


_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})


def read(file: Path) -> ReadDocument:
    """What the document says, paragraph by paragraph.

    Raises:
        WrongInput: the file is missing, too large, encrypted, broken, of a kind that is not read, or holds no text.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise WrongInput(
            "{name}: {suffix} is not read; give {endings}",
            name=file.name,
            suffix=file.suffix or "no ending",
            endings=", ".join(sorted(READERS)),
        )
    data = _bytes(file)
    title, paragraphs, remarks = reader(data, file.name)
    kept = [(_plain(heading), _plain(text)) for heading, text in paragraphs]
    kept = [(heading, text) for heading, text in kept if text]
    if not kept:
        raise WrongInput(
            "{name}: holds no text; if it is a scan, run text recognition over it first", name=file.name
        )
    length = sum(len(text) for _, text in kept)
    if length > MOST_CHARACTERS:
        raise WrongInput(
            "{name}: {length} characters; at most {most} are read, split it",
            name=file.name,
            length=f"{length:,}",
            most=f"{MOST_CHARACTERS:,}",
        )
    return ReadDocument(
        title=_plain(title)[:200] or file.stem,
        file_name=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        paragraphs=tuple(kept),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _bytes(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise WrongInput(
                "{name}: {size} bytes; at most {most} are read",
                name=file.name,
                size=f"{size:,}",
                most=f"{MOST_BYTES:,}",
            )
        return file.read_bytes()
    except OSError as fault:
        raise WrongInput("{file} cannot be read: {fault}", file=file, fault=fault.strerror) from fault


def _plain(text: str) -> str:
    """One line without signs that a reader does not see, so that nothing hides between letters."""
    seen = "".join(" " if sign in "\n\t\r" else sign for sign in text)
    return " ".join("".join(s for s in seen if unicodedata.category(s) not in _UNSEEN).split())
