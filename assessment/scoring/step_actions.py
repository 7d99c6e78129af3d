"""The only writer of what a run's chain computes: a result for each step, and with the last one the scores."""

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from assessment.audit.actions import PROVINCE, SYSTEM, Fact, record
from assessment.jobs.leases import Lease
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import (
    SCORES,
    STEPS,
    Document,
    compute_step,
    result_digest,
    thaw,
)
from assessment.scoring.models import CurrentRun, Placing, Run, Score, StepResult
from assessment.scoring.states import Move, states_of

STORED_DECIMALS = 30
_TIE = re.compile(rf"\.\d{{{STORED_DECIMALS}}}5$")
AMOUNTS = ("raw", "treated", "normalised", "weight", "score")
SCORE_COLUMNS = ("run_id", "unit", "group", "code", "level", "marker", *AMOUNTS)
PLACING_COLUMNS = ("run_id", "unit", "group", "score", "shown", "rank")


def store_step(lease: Lease, name: str, *, at: datetime) -> None:
    """Compute one step of a job's run and keep its result.

    Computed outside the transaction, kept inside one that holds the lease: of two workers one is dropped. The
    last step writes scores and places and makes the run the current one, all at once.
    """
    run = Run.objects.get(pk=int(lease.arguments["run"]))
    before = {step.name: step for step in run.step_results.all()}
    if name in before:
        return
    with _without_collector():
        document = thaw(run.document)
        step = compute_step(name, document, {one.name: thaw(one.document) for one in before.values()})
    with transaction.atomic():
        lease.hold()
        locked = _locked(run.pk)
        if locked.state != Run.State.REQUESTED:
            return
        StepResult.objects.create(run=locked, name=name, document=step.text, digest=step.digest)
        if name == STEPS[document["kind"]][-1]:
            digests = {one.name: one.digest for one in before.values()} | {name: step.digest}
            _finish(locked, result_digest(document, digests), step.result, at=at)


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


def _finish(run: Run, digest_of_all: str, scores: Document, *, at: datetime) -> None:
    run.state = states_of(run).after(run.state, Move.COMPUTE)
    run.result_digest, run.computed_at = digest_of_all, at
    run.save(update_fields=["state", "result_digest", "computed_at"])
    _copied(Score, SCORE_COLUMNS, (_score(run, node) for node in scores[SCORES]))
    _copied(Placing, PLACING_COLUMNS, (_placing(run, placing) for placing in scores["placings"]))
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


def _copied(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The rows by COPY, each the values of `columns` in their order: a province of counties has 150,000."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def _score(run: Run, node: dict[str, Any]) -> tuple[Any, ...]:
    where = (run.pk, node["unit"], node["group"], node["code"], node["level"], node["marker"])
    return (*where, *(_stored(node[name]) for name in AMOUNTS))


def _placing(run: Run, placing: dict[str, Any]) -> tuple[Any, ...]:
    where = (run.pk, placing["unit"], placing["group"])
    return (*where, _stored(placing["score"]), placing["shown"], placing["rank"])


def _stored(text: str | None) -> str | None:
    """Half to even at the last decimal of the column. The server rounds there by itself, but a tie away from zero."""
    if text is None or not _TIE.search(text):
        return text
    with exact_context():
        return format(Decimal(text).quantize(Decimal(1).scaleb(-STORED_DECIMALS), rounding=ROUND_HALF_EVEN), "f")
