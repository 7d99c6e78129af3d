"""Finds the messages that a source file marks for translation."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "N_": None,
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METHODS = {".py": "python", ".html": "python", ".txt": "python", ".js": "javascript"}

if not settings.configured:
    settings.configure(USE_I18N=True)


def messages_in(path: Path) -> Iterator[tuple[str, str, str]]:
    """(context, text, plural) of every marked message; the latter two differ only where there is a plural."""
    source = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        source = templatize(source, origin=str(path))
    for _line, text, _comments, context in extract(METHODS[path.suffix], io.BytesIO(source.encode()), KEYWORDS):
        if isinstance(text, tuple):
            yield context or "", text[0], text[1]
        elif text:
            yield context or "", text, ""
