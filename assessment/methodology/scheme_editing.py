"""Changing single values in the text of a scheme, everything around them kept: comments, order, line ends.

Source: the rule that a scheme is text a person reads: a page that changes a weight changes that number and no more.
"""

from collections.abc import Mapping
from decimal import Decimal

from assessment.methodology.formula_text import figure_text
from assessment.methodology.scheme_reading import Entry, Section, read_document

Replacement = tuple[int, int, str]


def with_code(text: str, code: str) -> str:
    """The text under another code, as plain word or in quotes as it stood."""
    return _replaced(text, [_place(read_document(text).need("code"), code)])


def with_weights(text: str, weights: Mapping[str, Decimal]) -> str:
    """The text with other weights; a part that is not named, or that has no weight, stays as it is."""
    replacements: list[Replacement] = []
    top = read_document(text)
    for key in ("aggregates", "indicators"):
        for entry in top.need(key).entries():
            part = Section.of(entry, where=key)
            code, weight = part.need("code").text(), part.get("weight")
            if weight is not None and code in weights and weight.number() != weights[code]:
                replacements.append(_place(weight, figure_text(weights[code])))
    return _replaced(text, replacements)


def _place(entry: Entry, value: str) -> Replacement:
    return entry.node.start_mark.index, entry.node.end_mark.index, value


def _replaced(text: str, replacements: list[Replacement]) -> str:
    """From the end to the beginning, so that places before stay where they are."""
    for start, end, value in sorted(replacements, reverse=True):
        text = text[:start] + value + text[end:]
    return text
