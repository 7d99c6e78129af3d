"""The annual run: from the four components to the score in one Celery chain."""

from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.jobs.models import Job
from assessment.measurement.actions import confirm_batch, submit_batch
from assessment.measurement.models import Batch
from assessment.measurement.table_actions import load_industry_accounts
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.scoring.actions import start_run
from assessment.scoring.errors.runs import MeasurementNotConfirmed, MonthsNeverScore
from assessment.scoring.models import CurrentRun, Run
from assessment.scoring.queries import indicators_of
from assessment.scoring.staleness import is_stale
from deploy.processes import wait_until
from tests.fixtures_workers import Workers
from tests.situations.measurement import (
    LIUPANSHUI,
    MEASURED,
    QIANNAN,
    ZUNYI,
    a_confirmed_batch,
    a_requested_batch,
    accounts_of,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.scoring import (
    YEAR_SCORED,
    a_computed_annual_run,
    the_frozen_scheme,
    the_officer,
)

ONE_MORE_HUNDRED = {(ZUNYI, "C39"): Amounts(None, *(Decimal(amount) for amount in (200, 20, 20, 10)))}


def shown(run: Run) -> dict[str, Decimal | None]:
    return dict(run.placings.values_list("unit", "shown"))


def node(run: Run, unit: str, code: str) -> tuple[Decimal | None, Decimal | None]:
    score = run.scores.get(unit=unit, code=code)
    return score.raw, score.score


@pytest.mark.django_db
def test_the_scores_of_the_simple_years_are_those_worked_by_hand() -> None:
    """Share, efficacy between 10 % (60) and 20 % (100); growth, minmax 0 to 100 % on 60 to 100; half and half.

    六盘水市: share 10 → 60, growth 0 → 60, total 60. 黔南州: 20 → 100, 100 → 100, total 100.
    The other seven: share 15 → 80, growth 50 → 80, total 80; places 1, then seven times 2, then 9.
    """
    run = a_computed_annual_run()
    assert node(run, ZUNYI, "share") == (15, 80)
    assert node(run, ZUNYI, "growth") == (50, 80)
    assert sorted(shown(run).values()) == [60, *[80] * 7, 100]
    ranks = dict(run.placings.values_list("unit", "rank"))
    assert (ranks[QIANNAN], ranks[ZUNYI], ranks[LIUPANSHUI]) == (1, 2, 9)


@pytest.mark.django_db
def test_one_cell_of_compensation_moves_that_citys_total_by_the_amount_worked_by_hand() -> None:
    """遵义市, C39, 劳动者报酬 100 → 200 万元.

    Digital economy 1 500 → 1 600; share 15 → 16 %, score 60 + (16 − 10) / (20 − 10) · 40 = 84;
    growth 50 → 60 %, score 60 + 60 / 100 · 40 = 84; total 84, four more than before. Nobody else moves.
    """
    before = a_computed_annual_run()
    delivery = accounts_of("2021", changed=ONE_MORE_HUNDRED)
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    a_confirmed_batch("2021")
    after = start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    work_off(after.job)
    economies = [
        next(
            Decimal(entry["figures"]["digital_economy_value_added"]["value"])
            for entry in indicators_of(run)["units"]
            if entry["unit"] == ZUNYI
        )
        for run in (before, after)
    ]
    assert economies[1] - economies[0] == 100
    assert node(after, ZUNYI, "share") == (16, 84)
    assert node(after, ZUNYI, "growth") == (60, 84)
    moved = {unit: total - shown(before)[unit] for unit, total in shown(after).items()}
    assert {unit: step for unit, step in moved.items() if step} == {ZUNYI: Decimal("4.00")}


@pytest.mark.django_db
def test_a_newly_confirmed_measurement_makes_the_annual_run_stale() -> None:
    run = a_computed_annual_run()
    assert not is_stale(run)
    delivery = accounts_of("2021", changed=ONE_MORE_HUNDRED)
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    assert not is_stale(run)  # delivered, but neither measured nor confirmed
    a_confirmed_batch("2021")
    assert is_stale(run)


@pytest.mark.django_db
def test_without_both_confirmed_years_there_is_no_annual_run() -> None:
    the_frozen_scheme("annual")
    a_confirmed_batch("2021")
    with pytest.raises(MeasurementNotConfirmed) as refused:
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    assert refused.value.where["years"] == ["2020"]


@pytest.mark.django_db
def test_a_measurement_that_does_not_come_out_again_ends_the_run_with_a_stable_code() -> None:
    the_frozen_scheme("annual")
    for year in ("2020", "2021"):
        a_confirmed_batch(year)
    Batch.objects.filter(period="2020").update(result_digest="f" * 64)
    run = start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    job = work_off(run.job)
    assert (job.state, job.error_code, job.step) == (Job.State.FAILED, "measurement_not_reproduced", 0)
    assert not CurrentRun.objects.exists()


def test_components_become_scores_in_one_chain_of_a_real_worker(celery_worker_process: Workers) -> None:
    """Requested here, worked off there: batches and run each by their job, steps under a lease of their own."""
    the_frozen_scheme("annual")
    for year in ("2020", "2021"):
        batch = a_requested_batch(year)
        wait_for(batch.job_id, celery_worker_process)
        submit_batch(batch.pk, by=the_institute(), at=MEASURED)
        confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)
    started = start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    wait_for(started.job_id, celery_worker_process)
    run = Run.objects.get(pk=started.pk)
    assert [*run.step_results.order_by("id").values_list("name", flat=True)] == [
        "value_added",
        "indicators",
        "scores",
    ]
    assert shown(run)[ZUNYI] == 80
    assert CurrentRun.objects.get(period="2021", kind="annual").run_id == run.pk
    assert Entry.objects.filter(action="run.computed", object_id=str(run.pk)).count() == 1


def wait_for(job_id: int | None, workers: Workers) -> None:
    done = wait_until(
        lambda: Job.objects.get(pk=job_id).state == Job.State.DONE,
        seconds=30,
        process=workers.running["worker"],
    )
    assert done, f"{Job.objects.get(pk=job_id).error_text}\n{workers.log()}"


@pytest.mark.django_db
def test_a_confirmed_january_to_november_never_stands_in_for_the_year() -> None:
    the_frozen_scheme("annual")
    a_confirmed_batch("2020")
    delivery = accounts_of("2021", vintage="months_01_11")
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    months = a_requested_batch("2021", months=11)
    work_off(months.job)
    submit_batch(months.pk, by=the_institute(), at=MEASURED)
    confirm_batch(months.pk, by=the_confirmer(), at=MEASURED)
    with pytest.raises(MonthsNeverScore) as refused:
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    assert refused.value.where["years"] == ["2021"]
