"""Workbooks as people fill them: the template of a draft, with some cells changed."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from assessment.filing import actions
from assessment.filing.models import Upload, Version
from assessment.filing.return_template import template_of
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.layout import SHEET
from tests.situations.filing import FILLED, LIUPANSHUI, a_city

NAME = "软件业务收入季报.xlsx"


def filled(version: Version, cells: Mapping[str, Any], *, change: Callable[[Any], None] | None = None) -> bytes:
    """The template of the version with these cells typed in; `change` may do anything else to the workbook."""
    book = load_workbook(BytesIO(template_of(version)))
    sheet = book[SHEET]
    for address, value in cells.items():
        sheet[address] = value
    if change is not None:
        change(book)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with parts added or replaced."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename not in parts:
                target.writestr(info.filename, source.read(info))
        for name, part in parts.items():
            target.writestr(name, part)
    return written.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as source:
        return source.read(name)


def an_upload(version: Version, cells: Mapping[str, Any], *, code: str = LIUPANSHUI, name: str = NAME) -> Upload:
    """A filled template taken in for preview."""
    file = Incoming(name, filled(version, cells))
    return actions.upload_workbook(version.pk, file, by=a_city(code).filler, at=FILLED)
