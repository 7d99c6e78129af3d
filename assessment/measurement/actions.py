"""The only writers of batches: request, measure, submit, confirm, return."""

from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import SYSTEM, Actor
from assessment.audit.named_locks import one_at_a_time
from assessment.jobs.actions import emit, request_cancel, retry
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.measurement.batch_inputs import BY_DEFAULT, Choice, document_to_freeze
from assessment.measurement.batch_records import locked_batch, record_batch
from assessment.measurement.errors import (
    BatchIncomplete,
    MonthsOutOfRange,
    ReasonMissing,
    SamePerson,
    YearExpected,
)
from assessment.measurement.laying_out import lay_out_batch
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.notices import tell_confirmed, tell_returned, tell_submitted
from assessment.measurement.parameter_sets import SET
from assessment.measurement.states import BATCH_STATES, Move
from assessment.methodology.canonical import digest
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import Document, freeze, text_digest, thaw, value_added
from assessment.methodology.run_figures import number, units_of
from assessment.methodology.run_measurement import DIGITAL_ECONOMY, FULL_YEAR_MONTHS
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

BATCH_REQUESTED = "measurement.batch_requested"
_STORED_DECIMALS = Decimal(1).scaleb(-20)
# Read, measure, store: after each of the first two a cancelled job stops.
_PARTS_OF_THE_WORK = 3


def request_batch(
    year: str, *, by: User, at: datetime, months: int = FULL_YEAR_MONTHS, choice: Choice = BY_DEFAULT
) -> Batch:
    """Freeze the tables of `year` into a batch and have it measured.

    The same tables asked for again give the batch that exists; one whose job failed is tried again.
    """
    with transaction.atomic():
        require(by, Action.BATCH_MEASURE, at=at)
        period = Period.parse(year)
        if period.kind is not PeriodKind.YEAR:
            raise YearExpected(received=year)
        if not 1 <= months <= FULL_YEAR_MONTHS:
            raise MonthsOutOfRange(received=months)
        one_at_a_time("measurement.batch", period.code)
        text = freeze(document_to_freeze(period.code, months=months, choice=choice))
        same = _same_batch(period.code, text_digest(text))
        if same is not None:
            return _tried_again(same, by=by, at=at)
        batch = _new_batch(text, choice, by=by, at=at)
        _queue(batch, by=by, at=at)
        facts = {"number": batch.number, "months": months, "parameter_set": batch.parameter_set}
        record_batch("batch.measure", batch, by=by, at=at, facts={**facts, "gdp_vintage": batch.gdp_vintage})
    return batch


def cancel_measuring(batch_id: int, *, by: User, at: datetime) -> Batch:
    """Stop the job of a batch that is being measured; asked for again, the same batch is measured anew."""
    with transaction.atomic():
        batch = locked_batch(batch_id, Action.BATCH_MEASURE, by=by, at=at)
        batch.state = BATCH_STATES.after(batch.state, Move.CANCEL)
        if batch.job is not None:
            request_cancel(batch.job, by=by, at=at)
        record_batch("batch.cancel", batch, by=by, at=at)
    return batch


def store_measurement(lease: Lease, *, at: datetime) -> None:
    """Measure the batch of a job and keep the result; a second delivery of the same job finds it done."""
    batch_id = int(lease.arguments["batch"])
    document = thaw(Batch.objects.values_list("document", flat=True).get(pk=batch_id))
    lease.progress(1, _PARTS_OF_THE_WORK)
    result = value_added(document)
    lease.progress(2, _PARTS_OF_THE_WORK)
    with transaction.atomic():
        lease.hold()
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != Batch.State.REQUESTED:
            return
        batch.state = BATCH_STATES.after(batch.state, Move.MEASURE)
        batch.result_document, batch.result_digest = freeze(result), digest(result)
        batch.measured_at = at
        batch.save()
        BatchResult.objects.bulk_create(_results(batch, result))
        record_batch("batch.measured", batch, by=SYSTEM, at=at, facts={"findings": len(result["findings"])})


