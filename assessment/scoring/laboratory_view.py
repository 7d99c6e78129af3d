"""A variant of a scheme beside its run, as the page shows it: moves, totals, a scatter, and what differs in words."""

from dataclasses import dataclass

from assessment.catalogue.scheme_view import ChangeLine, change_lines
from assessment.display.scatter import Scatter, scatter
from assessment.methodology.run_comparison import compare_runs
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_difference import scheme_differences
from assessment.scoring.comparison_view import RunComparison, evaluations_compared
from assessment.scoring.laboratory_queries import evaluation_of_variant
from assessment.scoring.models import SchemeVariant
from assessment.scoring.names import region_names
from assessment.scoring.queries import evaluation_of_run


@dataclass(frozen=True)
class VariantView:
    """`changes` are against the scheme of the run."""

    comparison: RunComparison
    scatter: Scatter | None
    changes: tuple[ChangeLine, ...]


def variant_view(variant: SchemeVariant) -> VariantView:
    """The run must be open to the reader: see `queries.run_with_scores_seen`."""
    before, now = evaluation_of_run(variant.run), evaluation_of_variant(variant)
    moves = compare_runs(before, now)
    names = region_names(one.unit for one in moves)
    both = [
        (names.get(one.unit, one.name), one.score_before, one.score_now)
        for one in moves
        if one.score_before is not None and one.score_now is not None
    ]
    changes = scheme_differences(parse_scheme(variant.run.scheme_version.text), now.scheme)
    return VariantView(evaluations_compared(before, now, {}), scatter(both), change_lines(changes))
