"""The only writer of what a run's chain computes: a result for each step, and with the last one the scores."""

from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import transaction

from assessment.audit.actions import PROVINCE, SYSTEM, Fact, record
from assessment.jobs.leases import Lease
from assessment.methodology.canonical import digest
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import (
    SCORES,
    STEPS,
    Document,
    compute_step,
    freeze,
    result_digest,
    thaw,
)
from assessment.methodology.run_figures import number
from assessment.scoring.models import CurrentRun, Placing, Run, Score, StepResult
from assessment.scoring.states import Move, states_of

_STORED_DECIMALS = Decimal(1).scaleb(-30)


def store_step(lease: Lease, name: str, *, at: datetime) -> None:
    """Compute one step of a job's run and keep its result.

    Computed outside the transaction, kept inside one that holds the lease: of two workers one is dropped. The
    last step writes scores and places and makes the run the current one, all at once.
    """
    run = Run.objects.get(pk=int(lease.arguments["run"]))
    document, before = thaw(run.document), _results_before(run)
    if name in before:
        return
    result = compute_step(name, document, before)
    with transaction.atomic():
        lease.hold()
        locked = Run.objects.select_for_update(of=("self",)).select_related("scheme_version").get(pk=run.pk)
        if locked.state != Run.State.REQUESTED:
            return
        StepResult.objects.create(run=locked, name=name, document=freeze(result), digest=digest(result))
        if name == STEPS[document["kind"]][-1]:
            _finish(locked, result_digest(document, {**before, name: result}), result, at=at)


def _results_before(run: Run) -> dict[str, Document]:
    return {step.name: thaw(step.document) for step in run.step_results.all()}


def _finish(run: Run, digest_of_all: str, scores: Document, *, at: datetime) -> None:
    run.state = states_of(run).after(run.state, Move.COMPUTE)
    run.result_digest, run.computed_at = digest_of_all, at
    run.save()
    with exact_context():
        Score.objects.bulk_create(_score(run, node) for node in scores[SCORES])
        Placing.objects.bulk_create(_placing(run, placing) for placing in scores["placings"])
    _make_current(run, at=at)
    facts = {"period": run.period, "result_digest": run.result_digest, "input_digest": run.input_digest}
    record(Fact("run.computed", PROVINCE, "scoring.run", str(run.pk), facts=facts), by=SYSTEM, at=at)


def _make_current(run: Run, *, at: datetime) -> None:
    """An issued result stays the one that counts until another is issued; a trial never counts."""
    if run.purpose == Run.Purpose.TRIAL:
        return
    current = CurrentRun.objects.select_for_update(of=("self",)).select_related("run")
    before = current.filter(period=run.period, kind=run.scheme_version.kind).first()
    if before is not None and before.run.state == Run.State.ISSUED:
        return
    CurrentRun.objects.update_or_create(
        period=run.period, kind=run.scheme_version.kind, defaults={"run": run, "switched_at": at}
    )


def _score(run: Run, node: dict[str, Any]) -> Score:
    amounts = ("raw", "treated", "normalised", "weight", "score")
    return Score(
        run=run,
        unit=node["unit"],
        group=node["group"],
        code=node["code"],
        level=node["level"],
        marker=node["marker"],
        **{name: _stored(node[name]) for name in amounts},
    )


def _placing(run: Run, placing: dict[str, Any]) -> Placing:
    return Placing(
        run=run,
        unit=placing["unit"],
        group=placing["group"],
        score=_stored(placing["score"]),
        shown=number(placing["shown"]),
        rank=number(placing["rank"]),
    )


def _stored(text: str | None) -> Decimal | None:
    value = number(text)
    return None if value is None else value.quantize(_STORED_DECIMALS, rounding=ROUND_HALF_EVEN)
