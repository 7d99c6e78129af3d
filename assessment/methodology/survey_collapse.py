"""Collapsing sampling strata that too few answered, never the cells that are published.

DESIGN: a stratum joins its neighbours within its group only. The group is what a published cell is made of (a city;
offline, the domain most of its units belong to), so that no answer is spread over another group's units. A merged
stratum is one stratum from then on: N, n and r are sums, weights and variance follow from them. Every merge is
recorded with its reason (publish rule: CV above 30 % is refused, or a recorded collapse).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import numpy as np

from assessment.methodology.survey_design import Codes, Design, SampleColumns, StrataColumns, sums_by

NO_GROUP = -1


class CollapseReason(StrEnum):
    """Why a stratum was merged; `partner` is a stratum that had answers enough and took another in."""

    NO_RESPONDENTS = "no_respondents"
    TOO_FEW_RESPONDENTS = "too_few_respondents"
    PARTNER = "partner"


@dataclass(frozen=True)
class StratumCount:
    """A sampling stratum in the order of the frame; `group` bounds what it may merge with, NO_GROUP nothing."""

    group: int
    respondents: int


@dataclass(frozen=True)
class Collapse:
    """One stratum that was merged: positions of itself and of all members of the merged stratum, and why."""

    stratum: int
    members: tuple[int, ...]
    reason: CollapseReason


@dataclass(frozen=True, eq=False)
class CollapsedDesign:
    """The design over merged strata; `merged[h]` is the new position of stratum h."""

    design: Design
    merged: Codes
    collapses: tuple[Collapse, ...]


def collapse(design: Design, *, fewest: int) -> CollapsedDesign:
    """Merges strata with fewer than `fewest` respondents; the group of a stratum is the domain of most of its units."""
    groups = _main_domains(design)
    counts = [
        StratumCount(int(group), int(count)) for group, count in zip(groups, design.respondents.tolist(), strict=True)
    ]
    merges = merge_neighbours(counts, fewest=fewest)
    merged = np.empty(len(counts), dtype=np.intp)
    for position, members in enumerate(merges):
        merged[list(members)] = position
    rows, strata = design.sample, design.strata
    columns = SampleColumns(rows.domain, merged[rows.stratum], rows.y, rows.x)
    population = np.zeros(len(merges), dtype=np.int64)
    np.add.at(population, merged, strata.population)
    totals = None if strata.x_total is None else sums_by(merged, strata.x_total, len(merges))
    collapses = tuple(_records(merges, counts, fewest))
    return CollapsedDesign(Design(columns, StrataColumns(population, totals), design.domains), merged, collapses)


def merge_neighbours(strata: Sequence[StratumCount], *, fewest: int) -> list[tuple[int, ...]]:
    """The strata after merging, each as the positions of its members, in the order of their first member.

    Within a group, in frame order: a stratum with answers enough stands alone; one with too few takes in the strata
    that follow until `fewest` are reached; what is left at the end of a group joins the merged stratum before it.
    Counts 6, 2, 1, 7, 3 with fewest 5 → (6), (2 + 1 + 7), then 3 joins it: (6), (2 + 1 + 7 + 3).
    """
    order = sorted(range(len(strata)), key=lambda position: (strata[position].group, position))
    merges: list[tuple[int, ...]] = []
    for group, positions in groupby(order, key=lambda position: strata[position].group):
        if group == NO_GROUP:
            merges += [(position,) for position in positions]
        else:
            merges += _within_group(list(positions), strata, fewest)
    return sorted(merges)


def _within_group(positions: list[int], strata: Sequence[StratumCount], fewest: int) -> list[tuple[int, ...]]:
    merges: list[tuple[int, ...]] = []
    held: tuple[int, ...] = ()
    for position in positions:
        held += (position,)
        if sum(strata[member].respondents for member in held) >= fewest:
            merges.append(held)
            held = ()
    if held and merges:
        held = merges.pop() + held
    return [*merges, held] if held else merges


def _records(merges: Iterable[tuple[int, ...]], strata: Sequence[StratumCount], fewest: int) -> Iterable[Collapse]:
    for members in merges:
        if len(members) > 1:
            yield from (Collapse(member, members, _reason(strata[member].respondents, fewest)) for member in members)


def _reason(respondents: int, fewest: int) -> CollapseReason:
    if respondents == 0:
        return CollapseReason.NO_RESPONDENTS
    return CollapseReason.TOO_FEW_RESPONDENTS if respondents < fewest else CollapseReason.PARTNER


def _main_domains(design: Design) -> Codes:
    """Of each stratum the domain most of its sampled units belong to, the first in a tie; NO_GROUP if none is drawn."""
    rows = design.sample
    keys, counts = np.unique(rows.stratum * design.domains + rows.domain, return_counts=True)
    strata, domains = keys // design.domains, keys % design.domains
    largest_last = np.lexsort((-domains, counts, strata))
    groups = np.full(len(design.strata.population), NO_GROUP, dtype=np.intp)
    groups[strata[largest_last]] = domains[largest_last]
    return groups
