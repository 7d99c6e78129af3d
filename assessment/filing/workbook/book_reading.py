"""A whole workbook as plain data, in the child process."""

import posixpath
from collections.abc import Collection
from typing import Any

from assessment.filing.errors.workbook import WorkbookDamaged
from assessment.filing.workbook.limits import Limits
from assessment.filing.workbook.packages import WORKBOOK_PART, Package
from assessment.filing.workbook.parts import RelationsPart, StringsPart, StylesPart, WorkbookPart, read_part
from assessment.filing.workbook.sheets import Book, SheetPart

_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"


def read_book(content: bytes, limits: Limits, *, only: Collection[str] = ()) -> dict[str, Any]:
    """Sheets and constants of the workbook. With `only` the cells of those sheets alone are read."""
    package = Package(content, limits)
    workbook, relations = WorkbookPart(limits), RelationsPart(limits)
    read_part(package, WORKBOOK_PART, workbook)
    if _RELATIONS not in package.names:
        raise WorkbookDamaged(part=_RELATIONS)
    read_part(package, _RELATIONS, relations)
    book = _referred(package, limits)
    sheets = []
    for name, relation, state in workbook.sheets:
        sheet = SheetPart(name, book)
        if not only or name in only:
            read_part(package, _address(package, relations.targets.get(relation, "")), sheet)
        sheets.append(sheet.data(state))
    if not sheets:
        raise WorkbookDamaged(part=WORKBOOK_PART)
    return {"sheets": sheets, "names": workbook.names}


def _referred(package: Package, limits: Limits) -> Book:
    styles, strings = StylesPart(limits), StringsPart(limits)
    if _STYLES in package.names:
        read_part(package, _STYLES, styles)
    if _STRINGS in package.names:
        read_part(package, _STRINGS, strings)
    return Book(strings.texts, styles.kinds(), limits)


def _address(package: Package, target: str) -> str:
    """Where in the package a relation of the workbook leads; nowhere else than into the package."""
    name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    if name not in package.names:
        raise WorkbookDamaged(part=WORKBOOK_PART)
    return name
