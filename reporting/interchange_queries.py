"""The observations of a run as one reader may have them, one after the other, whatever their number."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Func, QuerySet, TextField
from django.db.models.functions import Cast

from assessment.catalogue.queries import scheme_of
from assessment.methodology.figures import Condition
from assessment.methodology.run_document import INDICATORS
from assessment.methodology.scheme_parts import Scheme
from assessment.methodology.withheld_figures import NOTHING_WITHHELD, Withheld, veiled_under
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require, require_reach
from assessment.scoring.check_notes import contested_in_vain
from assessment.scoring.feedback_queries import deemed_units
from assessment.scoring.models import Placing, Run, Score
from assessment.scoring.publication_view import published_view, withheld_from
from assessment.scoring.queries import runs_with_scores_open_to, scores_visible_to
from reporting import interchange_terms as terms
from reporting.unit_footnotes import unit_footnotes

ROWS_AT_ONCE = 2_000
VALUE, SUPPRESSED = Condition.VALUE.value, Condition.SUPPRESSED.value
NUMBERS_OF_SCORES = ("score", "raw", "treated", "normalised", "weight")
_MEASURES_OF_SCORES = (terms.RAW, terms.TREATED, terms.NORMALISED, terms.WEIGHT)
# The stored text is [schema, document], unfolded by the database: a province of counties need not fit in here.
_FIGURES = """
    SELECT entry.value ->> 'unit', figure.key, figure.value ->> 'condition', figure.value ->> 'value',
           figure.value ->> 'reason', figure.value ->> 'marker'
      FROM scoring_stepresult AS step,
           jsonb_array_elements((step.document::jsonb -> 1 -> 'units') || (step.document::jsonb -> 1 -> 'apart'))
               WITH ORDINALITY AS entry(value, position),
           jsonb_each(entry.value -> 'figures') AS figure
     WHERE step.run_id = %s AND step.name = %s
     ORDER BY entry.position, figure.key
"""
_COLUMNS = """
    SELECT DISTINCT figure.key
      FROM scoring_stepresult AS step,
           jsonb_array_elements((step.document::jsonb -> 1 -> 'units') || (step.document::jsonb -> 1 -> 'apart'))
               AS entry,
           jsonb_object_keys(entry.value -> 'figures') AS figure(key)
     WHERE step.run_id = %s AND step.name = %s ORDER BY figure.key
"""
_UNITS = """
    SELECT unit.value ->> 'code', unit.value ->> 'name', unit.value ->> 'group'
      FROM scoring_run AS run, jsonb_array_elements(run.document::jsonb -> 1 -> 'units') AS unit
     WHERE run.id = %s ORDER BY (unit.value ->> 'position')::integer, unit.value ->> 'code'
"""


# Of the ranked units those with notes only, and the names of all that a note may speak of.
_NOTED = """
    SELECT jsonb_build_object('unit', entry ->> 'unit', 'name', entry ->> 'name', 'notes', entry -> 'notes')::text
      FROM scoring_stepresult AS step, jsonb_array_elements(step.document::jsonb -> 1 -> 'units') AS entry
     WHERE step.run_id = %s AND step.name = %s
       AND (jsonb_array_length(entry -> 'notes') > 0 OR entry ->> 'unit' = ANY(%s))
"""


class Observation(NamedTuple):
    """One number of a run, or why there is none. `value` is plain and exact, empty where there is none."""

    region: str
    item: str
    measure: str
    value: str
    condition: str
    reason: str
    marker: str
    confidentiality: str


@dataclass(frozen=True)
class Sight:
    """What one reader sees of a run: its units (None: all), and what is withheld from it or from the public."""

    run: Run
    scheme: Scheme
    units: frozenset[str] | None
    withheld: Withheld
    not_public: Withheld

    def confidentiality(self, hidden: bool) -> str:
        if hidden:
            return terms.CONFIDENTIAL
        return terms.FREE if self.run.state == Run.State.ISSUED else terms.NOT_FOR_PUBLICATION


def results_open_to(user: User, *, at: datetime) -> QuerySet[Run]:
    """The runs whose results `user` may take along as data."""
    require(user, Action.INTERCHANGE_DOWNLOAD, at=at)
    return runs_with_scores_open_to(user, at=at)


def sight_of(run: Run, *, by: User, at: datetime) -> Sight:
    reach = require_reach(by, Action.SCORE_VIEW, at=at)
    units = None if reach.provincial else frozenset(reach.regions.values_list("code", flat=True))
    public = published_view(run) if run.state == Run.State.ISSUED else NOTHING_WITHHELD
    return Sight(run, scheme_of(run.scheme_version), units, withheld_from(by, run, at=at), public)


def units_of_run(run: Run) -> dict[str, tuple[str, str]]:
    """Name and group of each unit by its code, in administrative order."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, [run.pk])
        return {code: (name, group or "") for code, name, group in cursor.fetchall()}


