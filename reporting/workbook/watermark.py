"""Diagonal marks across every printed page: demo data, and copies that are not yet issued.

A header picture would lie behind the cells in Excel but LibreOffice does not print it, and a sheet
background is printed by neither: so each page carries a text box, turned and translucent.
XlsxWriter writes text boxes upright and opaque; the finished file is therefore rewritten once.
"""

import re
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.canvas import Canvas
from reporting.workbook.styles import BODY_FONT, HEAD_FONT

INK = "8A97A8"
OPACITY = 26_000
TURN = -1_500_000
NAME = "watermark"
PAGE_PIXELS = 986
PAGE_SHAPE = 0.62
BOX_WIDTH, BOX_HEIGHT = 760, 190

_SHAPE = re.compile(rb'(<xdr:cNvPr id="\d+" name="[^"]*" descr="watermark".*?<a:xfrm)(>.*?</xdr:sp>)', re.DOTALL)
_SOLID_INK = re.compile(rb'<a:srgbClr val="' + INK.encode() + rb'"\s*/>')
_TRANSLUCENT_INK = f'<a:srgbClr val="{INK}"><a:alpha val="{OPACITY}"/></a:srgbClr>'.encode()


def watermark_lines(report: RankingReport) -> tuple[str, ...]:
    """What is printed across the sheets; nothing for an issued report on real data."""
    lines = [terms.DEMO] if report.demo else []
    if report.copy_for is not None:
        copy = report.copy_for
        lines.append(f"{terms.UNPUBLISHED} {copy.name} {copy.at:%Y-%m-%d %H:%M}")
    return tuple(lines)


def stamp(canvas: Canvas, *, lines: tuple[str, ...]) -> None:
    """One text box in the middle of each printed page of the sheet."""
    if not lines:
        return
    width = canvas.width_pixels()
    page_height = int(max(width, PAGE_PIXELS) * PAGE_SHAPE)
    pages = max(1, -(-canvas.height_pixels() // page_height))
    scale = max(width, PAGE_PIXELS) / PAGE_PIXELS
    height = min(page_height, canvas.height_pixels()) if pages == 1 else page_height
    big = lines[0] == terms.DEMO
    for page in range(pages):
        canvas.sheet.insert_textbox(
            0,
            0,
            "\n".join(lines),
            {
                "x_offset": max(0, (width - BOX_WIDTH * scale) / 2),
                "y_offset": max(0, page * page_height + (height - BOX_HEIGHT * scale) / 2),
                "width": BOX_WIDTH * scale,
                "height": BOX_HEIGHT * scale,
                "object_position": 3,
                "description": NAME,
                "fill": {"none": True},
                "line": {"none": True},
                "align": {"vertical": "middle", "horizontal": "center"},
                "font": {
                    "name": HEAD_FONT if big else BODY_FONT,
                    "size": int((66 if len(lines) == 1 and big else 40) * scale),
                    "color": f"#{INK}",
                    "bold": True,
                },
            },
        )


def turn_and_fade(written: BytesIO, *, target: BinaryIO) -> None:
    """Copy a finished workbook with its watermark boxes turned and translucent."""
    with ZipFile(written) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/drawings/drawing"):
                content = _SHAPE.sub(rb'\1 rot="' + str(TURN).encode() + rb'"\2', content)
                content = _SOLID_INK.sub(_TRANSLUCENT_INK, content)
            copy.writestr(entry, content)
