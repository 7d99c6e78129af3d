"""Pictures of printed pages, small and grey, and a comparison that forgives another hinting but no moved line.

A picture is compared point by point with what the other one holds within one point around (1.3 mm): a text that lies
a hair beside its place, or is drawn a little darker, is the same page. A line, a column or a word that is not within
this reach counts, with the darkness it lacks or has too much; where a field of ten points a side gathers more than
`MOST` of it, the page is another one.
"""

import struct
import subprocess
import zlib
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float64]
"""Darkness of each point: 0 is paper, 1 is ink."""

LONGER_SIDE: Final = 220
FINER: Final = 4
"""A page is drawn so many times finer and averaged: what the drawing program does at edges hardly matters."""

REACH, FIELD = 1, 10
LEAST, MOST = 0.05, 2.2
"""Differences of darkness below the first are none; a field may gather the second of them.

Measured over nine pages: shifted by a third of a millimetre, or drawn without smooth lines, none gathers more than
1.4; none of the spoilt pages of the test less than 3.9.
"""

LEVELS: Final = 15
HEADER: Final = 40
"""Kind, width and height of a PGM stand in its first bytes."""

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def picture_of(pdf: Path, page: int, *, options: tuple[str, ...] = (), finer: int = FINER, moved: int = 0) -> Picture:
    """One page of a document, drawn by Poppler; `options` are handed to it. `moved`: by so many of the finer points."""
    side = str(LONGER_SIDE * finer)
    command = ["pdftoppm", "-gray", "-scale-to", side, "-f", str(page), "-l", str(page), *options, str(pdf)]
    drawn = subprocess.run(command, capture_output=True, check=True).stdout
    assert drawn, f"{pdf.name} has no page {page}"
    width, height = map(int, drawn[:HEADER].split()[1:3])
    fine = 1 - np.frombuffer(drawn[-width * height :], np.uint8).reshape(height, width) / 255
    return _averaged(np.roll(fine, (moved, moved), axis=(0, 1)), finer)


def _averaged(fine: Picture, finer: int) -> Picture:
    height, width = (length // finer * finer for length in fine.shape)
    blocks = fine[:height, :width].reshape(height // finer, finer, width // finer, finer)
    mean: Picture = blocks.mean(axis=(1, 3))
    return mean


def differing_fields(kept: Picture, found: Picture) -> list[tuple[int, int, float]]:
    """Row, column and weight of each field in which two pictures differ; all of them where the paper is another."""
    if kept.shape != found.shape:
        return [(0, 0, float(kept.size))]
    kept, found = _softened(kept), _softened(found)
    apart = np.maximum(_beyond(kept, found), _beyond(found, kept))
    rows, columns = (-(-length // FIELD) for length in apart.shape)
    whole = np.zeros((rows * FIELD, columns * FIELD))
    whole[: apart.shape[0], : apart.shape[1]] = apart
    weights = whole.reshape(rows, FIELD, columns, FIELD).sum(axis=(1, 3))
    return [(row, column, float(weights[row, column])) for row, column in np.argwhere(weights > MOST).tolist()]


def _beyond(one: Picture, other: Picture) -> Picture:
    """How much darker or lighter each point is than anything within reach of it in the other picture."""
    around = _around(other)
    darkest, lightest = around.max(axis=(2, 3)), around.min(axis=(2, 3))
    apart: Picture = np.maximum(one - darkest, lightest - one)
    return np.where(apart > LEAST, apart, 0)


def _softened(picture: Picture) -> Picture:
    """Each point the mean of what lies around it: a thin line between two points is as dark as one on a point."""
    mean: Picture = _around(picture).mean(axis=(2, 3))
    return mean


def _around(picture: Picture) -> Picture:
    side = 2 * REACH + 1
    return np.lib.stride_tricks.sliding_window_view(np.pad(picture, REACH, mode="edge"), (side, side))


def write_picture(picture: Picture, path: Path) -> None:
    """A PNG of sixteen greys, some kilobytes."""
    shades = LEVELS - np.rint(picture * LEVELS).astype(np.uint8)
    height, width = shades.shape
    padded = np.pad(shades, ((0, 0), (0, width % 2)))
    lines = (padded[:, ::2] << 4) | padded[:, 1::2]
    packed = b"".join(b"\0" + line.tobytes() for line in lines)
    header = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(map(_part, *zip(*parts, strict=True))))


def read_picture(path: Path) -> Picture:
    """A picture as `write_picture` wrote it."""
    content = path.read_bytes()
    width, height, depth, *others = struct.unpack(">IIBBBBB", content[16:29])
    assert content.startswith(SIGNATURE), path
    assert (depth, others) == (4, [0, 0, 0, 0]), f"{path}: not written by write_picture"
    [length] = struct.unpack(">I", content[33:37])
    lines = np.frombuffer(zlib.decompress(content[41 : 41 + length]), np.uint8).reshape(height, -1)[:, 1:]
    shades = np.stack((lines >> 4, lines & LEVELS), axis=2).reshape(height, -1)[:, :width]
    picture: Picture = 1 - shades / LEVELS
    return picture


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
