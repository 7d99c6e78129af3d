"""LibreOffice as an independent calculator and printer: a workbook in, the recalculated workbook or a PDF out."""

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

FONTS = Path(__file__).parent / "fonts.conf"
SECONDS = 600
# Of more than some 240 it leaves the rest out without a word.
MOST_IN_ONE_START = 100

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Office:
    """One LibreOffice profile, never shared by two runs at a time. It distrusts every stored result."""

    program: str
    profile: Path

    def recalculated(self, *workbooks: Path, into: Path) -> list[Path]:
        """The workbooks with all formulas computed anew, in one start."""
        self._convert("xlsx:Calc MS Excel 2007 XML", workbooks=workbooks, into=into)
        return [into / workbook.name for workbook in workbooks]

    def printed(self, workbook: Path, *, into: Path) -> Path:
        """The workbook as a PDF, with the fonts that stand in for the official ones."""
        return self.all_printed(workbook, into=into)[0]

    def all_printed(self, *workbooks: Path, into: Path) -> list[Path]:
        """The workbooks as PDFs, in one start."""
        self._convert("pdf:calc_pdf_Export", workbooks=workbooks, into=into)
        return [into / f"{workbook.stem}.pdf" for workbook in workbooks]

    def documents_printed(self, *documents: Path, into: Path) -> list[Path]:
        """Workbooks and documents of Writer as PDFs, in one start."""
        self._convert("pdf", workbooks=documents, into=into)
        return [into / f"{document.stem}.pdf" for document in documents]

    def printed_text(self, document: Path, *, into: Path) -> Path:
        """A document of Writer as a PDF."""
        self._convert("pdf:writer_pdf_Export", workbooks=(document,), into=into)
        return into / f"{document.stem}.pdf"

    def told(self, *documents: Path, into: Path) -> list[str]:
        """What LibreOffice shows of each .docx, one line a paragraph or cell, in one start."""
        self._convert("txt:Text (encoded):UTF8", workbooks=documents, into=into)
        return [(into / f"{document.stem}.txt").read_text(encoding="utf-8-sig") for document in documents]

    def displayed(self, *workbooks: Path, into: Path) -> list[list[list[str]]]:
        """The first sheet of each workbook as LibreOffice shows it, cell by cell, in one start."""
        self._convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", workbooks=workbooks, into=into)
        texts = [(into / f"{workbook.stem}.csv").read_text(encoding="utf-8") for workbook in workbooks]
        return [list(csv.reader(io.StringIO(text))) for text in texts]

    def _convert(self, kind: str, *, workbooks: tuple[Path, ...], into: Path) -> None:
        into.mkdir(parents=True, exist_ok=True)
        for first in range(0, len(workbooks), MOST_IN_ONE_START):
            self._convert_together(kind, workbooks=workbooks[first : first + MOST_IN_ONE_START], into=into)

    def _convert_together(self, kind: str, *, workbooks: tuple[Path, ...], into: Path) -> None:
        command = [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", kind, "--outdir", str(into), *map(str, workbooks)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS), "LANG": "zh_CN.UTF-8", "LC_CTYPE": "C.UTF-8"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
        missing = [book.name for book in workbooks if not any(into.glob(f"{book.stem}.*"))]
        assert done.returncode == 0, done.stderr
        assert not missing, f"{missing} not converted: {done.stdout} {done.stderr}"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice Calc is needed to check the workbooks: install libreoffice-calc-nogui."
    profile = tmp_path_factory.mktemp("office-profile")
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return Office(program, profile)
