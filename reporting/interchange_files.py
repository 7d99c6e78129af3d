"""Observations as lines of CSV and of SDMX-CSV 2.0, written as they come."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.utils import timezone

from assessment.filing.history_view import harmless
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.scoring.models import Run
from assessment.scoring.official_texts import ITEM_NAMES
from reporting import interchange_terms as terms
from reporting import report_words as words
from reporting.interchange_queries import Observation, Sight
from reporting.interchange_sdmx import UnitCodes, decimals_of, time_frame

LINES_AT_ONCE = 1_000
BOM = "\ufeff"
NO_NAMES = ("", "")
LAST_YEAR_ENDING = "_last_year"


@dataclass(frozen=True)
class Names:
    """What codes are called: units with their groups, items with their units of measure.

    `footnotes` says of a unit what stands beside its score and place in every output.
    """

    units: Mapping[str, tuple[str, str]]
    items: Mapping[str, tuple[str, str]]
    footnotes: Mapping[str, str] = field(default_factory=dict)

    def unit_of_measure(self, measure: str, item: str) -> str:
        if measure in terms.UNITS:
            return terms.UNITS[measure]
        return self.items.get(item, NO_NAMES)[1]


@dataclass(frozen=True)
class Heading:
    """What every line repeats, so that no line is ever without it: which result, and whose copy."""

    period: str
    run: int
    issue_number: str
    result_digest: str
    notice: str


def heading_of(run: Run, *, by: User, at: datetime, demo: bool) -> Heading:
    """A copy of what is not issued carries the reader's name and the time."""
    notices = [terms.DEMO] if demo else []
    if run.state != Run.State.ISSUED:
        state = words.TRIAL if run.purpose == Run.Purpose.TRIAL else words.STATES[run.state]
        moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
        notices.append(terms.UNISSUED.format(state=state, name=f"{by.display_name}（{by.username}）", at=moment))
    notice = terms.BETWEEN_NOTICES.join(notices)
    return Heading(run.period, run.pk, run.issue_number, run.result_digest, notice)


def item_names(sight: Sight, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and unit of measure of each code, by the labels of the scheme and the official names of the columns."""
    nodes = {node.code: node.name for node in sight.scheme.nodes}
    return {code: _item_name(code, nodes, sight.run.scheme_version.labels) for code in codes}


def csv_lines(observations: Iterable[Observation], names: Names, heading: Heading) -> Iterator[str]:
    """UTF-8 with a mark for Excel; texts that begin like a formula are made harmless, numbers stay numbers."""
    yield BOM
    yield from _lines(terms.CSV_HEADS, _plain_rows(observations, names, heading))


def sdmx_lines(observations: Iterable[Observation], names: Names, heading: Heading) -> Iterator[str]:
    """SDMX-CSV 2.0, ids only; what is empty is no observation."""
    yield from _lines(terms.SDMX_HEADS, _sdmx_rows(observations, names, heading))


def flow_id(run: int) -> str:
    """The id of the dataflow of one run: a result never changes, so its structure does not either."""
    return f"RESULTS_{run}"


class _Kept:
    """Where the CSV writer writes to: a list of lines."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    kept: list[str] = []
    writer = csv.writer(_Kept(kept), lineterminator="\r\n")
    writer.writerow(heads)
    waiting = iter(rows)
    while True:
        writer.writerows(islice(waiting, LINES_AT_ONCE))
        if not kept:
            return
        yield "".join(kept)
        kept.clear()


def _plain_rows(observations: Iterable[Observation], names: Names, heading: Heading) -> Iterator[Sequence[Any]]:
    """What a line repeats of its region, its item and the run is made harmless once and not once a line."""
    regions = {code: (harmless(name), harmless(group)) for code, (name, group) in names.units.items()}
    items = {code: (harmless(code), harmless(name)) for code, (name, _) in names.items.items()}
    period = heading.period
    ending = (heading.run, harmless(heading.issue_number), heading.result_digest, harmless(heading.notice))
    unit_of = cache(names.unit_of_measure)
    said_beside = _footnotes_beside(names)
    for region, item, measure, value, condition, reason, marker, confidentiality in observations:
        name, group = regions.get(region, NO_NAMES)
        code, title = items.get(item) or (harmless(item), "")
        yield (
            period, region, name, group, code, title, measure, value, harmless(unit_of(measure, item)), condition,
            harmless(reason), marker, confidentiality, *ending,
            said_beside(region, measure),
        )  # fmt: skip


def _sdmx_rows(observations: Iterable[Observation], names: Names, heading: Heading) -> Iterator[Sequence[str]]:
    frame = time_frame(Period.parse(heading.period))
    beginning = ("dataflow", f"{terms.AGENCY}:{flow_id(heading.run)}({terms.VERSION})", "I", frame.frequency)
    ending = (heading.result_digest, harmless(heading.notice))
    codes, unit_of = unit_codes(names), cache(names.unit_of_measure)
    said_beside = _footnotes_beside(names)
    for region, item, measure, value, condition, _, marker, confidentiality in observations:
        status = terms.OBS_STATUS.get(condition)
        if status is not None:
            unit, power = codes.of(unit_of(measure, item))
            yield (
                *beginning, region, item, measure, frame.accumulation, frame.time_period, value, status,
                confidentiality, unit, str(power), decimals_of(value), marker,
                said_beside(region, measure), *ending,
            )  # fmt: skip


def _footnotes_beside(names: Names) -> Callable[[str, str], str]:
    """What stands beside an observation of a region: something only where a number is published."""
    said = {code: harmless(text) for code, text in names.footnotes.items()}
    return lambda region, measure: said.get(region, "") if measure in terms.FOOTNOTED else ""


def unit_codes(names: Names) -> UnitCodes:
    """The codes of all units an observation under these names can have."""
    return UnitCodes(dict.fromkeys((*terms.UNITS.values(), *(unit for _, unit in names.items.values()))))


def _item_name(code: str, nodes: Mapping[str, str], labels: Mapping[str, Any]) -> tuple[str, str]:
    if code in nodes:
        label = labels.get(code, {})
        return str(label.get("label_zh", nodes[code])), str(label.get("unit", ""))
    now = code.removesuffix(LAST_YEAR_ENDING)
    name = ITEM_NAMES.get(now)
    if name is None:
        label = labels.get(now, {})
        return str(label.get("label_zh", code)), str(label.get("unit", ""))
    return (name if now == code else terms.LAST_YEAR.format(name=name)), terms.UNIT_OF_AMOUNTS
