"""Workbooks made to exhaust whoever opens them, and a seeded mutator of honest ones."""

import random
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.situations.workbooks import part_of, with_parts

MEGABYTE = 1 << 20
SHEET_XML, WORKBOOK_XML, STYLES_XML = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
STRINGS_XML = "xl/sharedStrings.xml"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def bombs(template: bytes) -> Mapping[str, bytes]:
    """Each kind of exhaustion by its name."""
    return {
        "a part that unpacks to 200 MB": with_parts(template, {"xl/media/a.bin": b"\0" * (200 * MEGABYTE)}),
        "many parts that unpack to 60 MB": with_parts(template, {f"xl/x{n}.xml": b" " * MEGABYTE for n in range(60)}),
        "a million entries": _many_entries(1_000_000),
        "a directory that lies about its length": _lying_directory(),
        "a nested zip": with_parts(template, {"xl/media/inner.zip": template}),
        "a billion laughs": _declared(template, f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;"),
        "quadratic blow-up": _declared(template, f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
        "an external entity": _declared(template, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        "an external document type": _declared(template, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
        "a cell at the far end": _in_sheet(template, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "a million blank rows": _in_sheet(template, "<row/>" * 1_000_000),
        "a million cells": _in_sheet(template, f"<row>{'<c><v>1</v></c>' * 1_000_000}</row>"),
        "a million styles": with_parts(template, {STYLES_XML: _styles(1_000_000)}),
        "a million strings": with_parts(template, {STRINGS_XML: _strings(1_000_000)}),
        "one string of 20 MB": with_parts(template, {STRINGS_XML: b"<sst><si><t>" + _noise(20) + b"</t></si></sst>"}),
        "a hundred thousand sheets": with_parts(template, {WORKBOOK_XML: _sheets(100_000)}),
        "a hundred thousand names": with_parts(template, {WORKBOOK_XML: _names(100_000)}),
        "markup a hundred thousand deep": with_parts(template, {SHEET_XML: b"<a>" * 100_000}),
        "a million merged blocks": _in_sheet(template, "", after='<mergeCell ref="A1:B2"/>' * 300_000),
    }


def _declared(template: bytes, declaration: str, use: str) -> bytes:
    book = part_of(template, WORKBOOK_XML).decode()
    body = re.sub(r"^<\?xml[^>]*\?>", "", book).replace("</sheets>", f"</sheets><x>{use}</x>")
    return with_parts(template, {WORKBOOK_XML: (declaration + body).encode()})


def _in_sheet(template: bytes, rows: str, *, after: str = "") -> bytes:
    sheet = part_of(template, SHEET_XML).decode()
    return with_parts(template, {SHEET_XML: sheet.replace("</sheetData>", f"{rows}</sheetData>{after}").encode()})


def _noise(megabytes: int) -> bytes:
    """Text that does not pack: no bomb by its ratio."""
    letters = bytes(range(0x61, 0x7B)) * 10
    table = bytes(letters[value] for value in range(256))
    return random.Random(48).randbytes(megabytes * MEGABYTE).translate(table)


def _styles(count: int) -> bytes:
    return b"<styleSheet><cellXfs>" + b'<xf numFmtId="0"/>' * count + b"</cellXfs></styleSheet>"


def _strings(count: int) -> bytes:
    return b"<sst>" + b"<si><t>a</t></si>" * count + b"</sst>"


def _sheets(count: int) -> bytes:
    rows = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(count))
    return f'<workbook xmlns:r="r"><sheets>{rows}</sheets></workbook>'.encode()


def _names(count: int) -> bytes:
    rows = "".join(f'<definedName name="n{n}">"x"</definedName>' for n in range(count))
    return f"<workbook><definedNames>{rows}</definedNames></workbook>".encode()


def _many_entries(count: int) -> bytes:
    """A directory of that many entries of nothing, cut to what an upload may weigh at all."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * min(count, 4 * MEGABYTE // len(entry))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def _lying_directory() -> bytes:
    honest = bytearray(_many_entries(80_000))
    honest[-14:-10] = struct.pack("<2H", 3, 3)
    return bytes(honest)


# --- honest workbooks, mutated


def mutated(template: bytes, number: int) -> tuple[str, bytes]:
    """The way and the file; the same number gives the same file."""
    chance = random.Random(number)
    way = chance.choice(list(_WAYS))
    return way, _WAYS[way](template, chance)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _flipped_inside(content: bytes, chance: random.Random) -> bytes:
    """Bytes of one part changed and packed again: the package is whole, its text is not."""
    with ZipFile(BytesIO(content)) as source:
        name = chance.choice(source.namelist())
    return with_parts(content, {name: _flipped(part_of(content, name), chance)})


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _swapped(content: bytes, chance: random.Random) -> bytes:
    """Pieces of the sheet's markup exchanged."""
    pieces = re.split(r"(?=<)", part_of(content, SHEET_XML).decode())
    for _ in range(chance.randint(1, 6)):
        first, second = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[first], pieces[second] = pieces[second], pieces[first]
    return with_parts(content, {SHEET_XML: "".join(pieces).encode()})


_VALUES = (
    "<v>NaN</v>", "<v>1e308</v>", "<v>-1E400</v>", "<v>INF</v>", "<v/>", "<v>0x1F</v>", "<v>1_000</v>", "<v>１２３</v>",
    "<v>1e-320</v>", "<v>99999999999999999999999999</v>", "<f>1+1</f><v>2</v>", '<f t="array" ref="D7:G9">1</f><v>1</v>',
    '<f t="shared" si="0"/>', "<f>HYPERLINK(&quot;x&quot;)</f>", "<v>" + "9" * 5_000 + "</v>", "<v> 12 </v>",
)  # fmt: skip
_TEXTS = (
    "１２３４．５", "1,234", "￥12", "12%", "=1+1", "+1", "-1", "@x", "1 234.5", "约3千", "3.2亿元", "不适用", "暂无数据", "--",
    "1e5", "٣٤", "", "\t9", "9" * 70, "−5", "1,23", "N/A", "#REF!", "0", "-0", ".5", "5.", "２０２１年３月",
)  # fmt: skip
_KINDS = ("n", "str", "inlineStr", "b", "e", "d", "s", "zz")


def _cells(content: bytes, chance: random.Random) -> bytes:
    """Cells to fill replaced by values of every kind, under every kind's name."""
    sheet = part_of(content, SHEET_XML).decode()
    for _ in range(chance.randint(1, 8)):
        place = f"{chance.choice('DEFGHI')}{chance.randint(7, 21)}"
        kind, style = chance.choice(_KINDS), chance.choice(["", ' s="1"', ' s="99999"', ' s="x"'])
        text = f"<is><t>{chance.choice(_TEXTS).replace('&', '&amp;')}</t></is>"
        inside = text if kind == "inlineStr" else chance.choice(_VALUES)
        sheet = re.sub(rf'<c r="{place}"[^>]*?(/>|>.*?</c>)', f'<c r="{place}" t="{kind}"{style}>{inside}</c>', sheet)
    return with_parts(content, {SHEET_XML: sheet.encode()})


def _structure(content: bytes, chance: random.Random) -> bytes:
    """Merged blocks, hidden rows and columns, references out of range."""
    sheet = part_of(content, SHEET_XML).decode()
    changes: list[Callable[[str], str]] = [
        lambda text: text.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="D8:E9"/></mergeCells>'),
        lambda text: text.replace('<row r="10"', '<row r="10" hidden="1"'),
        lambda text: text.replace("<cols>", '<cols><col min="4" max="4" hidden="1"/>'),
        lambda text: text.replace('r="D8"', f'r="{chance.choice(["ZZZZ1", "D0", "8D", "", "XFD9", "D8:E9"])}"'),
        lambda text: text.replace('<row r="9"', f'<row r="{chance.choice(["0", "-1", "x", "99999999", "7"])}"'),
        lambda text: re.sub(r'<row r="9".*?</row>', "", text),
        lambda text: text.replace("<mergeCells", "<mergeCells><mergeCell ref='::'/", 1),
    ]
    for change in chance.sample(changes, chance.randint(1, 3)):
        sheet = change(sheet)
    return with_parts(content, {SHEET_XML: sheet.encode()})


def _extra_part(content: bytes, chance: random.Random) -> bytes:
    parts = (
        "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/activeX/activeX1.bin", "xl/embeddings/o.bin",
        "xl/connections.xml", "../../etc/passwd", "C:\\x.xml", "xl/\x01.xml", "docProps/custom.xml", "xl/macrosheets/s.xml",
    )  # fmt: skip
    return with_parts(content, {chance.choice(parts): chance.randbytes(40)})


def _missing_part(content: bytes, chance: random.Random) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        left_out = chance.choice(source.namelist())
        for name in source.namelist():
            if name != left_out:
                target.writestr(name, source.read(name))
    return written.getvalue()


def _other_file(content: bytes, chance: random.Random) -> bytes:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(500)
    others = (
        b"", ole, ole + "EncryptedPackage".encode("utf-16-le"), b"PK\x05\x06" + b"\0" * 18, chance.randbytes(300),
        "代码,数\n1,2\n".encode("gb18030"), b"\xff\xfea\0,\0b\0", b"<html>1</html>", b"%PDF-1.7", zlib.compress(content),
    )  # fmt: skip
    return chance.choice(others)


def _encrypted_flag(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    place = content.find(b"PK\x01\x02", chance.randrange(len(content) // 2))
    changed[place + 8] |= chance.choice([1, 8, 64])
    return bytes(changed)


_WAYS: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes flipped": _flipped,
    "bytes flipped inside a part": _flipped_inside,
    "cut short": _cut,
    "markup swapped": _swapped,
    "cells of every kind": _cells,
    "cells of all kinds": _cells,
    "structure": _structure,
    "a part too many": _extra_part,
    "a part missing": _missing_part,
    "another file": _other_file,
    "flags": _encrypted_flag,
}
