"""A survey as its pages show it: response by city and stratum, estimates with their CV, the strata of a design."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.measurement.survey_answers import Channel, drawn_units
from assessment.measurement.survey_models import Survey, SurveyEstimation, SurveyStratum, SurveyUnit
from assessment.measurement.survey_planning import Planned
from assessment.measurement.survey_wording import (
    channel_light,
    class_light,
    estimator_name,
    finding_words,
    percent,
    size_name,
)
from assessment.methodology.run_document import thaw
from assessment.methodology.survey_estimation import TOTAL
from assessment.methodology.survey_prior import CERTAINTY
from assessment.methodology.units import Unit, convert
from assessment.territory.models import Region

HIGHEST_SHOWN_CV = Decimal("0.45")


@dataclass(frozen=True)
class ResponseLine:
    """`bar` is the response rate in whole per cent, for the width of a bar."""

    name: str
    drawn: int
    online: int
    paper: int

    @property
    def answered(self) -> int:
        return self.online + self.paper

    @property
    def missing(self) -> int:
        return self.drawn - self.answered

    @property
    def rate(self) -> str:
        return percent(Decimal(self.answered) / self.drawn, 1) if self.drawn else formats.number(None)

    @property
    def bar(self) -> int:
        return 100 * self.answered // self.drawn if self.drawn else 0


@dataclass(frozen=True)
class StratumLine:
    city: str
    industry: str
    size: str
    population: int
    value_added: str
    deviation: str
    planned: str
    allocated: str
    take_all: bool


@dataclass(frozen=True)
class EstimateLine:
    """`bar` is the CV as a share of the widest shown, in whole per cent."""

    name: str
    estimator: str
    ratio: str
    cv: str
    interval: str
    amount: str
    respondents: int
    light: Light
    bar: int
    tone: str
    total: bool


@dataclass(frozen=True)
class FoundLine:
    text: str
    where: str
    expected: str
    received: str


@dataclass(frozen=True)
class EstimationView:
    lines: tuple[EstimateLine, ...]
    findings: tuple[FoundLine, ...]
    collapses: tuple[tuple[str, str], ...]
    response_rate: str


@dataclass(frozen=True)
class QuestionnaireLine:
    unit: SurveyUnit
    city: str
    size: str
    channel: str
    light: Light


def response_lines(
    units: Iterable[SurveyUnit], channels: Mapping[str, Channel]
) -> tuple[ResponseLine, list[ResponseLine], list[ResponseLine]]:
    """In all, by city and by stratum, in the order of the strata."""
    counts: dict[str, dict[str, list[int]]] = {"all": {}, "city": {}, "stratum": {}}
    for unit in units:
        channel = channels.get(unit.pseudonym)
        keys = ("all", ""), ("city", unit.region.short_name_zh), ("stratum", _stratum_name(unit))
        for kind, name in keys:
            line = counts[kind].setdefault(name, [0, 0, 0])
            line[0] += 1
            line[1] += channel is Channel.ONLINE
            line[2] += channel is Channel.PAPER
    whole = ResponseLine("", *counts["all"].get("", [0, 0, 0]))
    parts = [[ResponseLine(name, *line) for name, line in counts[kind].items()] for kind in ("city", "stratum")]
    return whole, parts[0], parts[1]


def stratum_lines(strata: Sequence[SurveyStratum], planned: Planned | None) -> list[StratumLine]:
    """The strata of a design, with n_h as planned, else as fixed."""
    return [
        StratumLine(
            city=one.region.short_name_zh,
            industry=one.industry,
            size=size_name(one.size_class),
            population=one.population,
            value_added=formats.number(one.value_added),
            deviation=formats.number(Decimal(one.deviation)),
            planned=_planned_deviation(one, planned),
            allocated=_allocated(one, planned),
            take_all=one.take_all,
        )
        for one in strata
    ]


def estimation_view(estimation: SurveyEstimation) -> EstimationView | None:
    """What a finished estimation says; None before that."""
    if not estimation.result_document:
        return None
    result = thaw(estimation.result_document)
    names = dict(Region.objects.filter(valid_until__isnull=True).values_list("code", "short_name_zh"))
    return EstimationView(
        lines=tuple(_estimate_line(row, names) for row in result["estimates"]),
        findings=tuple(
            FoundLine(finding_words(one["code"]), _place(one["where"], names), one["expected"], one["received"])
            for one in result["findings"]
        ),
        collapses=tuple(
            (_place(one["stratum"], names), _place(one["merged_into"], names)) for one in result["collapses"]
        ),
        response_rate=percent(result["response_rate"], 1),
    )


def questionnaire_lines(
    survey: Survey, channels: Mapping[str, Channel], *, city: str = "", state: str = ""
) -> list[QuestionnaireLine]:
    """The sample under its pseudonyms, narrowed to a city and to those who have (not) answered."""
    chosen = [(unit, channels.get(unit.pseudonym)) for unit in drawn_units(survey) if city in {"", unit.region.code}]
    wanted = [(unit, channel) for unit, channel in chosen if state in {"", channel.value if channel else "missing"}]
    return [
        QuestionnaireLine(
            unit, unit.region.short_name_zh, size_name(unit.size_class), channel or "", channel_light(channel)
        )
        for unit, channel in wanted
    ]


def _stratum_name(unit: SurveyUnit) -> str:
    return f"{unit.region.short_name_zh} {unit.industry[:3]} {size_name(unit.size_class)}"


def _allocated(one: SurveyStratum, planned: Planned | None) -> str:
    drawn = planned.allocation[one.label] if planned is not None else one.allocated
    return formats.whole(drawn)


def _planned_deviation(one: SurveyStratum, planned: Planned | None) -> str:
    deviation = planned.deviations[one.label] if planned is not None else one.planned_deviation
    return formats.number(None if deviation is None else Decimal(deviation))


def _estimate_line(row: Mapping[str, Any], names: Mapping[str, str]) -> EstimateLine:
    amount = row["digital_value_added"]
    shown = None if amount is None else convert(Decimal(amount), Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)
    light = class_light(row["class"])
    return EstimateLine(
        name=names.get(row["domain"], row["domain"]),
        estimator=estimator_name(row["estimator"]),
        ratio=percent(row["ratio"]),
        cv=percent(row["cv"]),
        interval=" – ".join(percent(row[limit]) for limit in ("lower", "upper")),
        amount=formats.number(shown, decimals=4),
        respondents=row["respondents"],
        light=light,
        bar=0 if row["cv"] is None else int(min(Decimal(row["cv"]) / HIGHEST_SHOWN_CV, Decimal(1)) * 100),
        tone=light.tone,
        total=row["domain"] == TOTAL,
    )


def _place(label: str, names: Mapping[str, str]) -> str:
    """A stratum or a city in words: 贵阳市 C13 medium enterprises."""
    return " ＋ ".join(" ".join(_words(part, names) for part in one.split("|")) for one in label.split("+"))


def _words(part: str, names: Mapping[str, str]) -> str:
    if part == CERTAINTY:
        return gettext("all drawn")
    return size_name(part) if part in {"large", "medium", "small", "micro"} else names.get(part, part)
