"""Canonical form and digest of whatever is hashed: receipts, runs, audit entries.

The form never changes without a new schema number; old numbers stay readable for ever.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import chain
from json.encoder import encode_basestring
from typing import Final

from assessment.methodology.errors import N_, AssessmentError

SCHEMA = 1
_PLAIN_TYPES: Final = frozenset({str, int, bool, type(None), dict, list})
_TEXT: Final = frozenset({str})
# Deeper than JSON is ever written: what goes on for longer runs in a circle, and the encoder says so.
_MOST_LEVELS: Final = 1000
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


# The canonical text of a text.
quoted: Final = encode_basestring


class NotCanonical(AssessmentError):
    code = "not_canonical"
    message = N_("A value of type {kind} has no canonical form; use text, whole numbers or decimals.")


def canonical_bytes(document: object, *, schema: int = SCHEMA) -> bytes:
    """UTF-8 JSON `[schema,document]`: keys sorted, no spaces, decimals as plain strings.

    Floats are refused (`NotCanonical`): two processors may print them differently.
    """
    return list_text((str(schema), text_of(document))).encode()


def text_of(part: object) -> str:
    """The canonical text of a part of a document, to be put into `object_text` or `list_text`."""
    if type(part) is str:
        return quoted(part)
    return _ENCODER.encode(part if _is_plain(part) else _plain(part))


def object_text(parts: Mapping[str, str]) -> str:
    """The canonical text of an object whose parts are written already: large documents are put together from texts."""
    return "{" + ",".join([f"{quoted(key)}:{parts[key]}" for key in sorted(parts)]) + "}"


def list_text(parts: Iterable[str]) -> str:
    """The canonical text of a list whose parts are written already."""
    return "[" + ",".join(parts) + "]"


def digest(document: object, *, schema: int = SCHEMA) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(document, schema=schema)).hexdigest()


def _is_plain(value: object) -> bool:
    """Whether JSON has a form for the whole of it already; large documents mostly are, and need no copy.

    Level by level, so that a million values are looked at without a call for each.
    """
    level = [value]
    for _ in range(_MOST_LEVELS):
        if not _PLAIN_TYPES.issuperset(map(type, level)):
            return False
        objects = [one for one in level if type(one) is dict]
        if not _TEXT.issuperset(map(type, chain.from_iterable(objects))):
            return False
        lists = [one for one in level if type(one) is list]
        level = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(lists)]
        if not level:
            break
    return True


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise NotCanonical(kind=type(value).__name__)
