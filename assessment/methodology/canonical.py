"""Canonical form and digest of whatever is hashed: receipts, runs, audit entries.

The form never changes without a new schema number; old numbers stay readable for ever.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from assessment.methodology.errors import N_, AssessmentError

SCHEMA = 1
_PLAIN_TYPES = frozenset({str, int, bool, type(None)})


class NotCanonical(AssessmentError):
    code = "not_canonical"
    message = N_("A value of type {kind} has no canonical form; use text, whole numbers or decimals.")


def canonical_bytes(document: object, *, schema: int = SCHEMA) -> bytes:
    """UTF-8 JSON `[schema,document]`: keys sorted, no spaces, decimals as plain strings.

    Floats are refused (`NotCanonical`): two processors may print them differently.
    """
    plain = document if _is_plain(document) else _plain(document)
    return json.dumps(
        [schema, plain], ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(document: object, *, schema: int = SCHEMA) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(document, schema=schema)).hexdigest()


def _is_plain(value: object) -> bool:
    """Whether JSON has a form for the whole of it already; large documents mostly are, and need no copy."""
    if type(value) is dict:
        return all(type(key) is str and (type(item) in _PLAIN_TYPES or _is_plain(item)) for key, item in value.items())
    if type(value) is list:
        return all(type(item) in _PLAIN_TYPES or _is_plain(item) for item in value)
    return type(value) in _PLAIN_TYPES


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
