"""Problems as plain data, to be told again later in the reader's language."""

from collections.abc import Mapping
from typing import Any

from assessment.methodology.errors import AssessmentError, Phrase


def document_of(problem: AssessmentError) -> dict[str, Any]:
    """The message and its gaps, problems inside problems included."""
    return {
        "code": problem.code,
        "message": problem.message,
        "where": {name: _value(value) for name, value in problem.where.items()},
    }


def phrase_of(document: Mapping[str, Any]) -> Phrase:
    """The sentence again; nested ones become phrases within it."""
    where = {name: phrase_of(value) if isinstance(value, dict) else value for name, value in document["where"].items()}
    return Phrase(document["message"], where)


def _value(value: object) -> object:
    if isinstance(value, AssessmentError):
        return document_of(value)
    if isinstance(value, Phrase):
        return {
            "code": "",
            "message": value.message,
            "where": {name: _value(part) for name, part in value.where.items()},
        }
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        return value
    return str(value)
