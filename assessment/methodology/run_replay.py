"""Computing a stored run again and saying where it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.run_document import Document, DocumentUnreadable, compute


@dataclass(frozen=True)
class Replay:
    """What came out now beside what was stored; empty `differing` steps and equal digests are *identical*."""

    stored_digest: str
    digest: str
    differing: tuple[str, ...]

    @property
    def identical(self) -> bool:
        return not self.differing and self.digest == self.stored_digest


def replay(document: Document, *, steps: Mapping[str, str], result_digest: str) -> Replay:
    """`steps` are the stored digests of the steps; a step that is stored but no longer computed differs too.

    `DocumentUnreadable` where a part of the document is missing or of another kind.
    """
    try:
        result = compute(document)
    except (ArithmeticError, ValueError) as error:
        raise DocumentUnreadable(problem=Phrase(N_("a number in it cannot be read"))) from error
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        # A stored document always computes; one that lacks a part was written by somebody else.
        raise DocumentUnreadable(problem=str(error)) from error
    received = {name: digest(step) for name, step in result.steps.items()}
    names = dict.fromkeys((*received, *steps))
    differing = tuple(name for name in names if received.get(name) != steps.get(name))
    return Replay(result_digest, result.digest, differing)


def golden_document(document: Document) -> dict[str, Any]:
    """A run with the digests it gave, as fixtures/golden keeps it."""
    result = compute(document)
    return {
        "document": document,
        "steps": {name: digest(step) for name, step in result.steps.items()},
        "result_digest": result.digest,
    }
