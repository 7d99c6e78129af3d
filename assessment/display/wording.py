"""What the system says to people: the sentence of an error, in the reader's language."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from django.utils.translation import gettext

from assessment.display import formats
from assessment.methodology.errors import AssessmentError, Phrase
from assessment.methodology.footnotes import Footnote
from assessment.methodology.units import Unit

NO_NAMES: Mapping[str, str] = MappingProxyType({})
FOOTNOTE_DECIMALS = 4
_CODES_IN_FOOTNOTES = ("missing", "children")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def say(error: AssessmentError) -> str:
    """The translated sentence of `error` with its gaps filled; nested errors and lists are said too."""
    where = {name: _say_value(value) for name, value in error.where.items()}
    return gettext(error.message).format(**where)


def say_phrase(phrase: Phrase) -> str:
    """A phrase on its own, such as the sentence of an error that was kept."""
    return str(_say_value(phrase))


def say_footnote(note: Footnote, names: Mapping[str, str] = NO_NAMES) -> str:
    """The sentence of a footnote: codes by their `names`, figures to four decimals at most, without trailing zeros."""
    where = {key: _short(value) for key, value in note.where.items()}
    for key in _CODES_IN_FOOTNOTES:
        if key in where:
            where[key] = "、".join(names.get(code, code) for code in str(where[key]).split(", "))
    return gettext(note.message).format(**where)


def _short(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    text = format(formats.rounded(value, decimals=FOOTNOTE_DECIMALS), "f")
    return text.rstrip("0").rstrip(".")


def _say_value(value: object) -> object:
    if isinstance(value, AssessmentError):
        return say(value)
    if isinstance(value, Phrase):
        return gettext(value.message).format(**{name: _say_value(part) for name, part in value.where.items()})
    if isinstance(value, Unit):
        return formats.unit(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return "、".join(str(_say_value(item)) for item in value)
    return visible(value) if isinstance(value, str) else value


def visible(text: str) -> str:
    """What a terminal would obey instead of showing it is shown as �; line breaks between sentences stay."""
    return _CONTROLS.sub("�", text)
