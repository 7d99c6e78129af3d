"""Observations as lines of CSV and of SDMX-CSV 2.0, written as they come."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone

from assessment.filing.history_view import harmless
from assessment.people.models import User
from assessment.scoring.models import Run
from assessment.scoring.official_texts import ITEM_NAMES
from reporting import interchange_terms as terms
from reporting import report_words as words
from reporting.interchange_queries import Observation, Sight

LINES_AT_ONCE = 1_000
BOM = "\ufeff"
LAST_YEAR_ENDING = "_last_year"


@dataclass(frozen=True)
class Names:
    """What codes are called: units with their groups, items with their units of measure."""

    units: Mapping[str, tuple[str, str]]
    items: Mapping[str, tuple[str, str]]

    def unit_of_measure(self, one: Observation) -> str:
        if one.measure in terms.UNITS:
            return terms.UNITS[one.measure]
        return self.items.get(one.item, ("", ""))[1]


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
    ending = [heading.run, harmless(heading.issue_number), heading.result_digest, harmless(heading.notice)]
    yield from _lines(terms.CSV_HEADS, (_plain_row(one, names, heading.period, ending) for one in observations))


def sdmx_lines(observations: Iterable[Observation], names: Names, heading: Heading) -> Iterator[str]:
    """SDMX-CSV 2.0, ids only; what is empty is no observation."""
    beginning = ["dataflow", f"{terms.AGENCY}:{flow_id(heading.run)}({terms.VERSION})", "I", heading.period]
    ending = [heading.result_digest, harmless(heading.notice)]
    there = (one for one in observations if one.condition in terms.OBS_STATUS)
    yield from _lines(terms.SDMX_HEADS, (_sdmx_row(one, names, beginning, ending) for one in there))


def flow_id(run: int) -> str:
    """The id of the dataflow of one run: a result never changes, so its structure does not either."""
    return f"RESULTS_{run}"


class _Line:
    """Where the CSV writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield str(writer.writerow(heads))
    lines = (str(writer.writerow(row)) for row in rows)
    while some := "".join(islice(lines, LINES_AT_ONCE)):
        yield some


def _plain_row(one: Observation, names: Names, period: str, ending: Sequence[Any]) -> Sequence[Any]:
    name, group = names.units.get(one.region, ("", ""))
    item = names.items.get(one.item, ("", ""))[0]
    texts = (harmless(text) for text in (name, group, one.item, item))
    unit, reason = harmless(names.unit_of_measure(one)), harmless(one.reason)
    status = (unit, one.condition, reason, one.marker, one.confidentiality)
    return [period, one.region, *texts, one.measure, one.value, *status, *ending]


def _sdmx_row(one: Observation, names: Names, beginning: Sequence[str], ending: Sequence[str]) -> Sequence[str]:
    key = (one.region, one.item, one.measure)
    status = (terms.OBS_STATUS[one.condition], one.confidentiality, one.marker)
    return [*beginning, *key, one.value, *status, harmless(names.unit_of_measure(one)), *ending]


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
