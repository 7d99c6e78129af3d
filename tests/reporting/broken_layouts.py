"""Documents spoilt on purpose, each in one way that a reader would see: what the pictures of pages must notice."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

Change = Callable[[str], str]


def with_part_changed(content: bytes, part: str, change: Change) -> bytes:
    """The same file with one part rewritten; a change that changes nothing is a mistake of the test."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            kept = source.read(name)
            if name == part:
                changed = change(kept.decode()).encode()
                assert changed != kept, f"nothing changed in {part}"
                kept = changed
            copy.writestr(name, kept)
    return target.getvalue()


def column_halved(number: int) -> Change:
    """The width of one column of a sheet."""

    def change(sheet: str) -> str:
        found = re.compile(rf'(<col min="{number}" max="{number}" width=")([\d.]+)(")')
        return found.sub(lambda each: f"{each[1]}{float(each[2]) / 2}{each[3]}", sheet)

    return change


def row_emptied(number: int) -> Change:
    """One row of a sheet without its cells."""

    def change(sheet: str) -> str:
        return re.sub(rf'(<row r="{number}"[^>]*>).*?(</row>)', r"\1\2", sheet)

    return change


def drawing_removed(sheet: str) -> str:
    """A sheet without its charts."""
    return re.sub(r'<drawing r:id="[^"]*"/>', "", sheet)


def borders_removed(styles: str) -> str:
    """A workbook without a line."""
    return styles.replace('style="thin"', 'style="none"')


def size_doubled(size: str) -> Change:
    """One size of letters in a workbook, `<sz val="11"/>`, or in a document, `<w:sz w:val="32"/>`."""

    def change(part: str) -> str:
        return re.sub(rf'(sz (?:w:)?val=")({size})"', lambda each: f'{each[1]}{int(each[2]) * 2}"', part)

    return change


def indents_removed(document: str) -> str:
    """A document whose paragraphs begin at the edge."""
    return re.sub(r' w:firstLine="\d+"', "", document)


def grid_removed(document: str) -> str:
    """A document whose tables have no lines."""
    return document.replace('w:val="TableGrid"', 'w:val="TableNormal"')
