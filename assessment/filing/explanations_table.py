"""The search over explanations: what is asked for, and the lines that are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import QuerySet

from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.models import Explanation
from assessment.methodology.explanations import REASONS
from assessment.people.queries import display_names

_FIELDS = {
    "text": "text__icontains",
    "form": "return_filed__collection__form_version__form__code",
    "period": "return_filed__collection__period",
    "region": "return_filed__reporting_unit__region__code",
    "rule": "rule",
    "reason": "reason",
}
_WORDS = {reason.code: reason for reason in REASONS}


@dataclass(frozen=True)
class ExplanationSearch:
    """What the reader typed. An empty field narrows nothing."""

    text: str = ""
    form: str = ""
    period: str = ""
    region: str = ""
    rule: str = ""
    reason: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        return cls(**{name: str(asked.get(name, "")).strip() for name in _FIELDS})

    def narrowed(self, found: QuerySet[Explanation]) -> QuerySet[Explanation]:
        wanted = {lookup: getattr(self, name) for name, lookup in _FIELDS.items() if getattr(self, name)}
        return found.filter(**wanted)

    @property
    def reasons(self) -> list[tuple[str, str, bool]]:
        return [(code, _said(code), code == self.reason) for code in _WORDS]


@dataclass(frozen=True)
class ExplanationLine:
    """One explanation in the list."""

    unit: str
    form: str
    period: str
    number: int
    return_id: int
    rule: str
    place: str
    reason: str
    text: str
    given_by: str
    given_at: datetime


def explanation_lines(found: Iterable[Explanation]) -> list[ExplanationLine]:
    """The lines of one page of the list, each with the name of who gave it: one question for all names."""
    rows = list(found)
    names = display_names({row.given_by for row in rows})
    return [_line(row, names.get(row.given_by, row.given_by)) for row in rows]


def _line(row: Explanation, given_by: str) -> ExplanationLine:
    filed = row.return_filed
    return ExplanationLine(
        unit=filed.reporting_unit.name_zh,
        form=named(filed.collection.form_version.form),
        period=filed.collection.period,
        number=row.version.number,
        return_id=filed.pk,
        rule=row.rule,
        place=row.place.partition(".")[0],
        reason=_said(row.reason),
        text=row.text,
        given_by=given_by,
        given_at=row.given_at,
    )


def _said(code: str) -> str:
    reason = _WORDS.get(code)
    if reason is None:
        return code
    return reason.zh if formats.in_chinese() else reason.en
