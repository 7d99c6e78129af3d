"""The only writer of what a run's chain computes: a result for each step, and with the last one the scores."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from assessment.audit.actions import PROVINCE, SYSTEM, Fact, record
from assessment.jobs.leases import Lease
from assessment.methodology.run_document import (
    INDICATORS,
    SCORES,
    compute_scores,
    compute_step,
    result_digest,
    thaw,
    thaw_without_inputs,
)
from assessment.methodology.run_scores import WrittenScores
from assessment.scoring.models import CurrentRun, Placing, Run, Score, StepResult
from assessment.scoring.score_rows import PLACING_COLUMNS, SCORE_COLUMNS, placing_lines, score_lines
from assessment.scoring.states import Move, states_of

UNITS_AT_ONCE = 16


def store_step(lease: Lease, name: str, *, at: datetime) -> None:
    """Compute one step of a job's run and keep its result.

    Computed outside the transaction, kept inside one that holds the lease: of two workers one is dropped. The
    last step writes scores and places and makes the run the current one, all at once.
    """
    run = Run.objects.get(pk=int(lease.arguments["run"]))
    digests = dict(run.step_results.values_list("name", "digest"))
    if name in digests:
        return
    with _without_collector():
        if name == SCORES:
            _store_scores(lease, run, digests, at=at)
        else:
            _store_document(lease, run, name)


def _store_document(lease: Lease, run: Run, name: str) -> None:
    """A step that hands a document to the next."""
    before = {one.name: thaw(one.document) for one in run.step_results.all()}
    step = compute_step(name, thaw(run.document), before)
    with transaction.atomic():
        locked = _awaiting(lease, run.pk)
        if locked is not None:
            StepResult.objects.create(run=locked, name=name, document=step.text, digest=step.digest)


def _store_scores(lease: Lease, run: Run, digests: Mapping[str, str], *, at: datetime) -> None:
    """The last step, which stands as rows: of its document the digest alone is kept."""
    document = thaw_without_inputs(run.document)
    scores = compute_scores(document, thaw(run.step_results.get(name=INDICATORS).document))
    digest_of_all = result_digest(document, {**digests, SCORES: scores.digest})
    with transaction.atomic():
        locked = _awaiting(lease, run.pk)
        if locked is not None:
            StepResult.objects.create(run=locked, name=SCORES, document="", digest=scores.digest)
            _finish(locked, digest_of_all, scores, at=at)


def _awaiting(lease: Lease, run_id: int) -> Run | None:
    """The locked run, unless it no longer waits for its result."""
    lease.hold()
    run = _locked(run_id)
    return run if run.state == Run.State.REQUESTED else None


@contextmanager
def _without_collector() -> Iterator[None]:
    """A document holds no circles; a large one is a million objects, searched for them over and over."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _locked(run_id: int) -> Run:
    """Without its document, which may be large: read before, and not written again."""
    runs = Run.objects.select_for_update(of=("self",)).select_related("scheme_version").defer("document")
    return runs.get(pk=run_id)


def _finish(run: Run, digest_of_all: str, scores: WrittenScores, *, at: datetime) -> None:
    run.state = states_of(run).after(run.state, Move.COMPUTE)
    run.result_digest, run.computed_at = digest_of_all, at
    run.save(update_fields=["state", "result_digest", "computed_at"])
    _copied(Score, SCORE_COLUMNS, score_lines(run.pk, scores))
    _copied(Placing, PLACING_COLUMNS, placing_lines(run.pk, scores.placings))
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


def _copied(model: type[Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """The rows by COPY, each the values of `columns` in their order: a province of counties has 160,000."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        remaining = iter(lines)
        while piece := "".join(islice(remaining, UNITS_AT_ONCE)):
            stream.write(piece)
