"""The child process that reads: limits first, then one file, and an answer on standard output.

It has no settings, no database and no secret to lose.
"""

import json
import sys
from typing import Any

from assessment.filing.errors.workbook import TakesTooLong
from assessment.filing.workbook.book_reading import read_book
from assessment.filing.workbook.child_limits import limit_process, read_task
from assessment.filing.workbook.limits import Limits
from assessment.methodology.errors import AssessmentError, Phrase


def main() -> None:
    """Exit 0 with an answer; whatever else happens, the parent takes for a damaged or an endless file."""
    task, content = read_task()
    limits = Limits(**task["limits"])
    limit_process(limits.seconds)
    try:
        answer: dict[str, Any] = {"book": read_book(content, limits, only=task["only"])}
    except AssessmentError as refusal:
        answer = {"refused": _document(refusal)}
    except MemoryError:
        answer = {"refused": _document(TakesTooLong())}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def _document(error: AssessmentError) -> dict[str, Any]:
    return {"code": error.code, "where": {name: _value(value) for name, value in error.where.items()}}


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return {"phrase": value.message}
    return value if isinstance(value, int) else str(value)