def submit_batch(batch_id: int, *, by: User, at: datetime) -> Batch:
    """Hand the measurement to the bureau. A full year must have the digital economy of every assessed region."""
    with transaction.atomic():
        batch = locked_batch(batch_id, Action.BATCH_SUBMIT, by=by, at=at)
        batch.state = BATCH_STATES.after(batch.state, Move.SUBMIT)
        _require_complete(batch)
        batch.submitted_by, batch.submitted_at = by, at
        batch.save()
        record_batch(Action.BATCH_SUBMIT, batch, by=by, at=at)
        tell_submitted(batch, at=at)
    return batch


def confirm_batch(batch_id: int, *, by: User, at: datetime) -> Batch:
    """省大数据局 confirms; never the person who requested or submitted (`SamePerson`).

    The figures of a full year are laid out for the cities in the same transaction.
    """
    with transaction.atomic():
        batch = locked_batch(batch_id, Action.BATCH_CONFIRM, by=by, at=at)
        batch.state = BATCH_STATES.after(batch.state, Move.CONFIRM)
        if by.pk in (batch.requested_by_id, batch.submitted_by_id):
            raise SamePerson(name=by.display_name)
        batch.confirmed_by, batch.confirmed_at = by, at
        batch.save()
        record_batch(Action.BATCH_CONFIRM, batch, by=by, at=at)
        lay_out_batch(batch, by=by, at=at)
        tell_confirmed(batch, at=at)
    return batch


def return_batch(batch_id: int, reason: str, *, by: User, at: datetime) -> Batch:
    """Send the measurement back with a reason; the institute requests a new batch."""
    with transaction.atomic():
        batch = locked_batch(batch_id, Action.BATCH_RETURN, by=by, at=at)
        batch.state = BATCH_STATES.after(batch.state, Move.RETURN)
        if not reason.strip():
            raise ReasonMissing
        batch.decision_note = reason.strip()
        batch.save()
        record_batch(Action.BATCH_RETURN, batch, by=by, at=at)
        tell_returned(batch, at=at)
    return batch


def _same_batch(year: str, input_digest: str) -> Batch | None:
    alive = Batch.objects.select_for_update(of=("self",)).exclude(state=Batch.State.RETURNED)
    return alive.filter(period=year, input_digest=input_digest).order_by("-number").first()


def _tried_again(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """A batch that was never measured gets its job again: a failed one from its step, a cancelled one anew."""
    if batch.state != Batch.State.REQUESTED or batch.job is None:
        return batch
    if batch.job.state == Job.State.FAILED:
        batch.job = retry(batch.job.pk, by=by, at=at)
    elif batch.job.state == Job.State.CANCELLED:
        _queue(batch, by=by, at=at)
    return batch


def _queue(batch: Batch, *, by: Actor, at: datetime) -> None:
    batch.job = emit(BATCH_REQUESTED, {"batch": batch.pk}, by=by, at=at).job
    batch.save(update_fields=["job"])


def _new_batch(text: str, choice: Choice, *, by: User, at: datetime) -> Batch:
    document = thaw(text)
    year, months = document["period"], document["months"]
    last = Batch.objects.filter(period=year).aggregate(last=Max("number"))["last"] or 0
    return Batch.objects.create(
        period=year,
        number=last + 1,
        name_zh=Period.cumulative(int(year), months).name_zh,
        months=months,
        method_version=document["method_version"],
        parameters=document["parameters"],
        parameter_set=document["parameters"][SET],
        gdp_vintage=choice.gdp_vintage,
        document=text,
        input_digest=text_digest(text),
        requested_by=by,
        requested_at=at,
    )


def _require_complete(batch: Batch) -> None:
    if batch.months != FULL_YEAR_MONTHS:
        return
    document = thaw(batch.document)
    known = set(batch.results.filter(code=DIGITAL_ECONOMY, value__isnull=False).values_list("region", flat=True))
    missing = [unit.name for unit in units_of(document) if unit.ranked_within is None and unit.code not in known]
    if missing:
        raise BatchIncomplete(regions=missing)


def _results(batch: Batch, result: Document) -> list[BatchResult]:
    with exact_context():
        return [
            BatchResult(
                batch=batch,
                region=region["region"],
                code=code,
                value=_stored(number(figure["value"])),
                unit=figure["unit"],
                marker=figure["marker"],
                method_version=batch.method_version,
                parameter_set=batch.parameter_set,
            )
            for region in result["regions"]
            for code, figure in region["figures"].items()
        ]


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_STORED_DECIMALS, rounding=ROUND_HALF_EVEN)
