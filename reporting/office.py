"""LibreOffice as the printer of documents: a .docx in, a PDF out, each in a profile and a folder of its own."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from reporting.errors.bulletin import OfficeFailed, OfficeMissing


def printed(document: bytes) -> bytes:
    """The document as PDF; `OfficeMissing` where the program is not installed, `OfficeFailed` where it gives up."""
    program = shutil.which(settings.OFFICE_PROGRAM)
    if program is None:
        raise OfficeMissing
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        source, target = folder / "document.docx", folder / "document.pdf"
        source.write_bytes(document)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=settings.OFFICE_SECONDS, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            raise OfficeFailed from error
        if not target.exists():
            raise OfficeFailed
        return target.read_bytes()
