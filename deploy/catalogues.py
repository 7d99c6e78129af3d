"""Compiles the Chinese catalogues: `python -m deploy.catalogues`.."""

from pathlib import Path

import polib

from deploy.environment import PROJECT

CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


def packages(root: Path = PROJECT) -> list[Path]:
    """Every package with a catalogue of its own."""
    inner = sorted(path.parent for path in (root / "assessment").glob("*/__init__.py"))
    return [*inner, *(path for path in (root / "reporting", root / "deploy") if path.is_dir())]


def compile_catalogues(root: Path = PROJECT) -> int:
    """Write the binary catalogues that are missing or older than their text; the number written."""
    written = 0
    for package in packages(root):
        text = package / CATALOGUE
        binary = text.with_suffix(".mo")
        if text.exists() and (not binary.exists() or binary.stat().st_mtime <= text.stat().st_mtime):
            polib.pofile(str(text)).save_as_mofile(str(binary))
            written += 1
    return written


if __name__ == "__main__":
    compile_catalogues()
