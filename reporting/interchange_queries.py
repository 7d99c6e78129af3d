"""The observations of a run as one reader may have them, one after the other, whatever their number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from assessment.catalogue.queries import scheme_of
from assessment.methodology.figures import Condition
from assessment.methodology.run_document import INDICATORS
from assessment.methodology.run_figures import plain_number
from assessment.methodology.scheme_parts import Scheme
from assessment.methodology.withheld_figures import NOTHING_WITHHELD, Withheld, veiled_under
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require, require_reach
from assessment.scoring.models import Placing, Run
from assessment.scoring.publication_view import published_view, withheld_from
from assessment.scoring.queries import runs_with_scores_open_to, scores_visible_to
from reporting import interchange_terms as terms

ROWS_AT_ONCE = 2_000
VALUE, SUPPRESSED = Condition.VALUE.value, Condition.SUPPRESSED.value
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
    with connection.chunked_cursor() as cursor:
        cursor.execute(_FIGURES, _key(sight))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for unit, column, condition, value, reason, marker in rows:
                if sight.units is not None and unit not in sight.units:
                    continue
                status = sight.confidentiality(sight.not_public.hides_column(unit, column))
                seen = Observation(unit, column, terms.FIGURE, value or "", condition, reason or "", marker, status)
                yield _suppressed(seen) if sight.withheld.hides_column(unit, column) else seen


def _places(sight: Sight) -> Iterator[Observation]:
    root, status = sight.scheme.root, sight.confidentiality(hidden=False)
    placings = Placing.objects.filter(run=sight.run).order_by("unit").values_list("unit", "score", "shown", "rank")
    for unit, *values in placings.iterator(ROWS_AT_ONCE):
        for measure, value in zip((terms.SCORE, terms.PUBLISHED_SCORE, terms.RANK), values, strict=True):
            yield _number(Observation(unit, root, measure, "", VALUE, "", "computed", status), value)


def _scores(sight: Sight, *, by: User, at: datetime) -> Iterator[Observation]:
    """Of a veiled unit its total alone, which stands among the places; of it every other node says ×."""
    veiled = veiled_under(sight.scheme, sight.withheld)
    inside = veiled_under(sight.scheme, sight.not_public)
    scores = scores_visible_to(by, at=at).filter(run=sight.run).order_by("unit", "code")
    columns = ("unit", "code", "marker", "score", "raw", "treated", "normalised", "weight")
    for unit, code, marker, score, *values in scores.values_list(*columns).iterator(ROWS_AT_ONCE):
        total = code == sight.scheme.root
        one = Observation(unit, code, terms.SCORE, "", VALUE, "", marker, sight.confidentiality(unit in inside))
        if unit in veiled:
            if not total:
                yield _suppressed(one)
            continue
        if not total:
            yield _number(one, score)
        for measure, value in zip(_MEASURES_OF_SCORES, values, strict=True):
            if value is not None:
                yield _number(one._replace(measure=measure), value)


def _number(one: Observation, value: Decimal | None) -> Observation:
    if value is not None:
        return one._replace(value=plain_number(value) or "")
    condition = Condition.NOT_APPLICABLE if one.marker == Condition.NOT_APPLICABLE else Condition.NOT_AVAILABLE
    return one._replace(condition=condition.value, marker="missing" if one.marker == "computed" else one.marker)


def _suppressed(one: Observation) -> Observation:
    return one._replace(
        value="", condition=SUPPRESSED, reason="", marker=SUPPRESSED, confidentiality=terms.CONFIDENTIAL
    )
