"""Robustness of a ranking: how far places move when what could have been decided otherwise is decided otherwise.

An internal annex (内部测算附件), never a part of the ranking. Source: OECD/JRC handbook on composite indicators;
definitions in the scoring rules of the assessment. All places and shares are exact or rounded once to six decimals; the
same evaluation, settings and seed give the same digits on every machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.robustness_audit import Audit, audit
from assessment.methodology.robustness_draws import METHOD, REPLICATIONS, uniform
from assessment.methodology.robustness_dropping import Dropped, without_each
from assessment.methodology.robustness_ranks import Places, mean_places, quantiles_of, shared
from assessment.methodology.robustness_replications import Experiment, Group
from assessment.methodology.robustness_sensitivity import Sensitivity, sensitivities
from assessment.methodology.robustness_settings import Document, RobustnessSettings, settings_of
from assessment.methodology.run_document import evaluation_of

_TWENTIETHS: Final = (1, 10, 19)


class NothingRanked(AssessmentError):
    code = "robustness_nothing_ranked"
    message = N_("No unit has a total, so there is no ranking whose robustness could be tested.")


@dataclass(frozen=True, slots=True)
class UnitRobustness:
    """Places of one unit, 1 = best. `keeps_order` is the share of replications in which it stands to the next unit of
    the official ranking as it does there (ahead, or beside it where both share a place); None for the last.
    """

    unit: str
    nominal: Decimal
    mean: Decimal
    median: Decimal
    rank_5: Decimal
    rank_95: Decimal
    mean_absolute_shift: Decimal
    keeps_order: Decimal | None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """One period × group, its units in the order of the official ranking; units without a total are not among them."""

    period: str
    group: str
    units: tuple[UnitRobustness, ...]
    mean_absolute_shift: Decimal


@dataclass(frozen=True, slots=True)
class GroupRobustness:
    """All that is said of one period × group."""

    uncertainty: Uncertainty
    sensitivities: tuple[Sensitivity, ...]
    dropped: tuple[Dropped, ...]
    audit: Audit


@dataclass(frozen=True, slots=True)
class Robustness:
    """`method` names the way draws are made from the seed of the settings."""

    method: str
    settings: RobustnessSettings
    groups: tuple[GroupRobustness, ...]


def uncertainty(evaluation: Evaluation, settings: RobustnessSettings) -> tuple[Uncertainty, ...]:
    """The replications alone, group by group; every group of units sees the same draws."""
    experiment = Experiment.of(evaluation, settings)
    return tuple(
        _uncertainty(experiment, placed, experiment.group(placed.rows, placed.ranked)) for placed in _ranked(evaluation)
    )


def robustness(evaluation: Evaluation, settings: RobustnessSettings) -> Robustness:
    """Uncertainty, sensitivity, drop-one and audit of an evaluation."""
    experiment = Experiment.of(evaluation, settings)
    return Robustness(METHOD, settings, tuple(_group(experiment, placed) for placed in _ranked(evaluation)))


def robustness_of_run(document: Document, settings: Document) -> Robustness:
    """The same from what a run keeps: its frozen document and plain settings; the scores are computed again."""
    return robustness(evaluation_of(document), settings_of(settings))


@dataclass(frozen=True, slots=True)
class _Ranked:
    """All rows of one group; of its units with a total, as officially ranked: names, rows and doubled places."""

    period: str
    group: str
    rows: tuple[int, ...]
    units: tuple[str, ...]
    ranked: tuple[int, ...]
    doubled: tuple[int, ...]


def _ranked(evaluation: Evaluation) -> list[_Ranked]:
    number = {(row.period, row.unit): position for position, row in enumerate(evaluation.rows)}
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    rows: dict[tuple[str, str], list[int]] = {}
    for position, unit in enumerate(evaluation.rows):
        rows.setdefault((unit.period, unit.group), []).append(position)
    for placing in evaluation.placings:
        if placing.rank is not None:
            row = number[placing.period, placing.unit]
            found.setdefault((placing.period, placing.group), []).append((placing.unit, row, int(2 * placing.rank)))
    if not found:
        raise NothingRanked
    return [_Ranked(*place, tuple(rows[place]), *zip(*units, strict=True)) for place, units in found.items()]


def _group(experiment: Experiment, ranked: _Ranked) -> GroupRobustness:
    group = experiment.group(ranked.rows, ranked.ranked)
    return GroupRobustness(
        uncertainty=_uncertainty(experiment, ranked, group),
        sensitivities=sensitivities(experiment, group, ranked.doubled),
        dropped=tuple(without_each(experiment, group, ranked.doubled)),
        audit=audit(experiment.tables.evaluation, ranked.rows),
    )


def _uncertainty(experiment: Experiment, ranked: _Ranked, group: Group) -> Uncertainty:
    settings = experiment.settings
    draws = uniform(settings, stream=REPLICATIONS, shape=(settings.replications, experiment.columns))
    places = experiment.places(group, draws)
    shifts = np.abs(places - np.asarray(ranked.doubled, dtype=np.int32)).sum(axis=0, dtype=np.int64).tolist()
    return Uncertainty(
        period=ranked.period,
        group=ranked.group,
        units=tuple(_units(ranked, places, shifts)),
        mean_absolute_shift=shared(sum(shifts), 2 * places.size),
    )


def _units(ranked: _Ranked, places: Places, shifts: Sequence[int]) -> Iterator[UnitRobustness]:
    low, middle, high = quantiles_of(places, _TWENTIETHS)
    means, kept = mean_places(places), _kept(ranked, places)
    for number, unit in enumerate(ranked.units):
        yield UnitRobustness(
            unit=unit,
            nominal=Decimal(ranked.doubled[number]) / 2,
            mean=means[number],
            median=middle[number],
            rank_5=low[number],
            rank_95=high[number],
            mean_absolute_shift=shared(shifts[number], 2 * len(places)),
            keeps_order=kept[number],
        )


def _kept(ranked: _Ranked, places: Places) -> list[Decimal | None]:
    official = np.sign(np.diff(np.asarray(ranked.doubled)))
    same = (np.sign(np.diff(places, axis=1)) == official).sum(axis=0).tolist()
    return [*(shared(number, len(places)) for number in same), None]
