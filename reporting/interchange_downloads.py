"""Handing out results as data: walls and permission first, then the record, then line after line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.display.site import is_demo
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from reporting import interchange_terms as terms
from reporting import report_words as words
from reporting.interchange_files import Heading, Names, csv_lines, heading_of, item_names, sdmx_lines
from reporting.interchange_queries import (
    Observation,
    Sight,
    footnotes_of_run,
    items_of_run,
    observations,
    results_open_to,
    sight_of,
    units_of_run,
)

CSV, SDMX_CSV, STRUCTURE, METADATA = "csv", "sdmx_csv", "structure", "metadata"
# By name, so that its library is loaded by the first structure and not by every process.
WRITE_STRUCTURE = "reporting.interchange_structure.write_structure"
CODE_LETTERS = 8

Lines = Callable[[Iterable[Observation], Names, Heading], Iterator[str]]
_LINES: dict[str, Lines] = {CSV: csv_lines, SDMX_CSV: sdmx_lines}


@dataclass(frozen=True)
class TakenAlong:
    """A file that is written while it is sent."""

    file_name: str
    lines: Iterator[str]


@dataclass(frozen=True)
class Description:
    """What one must know to read the observations of a run."""

    run: Run
    heading: Heading
    sight: Sight
    names: Names


def describe(run_id: int, form: str, *, by: User, at: datetime) -> Description:
    """A run whose results are open to `by`, for one of the forms; the reading is recorded with it."""
    with transaction.atomic():
        run = results_open_to(by, at=at).filter(pk=run_id).first()
        if run is None:
            raise NotFound
        sight = sight_of(run, by=by, at=at)
        units = units_of_run(run)
        footnotes = footnotes_of_run(run, {code: name for code, (name, _) in units.items()})
        names = Names(units, item_names(sight, items_of_run(sight)), footnotes)
        facts = {"form": form, "period": run.period, "state": run.state, "result_digest": run.result_digest}
        if by.token_number is not None:
            facts["token"] = str(by.token_number)
        fact = Fact(Action.INTERCHANGE_DOWNLOAD.value, PROVINCE, "scoring.run", str(run.pk), facts=facts)
        record(fact, by=by, at=at)
    demo = is_demo() or words.DEMO_MARK in run.scheme_version.document_number
    return Description(run, heading_of(run, by=by, at=at, demo=demo), sight, names)


def download_observations(run_id: int, form: str, *, by: User, at: datetime) -> TakenAlong:
    """All observations of a run as CSV or SDMX-CSV; memory does not grow with their number."""
    described = describe(run_id, form, by=by, at=at)
    seen = observations(described.sight, by=by, at=at)
    return TakenAlong(_file_name(described, form), _LINES[form](seen, described.names, described.heading))


def download_structure(run_id: int, *, by: User, at: datetime) -> TakenAlong:
    """Code lists, data structure and dataflow of a run in SDMX-JSON."""
    described = describe(run_id, STRUCTURE, by=by, at=at)
    written: str = import_string(WRITE_STRUCTURE)(described.heading, described.names, at=at)
    return TakenAlong(_file_name(described, STRUCTURE), iter([written]))


def _file_name(described: Description, form: str) -> str:
    code = described.run.result_digest[:CODE_LETTERS].upper()
    return terms.FILE_NAMES[form].format(run=described.run.pk, code=code)