def items_of_run(sight: Sight) -> tuple[str, ...]:
    """The codes an observation of the run can carry: the columns of its figures, then the nodes of the scheme."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, _key(sight))
        columns = [row[0] for row in cursor.fetchall()]
    return tuple(dict.fromkeys((*columns, *(node.code for node in sight.scheme.nodes))))


def footnotes_of_run(run: Run, names: Mapping[str, str]) -> dict[str, str]:
    """What stands beside the score and the place of each ranked unit, as in the official table; by unit, where any."""
    heard = [*deemed_units(run), *contested_in_vain(run)]
    with connection.cursor() as cursor:
        cursor.execute(_NOTED, [run.pk, INDICATORS, heard])
        units = [json.loads(row[0]) for row in cursor.fetchall()]
    said = unit_footnotes(run, units=units, names=names)
    return {unit: terms.BETWEEN_FOOTNOTES.join(sentences) for unit, sentences in said.items()}


def observations(sight: Sight, *, by: User, at: datetime) -> Iterator[Observation]:
    """Figures, then totals and places, then the scores of every node; nothing is held but the rows in hand.

    A city has the figures and scores of its own units, and the totals and places of all.
    """
    yield from _figures(sight)
    yield from _places(sight)
    yield from _scores(sight, by=by, at=at)


def _key(sight: Sight) -> list[Any]:
    return [sight.run.pk, INDICATORS]


def _figures(sight: Sight) -> Iterator[Observation]:
    shown, kept = sight.confidentiality(hidden=False), sight.confidentiality(hidden=True)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_FIGURES, _key(sight))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for unit, column, condition, value, reason, marker in rows:
                if sight.units is not None and unit not in sight.units:
                    continue
                if (unit, column) in sight.withheld.columns:
                    yield _suppressed(unit, column, terms.FIGURE)
                    continue
                status = kept if (unit, column) in sight.not_public.columns else shown
                yield Observation(unit, column, terms.FIGURE, value or "", condition, reason or "", marker, status)


def _places(sight: Sight) -> Iterator[Observation]:
    root, status = sight.scheme.root, sight.confidentiality(hidden=False)
    marked = dict(Score.objects.filter(run=sight.run, code=root).values_list("unit", "marker"))
    placings = Placing.objects.filter(run=sight.run).order_by("unit")
    rows = placings.values_list("unit", *map(_plain, ("score", "shown", "rank")))
    for unit, *values in rows.iterator(ROWS_AT_ONCE):
        for measure, value in zip((terms.SCORE, terms.PUBLISHED_SCORE, terms.RANK), values, strict=True):
            yield _number((unit, root, measure), value, marked.get(unit, "computed"), status)


def _scores(sight: Sight, *, by: User, at: datetime) -> Iterator[Observation]:
    """Of a veiled unit its total alone, which stands among the places; of it every other node says ×."""
    root, veiled = sight.scheme.root, veiled_under(sight.scheme, sight.withheld)
    inside = veiled_under(sight.scheme, sight.not_public)
    shown, kept = sight.confidentiality(hidden=False), sight.confidentiality(hidden=True)
    scores = scores_visible_to(by, at=at).filter(run=sight.run).order_by("unit", "code")
    rows = scores.values_list("unit", "code", "marker", *map(_plain, NUMBERS_OF_SCORES))
    for unit, code, marker, score, *values in rows.iterator(ROWS_AT_ONCE):
        status = kept if unit in inside else shown
        if unit in veiled:
            if code != root:
                yield _suppressed(unit, code, terms.SCORE)
            continue
        if code != root:
            yield _number((unit, code, terms.SCORE), score, marker, status)
        for measure, value in zip(_MEASURES_OF_SCORES, values, strict=True):
            if value is not None:
                yield Observation(unit, code, measure, value, VALUE, "", marker, status)


def _plain(column: str) -> Cast:
    """A number as the database writes it, without trailing zeros, so that none is built for a line of a million."""
    return Cast(Func(column, function="trim_scale"), TextField())


def _number(key: tuple[str, str, str], value: str | None, marker: str, status: str) -> Observation:
    if value is not None:
        return Observation(*key, value, VALUE, "", marker, status)
    condition = Condition.NOT_APPLICABLE if marker == Condition.NOT_APPLICABLE else Condition.NOT_AVAILABLE
    return Observation(*key, "", condition.value, "", "missing" if marker == "computed" else marker, status)


def _suppressed(unit: str, code: str, measure: str) -> Observation:
    return Observation(unit, code, measure, "", SUPPRESSED, "", SUPPRESSED, terms.CONFIDENTIAL)
