"""What a run would freeze now: the canonical document of a period's inputs under its frozen scheme."""

from dataclasses import dataclass
from typing import Any

from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.models import Item, SchemeVersion
from assessment.catalogue.queries import scheme_in_force, scheme_of
from assessment.measurement.models import Batch
from assessment.measurement.opinion_queries import contested_figures
from assessment.measurement.queries import confirmed_batch, confirmed_in_part, confirmed_part, units_document
from assessment.methodology.canonical import SCHEMA, list_text, object_text, text_of
from assessment.methodology.errors import AssessmentError
from assessment.methodology.extrapolation import months_beyond
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.run_document import ANNUAL, CURRENT_METHOD, QUARTERLY, freeze, text_digest, thaw
from assessment.methodology.run_indicators import LAST_YEAR, LEVEL_ITEM
from assessment.methodology.scheme import Scheme
from assessment.methodology.scheme_parts import PartOfYear
from assessment.scoring.errors.runs import (
    MeasurementNotConfirmed,
    MonthsCoverMore,
    MonthsNeverScore,
    NoAcceptedReturn,
    PeriodOfOtherKind,
    SameMonthsNotConfirmed,
)
from assessment.scoring.return_inputs import return_texts, waived_units

CURRENT, SAME_PERIOD_LAST_YEAR = "current", "same_period_last_year"
_PERIOD_KINDS = {
    SchemeVersion.Kind.QUARTERLY: (PeriodKind.CUMULATIVE, "2021c03"),
    SchemeVersion.Kind.ANNUAL: (PeriodKind.YEAR, "2021"),
}


@dataclass(frozen=True)
class FrozenInputs:
    """A document as it is stored, with what it was frozen from."""

    period: Period
    scheme_version: SchemeVersion
    text: str
    batch: Batch | None = None

    @property
    def digest(self) -> str:
        return text_digest(self.text)


def freeze_inputs(period_code: str, kind: str) -> FrozenInputs:
    """The inputs of a period as they stand, under the scheme in force.

    A quarter takes the versions in force of all assessed units, a year the newest confirmed measurements of the
    year and of the year before (of the same months of both, where the scheme lets a part of the year score). Raises
    what is missing: scheme, accepted returns, confirmed measurement.
    """
    period = Period.parse(period_code)
    expected, example = _PERIOD_KINDS[SchemeVersion.Kind(kind)]
    if period.kind is not expected:
        raise PeriodOfOtherKind(kind=kind, expected=example, received=period.code)
    version = scheme_in_force(kind, period)
    if kind == SchemeVersion.Kind.ANNUAL:
        return _annual(period, version)
    return FrozenInputs(period, version, _quarterly(period, version))


def _header(kind: str, period: Period, version: SchemeVersion) -> dict[str, Any]:
    return {
        "kind": kind,
        "method_version": CURRENT_METHOD,
        "period": period.code,
        "scheme": {
            "code": version.code,
            "number": version.number,
            "title_zh": version.title_zh,
            "document_number": version.document_number,
            "digest": version.digest,
            "text": version.text,
        },
        "units": units_document(closes_on(period)),
    }


def _quarterly(period: Period, version: SchemeVersion) -> str:
    """The canonical text, put together from those of the returns: of counties they hold 150,000 cells."""
    columns = _columns(scheme_of(version))
    items = sorted({item for item, _ in columns})
    returns = return_texts(period, items)
    if not returns:
        raise NoAcceptedReturn(period=period.code)
    units = dict(
        Item.objects.filter(form_version__collections__period=period.code, code__in=items).values_list("code", "unit")
    )
    known = [{"item": item, "basis": basis, "unit": units.get(item, "")} for item, basis in columns if item in units]
    inputs = {
        "columns": text_of(known),
        "returns": list_text(returns),
        "waived": text_of(waived_units(period, items)),
    }
    header = {name: text_of(part) for name, part in _header(QUARTERLY, period, version).items()}
    return list_text((str(SCHEMA), object_text({**header, "inputs": object_text(inputs)})))


def _columns(scheme: Scheme) -> list[tuple[str, str]]:
    """Items and bases the scheme reads; level and pair of software revenue are always shown beside the scores."""
    wanted = {(LEVEL_ITEM, CURRENT), (LEVEL_ITEM, SAME_PERIOD_LAST_YEAR)}
    for column in scheme.columns:
        item = column.removesuffix(LAST_YEAR)
        wanted.add((item, CURRENT if item == column else SAME_PERIOD_LAST_YEAR))
    return sorted(wanted)


def _refusal(years: list[str]) -> AssessmentError:
    """Extrapolated months never stand in for a year, and whoever hoped so is told."""
    in_part = confirmed_in_part(years)
    return MonthsNeverScore(years=in_part) if in_part else MeasurementNotConfirmed(years=years)


def _annual(period: Period, version: SchemeVersion) -> FrozenInputs:
    base = period.same_period_last_year()
    confirmed = _confirmed_years(period, base, scheme_of(version))
    document = {
        **_header(ANNUAL, period, version),
        "base_period": base.code,
        "inputs": {
            "measurements": [
                {
                    "year": year,
                    "batch": batch.number,
                    "name": batch.name_zh,
                    "result_digest": batch.result_digest,
                    "contested": sorted({region for region, _ in contested_figures(batch)}),
                    "document": thaw(batch.document),
                }
                for year, batch in sorted(confirmed.items())
            ]
        },
    }
    return FrozenInputs(period, version, freeze(document), confirmed[period.code])


def _confirmed_years(period: Period, base: Period, scheme: Scheme) -> dict[str, Batch]:
    """The newest confirmed batches of both years: full years, else the same months of both where the scheme says so."""
    batches = {year.code: confirmed_batch(year.code) for year in (period, base)}
    confirmed = {year: batch for year, batch in batches.items() if batch is not None}
    if len(confirmed) == len(batches):
        return confirmed
    part = confirmed_part(period.code) if period.code not in confirmed else None
    if part is None or scheme.part_of_year is not PartOfYear.SCORE:
        raise _refusal(sorted(set(batches) - set(confirmed)))
    months_before = confirmed_batch(base.code, months=part.months)
    if months_before is None:
        raise SameMonthsNotConfirmed(year=base.code, months=part.name_zh)
    for batch in (part, months_before):
        covered = months_beyond(thaw(batch.result_document))
        if covered is not None:
            raise MonthsCoverMore(batch=batch.name_zh, received=covered, expected=batch.months)
    return {period.code: part, base.code: months_before}
