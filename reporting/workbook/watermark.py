"""Diagonal marks across every printed page: demo data, and copies that are not yet issued.

A header picture would lie behind the cells in Excel but LibreOffice does not print it, and a sheet
background is printed by neither: so each page carries a text box, turned and translucent.
XlsxWriter writes text boxes upright, opaque and without a Chinese font; the finished file is therefore rewritten once.
"""

import math
import re
from shutil import copyfileobj
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.canvas import PAGE_WIDTH, Canvas, text_width
from reporting.workbook.styles import HEAD_FONT

INK = "8A97A8"
OPACITY = 26_000
TURN, DEGREE = -1_500_000, 60_000
NAME = "watermark"
BOX_WIDTH, BOX_HEIGHT = 900, 150
LARGEST, LEAST_PART = 66, 0.4
"""Points of the mark on a whole page, and to what part of it the mark of a page with a few lines may shrink."""

PIXELS_PER_POINT = 4 / 3
MOST_PAGES = 200
"""Pages past these carry the mark in their foot alone: each box costs time that grows with the rows above it."""

_SHAPE = re.compile(rb'(<xdr:cNvPr id="\d+" name="[^"]*" descr="watermark".*?<a:xfrm)(>.*?</xdr:sp>)', re.DOTALL)
_SOLID_INK = re.compile(rb'<a:srgbClr val="' + INK.encode() + rb'"\s*/>')
_TRANSLUCENT_INK = f'<a:srgbClr val="{INK}"><a:alpha val="{OPACITY}"/></a:srgbClr>'.encode()
_LATIN = f'<a:latin typeface="{HEAD_FONT}"/>'.encode()
_EAST_ASIAN = f'<a:ea typeface="{HEAD_FONT}"/>'.encode()


def watermark_text(report: RankingReport) -> str:
    """What is printed across the sheets; nothing for an issued report on real data."""
    parts = [terms.DEMO] if report.demo else []
    if report.copy_for is not None:
        copy = report.copy_for
        parts.append(f"{terms.UNPUBLISHED} {copy.name} {copy.at:%Y-%m-%d %H:%M}")
    return "　".join(parts)


def stamp(canvas: Canvas, *, text: str) -> None:
    """One text box in the middle of what each page holds, no larger than that: below the last row it adds a page."""
    if not text:
        return
    width = canvas.width_pixels()
    scale = max(1.0, width / PAGE_WIDTH)
    box = min(BOX_WIDTH * scale, width)
    size = min(LARGEST * scale, box / PIXELS_PER_POINT / (text_width(text) / 2) * 0.94)
    turned = math.radians(-TURN / DEGREE)
    extent = box * math.sin(turned) + BOX_HEIGHT * scale * math.cos(turned)
    for begins, ends in canvas.pages()[:MOST_PAGES]:
        part = min(1.0, max((ends - begins) / extent, LEAST_PART))
        wide, high = box * part, BOX_HEIGHT * scale * part
        canvas.sheet.insert_textbox(
            0,
            0,
            text,
            {
                "x_offset": (width - wide) / 2,
                "y_offset": max(0, (begins + ends - high) / 2),
                "width": wide,
                "height": high,
                "object_position": 3,
                "description": NAME,
                "fill": {"none": True},
                "line": {"none": True},
                "align": {"vertical": "middle", "horizontal": "center"},
                "font": {"name": HEAD_FONT, "size": int(size * part), "color": f"#{INK}", "bold": True},
            },
        )


def turn_and_fade(written: IO[bytes], *, target: BinaryIO) -> None:
    """Copy a finished workbook with its watermark boxes turned and translucent; the sheets pass in pieces."""
    with ZipFile(written) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            if not entry.filename.startswith("xl/drawings/drawing"):
                kept = ZipInfo(entry.filename, entry.date_time)
                kept.compress_type = ZIP_DEFLATED
                with source.open(entry) as part, copy.open(kept, "w") as passed:
                    copyfileobj(part, passed)
            else:
                content = source.read(entry)
                content = _SHAPE.sub(rb'\1 rot="' + str(TURN).encode() + rb'"\2', content)
                content = _SOLID_INK.sub(_TRANSLUCENT_INK, content).replace(_LATIN, _LATIN + _EAST_ASIAN)
                copy.writestr(entry, content)
