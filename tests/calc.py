"""LibreOffice Calc as a person uses it: opens a spreadsheet, types into cells, saves it."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.needs import lacks, program

CALC = "apt-get install libreoffice-calc-nogui"
XLSX, ODS, CSV = "Calc MS Excel 2007 XML", "calc8", "Text - txt - csv (StarCalc)"

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
_TYPING = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Edit(source As String, target As String, filter As String, typed As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  sheet = doc.Sheets.getByIndex(0)
  For Each entry In Split(typed, "|")
    parts = Split(entry, "~")
    sheet.getCellRangeByName(parts(0)).FormulaLocal = parts(1)
  Next
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = filter
  doc.storeToURL(ConvertToURL(target), how())
  doc.close(True)
End Sub
</script:module>
"""


class Calc:
    """A Calc of its own, with a profile in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._office, self._folder = program("soffice", CALC), folder / "profile"
        if not Path(self._office).resolve().with_name("libsclo.so").exists():
            lacks("LibreOffice Calc", CALC)
        self._run("--terminate_after_init")  # makes the profile, which the macro is put into
        basic = self._folder / "user" / "basic" / "Standard"
        basic.mkdir(parents=True, exist_ok=True)
        (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
        (basic / "Module1.xba").write_text(_TYPING, encoding="utf-8")

    def saved(
        self, source: Path, target: Path, typed: Mapping[str, str] | None = None, kind: str = XLSX
    ) -> Path:
        """``target``: what Calc saves after it opened ``source`` and somebody typed into cells, such as K2."""
        entries = "|".join(f"{cell}~{text}" for cell, text in (typed or {}).items()).replace('"', '""')
        self._run(f'macro:///Standard.Module1.Edit("{source}","{target}","{kind}","{entries}")')
        assert target.is_file(), "Calc saved nothing"
        return target

    def _run(self, what: str) -> None:
        profile = f"-env:UserInstallation={self._folder.as_uri()}"
        subprocess.run(
            [self._office, "--headless", "--norestore", profile, what],
            check=True,
            capture_output=True,
            timeout=600,
        )
