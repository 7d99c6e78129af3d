"""The search over explanations: what is asked for, and the lines that are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import QuerySet

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.models import Explanation
from assessment.methodology.explanations import REASONS
from assessment.methodology.periods import Period
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
class SearchChoices:
    """What forms, periods and regions the explanations open to the reader are of: codes and words."""

    forms: list[tuple[str, str]]
    periods: list[tuple[str, str]]
    regions: list[tuple[str, str]]


def choices_among(visible: QuerySet[Explanation]) -> SearchChoices:
    """In words, so that nobody types a code: three questions, the newest period first."""
    among = visible.order_by()
    form, region = "return_filed__collection__form_version__form", "return_filed__reporting_unit__region"
    periods = among.values_list(_FIELDS["period"], flat=True).distinct()
    return SearchChoices(
        forms=_named(among, form, "name"),
        periods=[(code, formats.period(code)) for code in sorted(periods, key=Period.parse, reverse=True)],
        regions=_named(among, region, "short_name"),
    )


def _named(among: QuerySet[Explanation], record: str, attribute: str) -> list[tuple[str, str]]:
    """Codes and names in the reader's language; Chinese where there is no English."""
    names = (f"{record}__code", f"{record}__{attribute}_zh", f"{record}__{attribute}_en")
    found = sorted(among.values_list(*names).distinct())
    return [(code, chinese if formats.in_chinese() else english or chinese) for code, chinese, english in found]


@dataclass(frozen=True)
class ExplanationLine:
    """One explanation in the list."""

    unit: str
    form: str
    period: str
    number: int
    return_id: int
    rule: str
    item: str
    reason: str
    text: str
    given_by: str
    given_at: datetime


def explanation_lines(found: Iterable[Explanation]) -> list[ExplanationLine]:
    """The lines of one page of the list, each with its item and who gave it: two questions for all names."""
    rows = list(found)
    names = display_names({row.given_by for row in rows})
    versions = {row.return_filed.collection.form_version_id for row in rows}
    items = {
        (item.form_version_id, item.code): item
        for item in Item.objects.filter(form_version__in=versions, code__in={_item_of(row) for row in rows})
    }
    return [
        _line(
            row,
            items.get((row.return_filed.collection.form_version_id, _item_of(row))),
            names.get(row.given_by, row.given_by),
        )
        for row in rows
    ]


def _item_of(row: Explanation) -> str:
    """The code of the item the finding points at; empty where it is about the whole return."""
    return row.place.partition(".")[0]


def _line(row: Explanation, item: Item | None, given_by: str) -> ExplanationLine:
    filed = row.return_filed
    return ExplanationLine(
        unit=filed.reporting_unit.name_zh,
        form=named(filed.collection.form_version.form),
        period=filed.collection.period,
        number=row.version.number,
        return_id=filed.pk,
        rule=row.rule,
        item="" if item is None else named(item, "label"),
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
