"""The words of a printed document and where they stand, as a guard of the layout that no font can fool."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

A4_LANDSCAPE = (842, 595)
MARGIN = 42.5
"""1.5 cm in points."""

TOUCH = 1.0
"""Boxes of neighbouring words may share this much of an edge, in points."""

LARGEST_WORD = 30
"""Higher words are the watermark, which lies across the others."""

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: "Word") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOUCH and down > TOUCH + 0.25 * min(self.bottom - self.top, other.bottom - other.top)


@dataclass(frozen=True)
class Page:
    """Size in points, the words without the watermark, and the letters of the watermark."""

    size: tuple[int, int]
    words: tuple[Word, ...]
    mark: frozenset[str]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def outside(self) -> list[str]:
        """Words in the margins at the sides, or off the sheet."""
        width, height = self.size
        return [
            word.text
            for word in self.words
            if word.left < MARGIN or word.right > width - MARGIN + 4 or word.top < MARGIN or word.bottom > height - 15
        ]

    @property
    def collisions(self) -> list[tuple[str, str]]:
        return [(one.text, other.text) for one, other in combinations(self.words, 2) if one.overlaps(other)]


def pages_of(document: Path) -> list[Page]:
    reader = shutil.which("pdftotext")
    assert reader, "pdftotext is needed to read the printed pages: install poppler-utils."
    done = subprocess.run([reader, "-bbox", str(document), "-"], capture_output=True, check=True)
    return [_page(*found) for found in _PAGE.findall(done.stdout.decode())]


def _page(width: str, height: str, inside: str) -> Page:
    words = [Word(*map(float, place), text) for *place, text in _WORD.findall(inside)]
    large = [word for word in words if word.bottom - word.top > LARGEST_WORD]
    plain = tuple(word for word in words if word not in large)
    letters = frozenset("".join(word.text for word in large))
    return Page((round(float(width)), round(float(height))), plain, letters)
