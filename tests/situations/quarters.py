"""Situations of several quarters: results beside an issued one, written as rows."""

from collections.abc import Mapping
from decimal import Decimal

from assessment.scoring.models import CurrentRun, Placing, Run, StepResult
from tests.situations.scoring import ISSUED


def the_same_result_in(period: str, run: Run, ranks: dict[str, int], *, edits: Mapping[str, str] | None = None) -> Run:
    """Another quarter with the documents of `run`, `edits` in its frozen one, and places of its own at 90 points."""
    other = Run.objects.get(pk=run.pk)
    other.pk, other._state.adding = None, True
    for before, after in (edits or {}).items():
        assert before in other.document
        other.document = other.document.replace(before, after)
    other.period, other.input_digest = period, f"{int(period[:4] + period[5:]):064x}"
    other.save()
    StepResult.objects.bulk_create(
        StepResult(run=other, name=one.name, document=one.document, digest=one.digest) for one in run.step_results.all()
    )
    Placing.objects.bulk_create(
        Placing(run=other, unit=unit, rank=Decimal(rank), shown=Decimal(90)) for unit, rank in ranks.items()
    )
    CurrentRun.objects.create(period=period, kind="quarterly", run=other, switched_at=ISSUED)
    return other
