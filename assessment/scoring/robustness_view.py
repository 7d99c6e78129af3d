"""A test of robustness as its page shows it: places and their simulated interval, what moves them, what is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.catalogue.queries import scheme_of
from assessment.display import formats
from assessment.methodology.errors import N_
from assessment.methodology.run_document import thaw
from assessment.scoring.models import RobustnessTest, Run
from assessment.scoring.names import node_names, region_names

WIDTH, MARGIN = 160, 4
FACTORS: Mapping[str, str] = {
    "normalisation": N_("Normalisation method"),
    "aggregation": N_("Aggregation method"),
    "winsorisation": N_("Winsorised points"),
    "noise": N_("Errors of the data"),
}
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Interval:
    """Where the simulated places lie on a strip from the first to the last place; x in its own units."""

    left: str
    width: str
    nominal: str


@dataclass(frozen=True)
class UnitLine:
    name: str
    nominal: str
    mean: str
    median: str
    low: str
    high: str
    interval: Interval
    shift: str
    keeps: str


@dataclass(frozen=True)
class IndexLine:
    """`first` and `total` are shares of the variance of places, empty where nothing varied."""

    name: str
    first: str
    total: str


@dataclass(frozen=True)
class DroppedLine:
    name: str
    shift: str
    largest: str


@dataclass(frozen=True)
class AuditLine:
    """One indicator: how much it really weighs, how much of the total it explains, how complete it is; per cent."""

    name: str
    effective: str
    influence: str
    availability: str


@dataclass(frozen=True)
class GroupView:
    group: str
    shift: str
    units: tuple[UnitLine, ...]
    factors: tuple[IndexLine, ...]
    dropped: tuple[DroppedLine, ...]
    indicators: tuple[AuditLine, ...]


@dataclass(frozen=True)
class RobustnessView:
    """`drawn` says in one line how the places were simulated."""

    drawn: str
    groups: tuple[GroupView, ...]


def robustness_view(run: Run, test: RobustnessTest) -> RobustnessView | None:
    """None until the job is done."""
    if test.state != RobustnessTest.State.DONE:
        return None
    document = thaw(test.result_document)
    names = {node.code: node.name for node in scheme_of(run.scheme_version).nodes} | node_names(run)
    units = region_names(unit["unit"] for group in document["groups"] for unit in group["units"])
    return RobustnessView(
        drawn=_drawn(document["settings"], document["method"]),
        groups=tuple(_group(group, units, names) for group in document["groups"]),
    )


def _drawn(settings: Plain, method: str) -> str:
    return gettext("{replications} replications, seed {seed} ({method}), weights drawn within ± {spread}%").format(
        replications=settings["replications"],
        seed=settings["seed"],
        method=method,
        spread=formats.number(Decimal(settings["weight_spread"]) * 100, decimals=0),
    )


def _group(group: Plain, units: Mapping[str, str], names: Mapping[str, str]) -> GroupView:
    last = len(group["units"])
    return GroupView(
        group=group["group"],
        shift=_number(group["mean_absolute_shift"], 2),
        units=tuple(_unit(unit, units, last) for unit in group["units"]),
        factors=tuple(
            IndexLine(_factor(one["factor"]), _number(one["first_order"], 3), _number(one["total"], 3))
            for one in group["sensitivity"]
        ),
        dropped=tuple(
            DroppedLine(
                names.get(one["code"], one["code"]),
                _number(one["mean_absolute_shift"], 2),
                _number(one["largest_shift"], 0),
            )
            for one in group["dropped"]
        ),
        indicators=tuple(
            AuditLine(
                names.get(one["code"], one["code"]),
                _percent(one["effective_weight"]),
                _percent(one["influence"]),
                _percent(one["availability"]),
            )
            for one in group["audit"]["indicators"]
        ),
    )


def _unit(unit: Plain, names: Mapping[str, str], last: int) -> UnitLine:
    low, high, nominal = (Decimal(unit[key]) for key in ("rank_5", "rank_95", "nominal"))
    return UnitLine(
        name=names.get(unit["unit"], unit["unit"]),
        nominal=_place(unit["nominal"]),
        mean=_number(unit["mean"], 2),
        median=_place(unit["median"]),
        low=_place(unit["rank_5"]),
        high=_place(unit["rank_95"]),
        interval=Interval(_x(low, last), _span(low, high, last), _x(nominal, last)),
        shift=_number(unit["mean_absolute_shift"], 2),
        keeps=_percent(unit["keeps_order"]),
    )


def _step(last: int) -> Decimal:
    return Decimal(WIDTH - 2 * MARGIN) / max(last - 1, 1)


def _x(place: Decimal, last: int) -> str:
    return format((MARGIN + (place - 1) * _step(last)).quantize(Decimal("0.1")), "f")


def _span(low: Decimal, high: Decimal, last: int) -> str:
    return format(max((high - low) * _step(last), Decimal(2)).quantize(Decimal("0.1")), "f")


def _factor(factor: str) -> str:
    name, _, level = factor.partition(":")
    if not level:
        return gettext(FACTORS[name])
    return (
        gettext("Weights of the indicators")
        if level == "0"
        else gettext("Weights of level {level}").format(level=level)
    )


def _place(text: str) -> str:
    value = Decimal(text)
    return formats.number(value, decimals=0 if value == value.to_integral_value() else 1)


def _number(text: str | None, decimals: int) -> str:
    return formats.number(None if text is None else Decimal(text), decimals=decimals)


def _percent(text: str | None) -> str:
    return formats.number(None if text is None else Decimal(text) * 100, decimals=1)
