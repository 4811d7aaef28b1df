"""Documents to PDF, through LibreOffice where it is installed; what is done where it is not."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.domain.errors import NotPossible, ProgramMissing

INSTALL = "apt-get install libreoffice-writer-nogui, or open the .docx in Word and save it as PDF"
_SECONDS = 180


def to_pdf(documents: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """The PDF of each document, beside it by name, in the folder.

    Raises:
        ProgramMissing: LibreOffice is not installed.
        NotPossible: it made no PDF of a document.
    """
    office = shutil.which("soffice")
    if office is None:
        raise ProgramMissing("LibreOffice", INSTALL)
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own: two LibreOffices with one profile wait for each other for ever.
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except subprocess.SubprocessError as fault:
            why = "LibreOffice failed: {cause}"
            raise NotPossible("PDF", why, "convert the .docx by hand", cause=fault) from fault
    made = tuple(folder / document.with_suffix(".pdf").name for document in documents)
    for path in made:
        if not path.is_file():
            raise NotPossible(path.name, "LibreOffice made no file", "convert the .docx by hand")
    return made
