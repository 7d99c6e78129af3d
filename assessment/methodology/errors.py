"""The one family of errors: stable codes, sentences with named gaps, translated at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate here"
    """Mark a message id for the catalogue; the method itself never translates."""
    return text


@dataclass(frozen=True)
class Phrase:
    """Words inside a sentence that have a translation of their own, such as the name of a state; with gaps or not."""

    message: str
    where: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.message.format(**self.where)


class AssessmentError(Exception):
    """A refusal a person can act on.

    `code` is stable and machine-readable, `message` is an English message id whose
    named gaps are filled with the keyword arguments, `status` is the HTTP answer.
    """

    code: ClassVar[str] = "assessment_error"
    message: ClassVar[str] = N_("The request cannot be carried out.")
    status: ClassVar[int] = 400

    def __init__(self, **where: object) -> None:
        super().__init__(self.code)
        self.where = where

    def __str__(self) -> str:
        return self.message.format(**self.where)
