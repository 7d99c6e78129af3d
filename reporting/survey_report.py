"""What the survey quality sheet shows: an estimation in official words, before any sheet is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessment.display.site import is_demo
from assessment.measurement.survey_models import SurveyEstimation
from assessment.methodology.run_document import thaw
from assessment.methodology.survey_estimation import TOTAL
from assessment.methodology.units import Unit, convert
from assessment.territory.models import Region
from reporting import survey_terms as words

CHECK_DIGITS = 8


@dataclass(frozen=True)
class EstimateRow:
    """Per cent where the head says so, 亿元 for value added; None where it cannot be told."""

    name: str
    estimator: str
    percents: tuple[Decimal | None, ...]
    respondents: int
    publish: str
    value_added: Decimal
    digital: Decimal | None


@dataclass(frozen=True)
class StratumRow:
    name: str
    population: int
    sampled: int
    respondents: int
    weight: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        return Decimal(100 * self.respondents) / self.sampled if self.sampled else None


@dataclass(frozen=True)
class SurveyReport:
    year: str
    maker: str
    made_at: datetime
    demo: bool
    estimates: tuple[EstimateRow, ...]
    strata: tuple[StratumRow, ...]
    findings: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    check_code: str

    @property
    def title(self) -> str:
        return words.TITLE.format(year=self.year)


def survey_report(estimation: SurveyEstimation, *, maker: str, at: datetime) -> SurveyReport:
    """The report of a finished estimation."""
    result = thaw(estimation.result_document)
    names = dict(Region.objects.filter(valid_until__isnull=True).values_list("code", "short_name_zh"))
    return SurveyReport(
        year=estimation.survey.period,
        maker=maker,
        made_at=timezone.localtime(at),
        demo=is_demo(),
        estimates=tuple(_estimate(row, names) for row in result["estimates"]),
        strata=tuple(
            StratumRow(
                place_name(row["label"], names),
                row["population"],
                row["sampled"],
                row["respondents"],
                _decimal(row["weight"]),
            )
            for row in result["strata"]
        ),
        findings=tuple(
            (words.FINDINGS[row["code"]], place_name(row["where"], names), row["expected"], row["received"])
            for row in result["findings"]
        ),
        notes=tuple(_notes(estimation, result, names)),
        check_code=estimation.result_digest[:CHECK_DIGITS],
    )


def place_name(label: str, names: Mapping[str, str]) -> str:
    """贵阳市 C13 中型 for the label of a stratum, members of a merged one joined by ＋; a city by its name."""
    parts = (
        " ".join(words.SIZES.get(part, names.get(part, part)) for part in one.split("|")) for one in label.split("+")
    )
    return "＋".join(parts)


def _estimate(row: Mapping[str, Any], names: Mapping[str, str]) -> EstimateRow:
    fractions = (row["ratio"], row["standard_error"], row["cv"], row["lower"], row["upper"])
    digital = row["digital_value_added"]
    return EstimateRow(
        name=words.TOTAL if row["domain"] == TOTAL else names.get(row["domain"], row["domain"]),
        estimator=words.ESTIMATORS[row["estimator"]],
        percents=tuple(None if text is None else Decimal(text) * 100 for text in fractions),
        respondents=row["respondents"],
        publish=words.CLASSES[row["class"]],
        value_added=_hundred_million(row["value_added"]),
        digital=None if digital is None else _hundred_million(digital),
    )


def _notes(estimation: SurveyEstimation, result: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    survey = estimation.survey
    rate = _decimal(result["response_rate"])
    design = words.DESIGN_NOTE.format(
        strata=len(result["strata"]),
        drawn=sum(row["sampled"] for row in result["strata"]),
        rate="--" if rate is None else f"{rate * 100:.1f}",
        method=words.METHODS[survey.share_method],
        seed=survey.seed,
    )
    trace = words.TRACE_NOTE.format(
        frame=survey.frame_digest[:CHECK_DIGITS],
        draw=survey.draw_digest[:CHECK_DIGITS],
        input=estimation.input_digest[:CHECK_DIGITS],
        result=estimation.result_digest[:CHECK_DIGITS],
        number=estimation.number,
    )
    merged = "；".join(dict.fromkeys(place_name(row["merged_into"], names) for row in result["collapses"]))
    collapse = [words.COLLAPSE_NOTE.format(reason=estimation.collapse_reason, merged=merged)] if merged else []
    return [words.RULE_NOTE, design, *collapse, trace]


def _hundred_million(text: str) -> Decimal:
    return convert(Decimal(text), Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
