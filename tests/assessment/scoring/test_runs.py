"""Runs: frozen inputs, one result, two people, and what counts."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from assessment.audit.models import Entry
from assessment.catalogue.errors import SchemeMissing
from assessment.jobs.actions import request_cancel
from assessment.jobs.models import Job
from assessment.methodology.run_document import freeze, thaw
from assessment.people.actions import create_grant
from assessment.people.errors import PermissionRefused
from assessment.people.roles import Role
from assessment.scoring.actions import approve_run, cancel_run, confirm_run, issue_run, start_run
from assessment.scoring.errors.runs import (
    IssueNumberMissing,
    NoAcceptedReturn,
    PeriodOfOtherKind,
    ReasonMissing,
    SamePerson,
)
from assessment.scoring.models import CurrentRun, Run, Score
from assessment.scoring.queries import current_run, document_of, indicators_of
from assessment.scoring.staleness import is_stale
from tests.situations.catalogue import an_open_collection, the_catalogue
from tests.situations.measurement import the_confirmer, work_off
from tests.situations.people import LONG_AGO
from tests.situations.scoring import (
    APPROVED,
    CONFIRMED,
    FIRST_QUARTER,
    FIRST_QUARTER_FIGURES,
    GUIAN,
    ISSUED,
    SCORED,
    a_cancelled_run,
    a_checked_run,
    a_computed_run,
    a_requested_run,
    an_accepted_return,
    an_approved_run,
    an_issued_run,
    the_approver,
    the_frozen_scheme,
    the_officer,
    the_returns_of_the_first_quarter,
)

pytestmark = pytest.mark.django_db


def figures(run: Run, unit: str, *, where: str = "units") -> dict[str, str | None]:
    entry = next(entry for entry in indicators_of(run)[where] if entry["unit"] == unit)
    return {column: figure.get("value") for column, figure in entry["figures"].items()}


def notes(run: Run, unit: str) -> list[tuple[str, str]]:
    entry = next(entry for entry in indicators_of(run)["units"] if entry["unit"] == unit)
    return [(note["code"], note["unit"]) for note in entry["notes"]]


def test_guian_is_added_to_guiyang_for_the_ranking_and_shown_apart() -> None:
    run = a_computed_run()
    # 400 000 + 100 000 = 500 000 against 320 000 + 80 000 = 400 000: 25 %.
    added = figures(run, "520100")
    assert (added["software_revenue"], added["software_revenue_last_year"], added["growth"]) == (
        "500000", "400000", "25",
    )  # fmt: skip
    assert figures(run, GUIAN, where="apart")["software_revenue"] == "100000"
    assert run.placings.count() == 9
    assert not run.placings.filter(unit=GUIAN).exists()
    assert notes(run, "520100") == [("includes", "贵安新区")]


def test_the_official_scheme_discriminates_among_the_eight_beside_guiyang() -> None:
    run = a_computed_run()
    assert run.placings.exclude(unit="520100").values("shown").distinct().count() == 8


def test_a_missing_return_is_footnoted_and_gets_the_lowest_score_observed_never_zero() -> None:
    the_frozen_scheme()
    present = {code: pair for code, pair in FIRST_QUARTER_FIGURES.items() if code != "520200"}
    the_returns_of_the_first_quarter(present)
    run = a_computed_run()
    assert notes(run, "520200") == [("no_return", "六盘水市")]
    assert figures(run, "520200")["software_revenue"] is None
    levels = dict(run.scores.filter(code="level").values_list("unit", "score"))
    assert levels["520200"] == min(levels.values()) > 0
    assert set(run.scores.filter(unit="520200", level=0).values_list("marker", flat=True)) == {"provisional"}


def test_guiyang_has_no_figure_while_a_part_of_it_is_missing() -> None:
    the_frozen_scheme()
    the_returns_of_the_first_quarter({c: pair for c, pair in FIRST_QUARTER_FIGURES.items() if c != GUIAN})
    run = a_computed_run()
    assert figures(run, "520100")["software_revenue"] is None
    assert notes(run, "520100") == [("part_missing", "贵安新区")]


def test_a_late_return_carries_its_footnote() -> None:
    the_frozen_scheme()
    the_returns_of_the_first_quarter(late=("520300",))
    assert notes(a_computed_run(), "520300") == [("late", "遵义市")]


def test_the_same_inputs_are_the_same_run_whoever_asks() -> None:
    first = a_computed_run()
    again = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    assert again.pk == first.pk
    assert (Run.objects.count(), Job.objects.count()) == (1, 1)


def test_a_newly_accepted_version_makes_the_run_stale_and_the_next_run_another_one() -> None:
    run = a_computed_run()
    assert not is_stale(run)
    an_accepted_return("520200", 2_100, 1_600)
    assert is_stale(run)
    newer = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    assert newer.pk != run.pk
    assert not is_stale(newer)


def test_a_run_whose_job_failed_is_tried_again_and_not_duplicated() -> None:
    run = a_requested_run()
    Job.objects.filter(pk=run.job_id).update(state=Job.State.FAILED, error_code="unexpected_error")
    again = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    assert (again.pk, Job.objects.get(pk=run.job_id).state) == (run.pk, Job.State.QUEUED)
    assert work_off(again.job).state == Job.State.DONE


def test_a_run_whose_job_was_cancelled_can_be_started_again() -> None:
    run = a_requested_run()
    assert run.job is not None
    request_cancel(run.job, by=the_officer(), at=SCORED)
    again = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    assert (again.pk, again.job_id != run.job_id) == (run.pk, True)
    assert work_off(again.job).state == Job.State.DONE


def test_a_job_delivered_twice_scores_once() -> None:
    run = a_computed_run()
    count = Score.objects.count()
    work_off(run.job)
    # 9 cities × (2 indicators + 2 aggregates)
    assert (Score.objects.count(), count) == (36, 36)


def test_a_later_computation_counts_until_one_is_issued_and_then_the_issued_one_does() -> None:
    issued = an_issued_run()
    an_accepted_return("520200", 2_100, 1_600)
    newer = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    work_off(newer.job)
    found = current_run(FIRST_QUARTER, "quarterly")
    assert found is not None
    assert found.pk == issued.pk


def test_cancelling_the_current_run_gives_way_to_the_one_before_and_frees_its_inputs() -> None:
    first = a_computed_run()
    an_accepted_return("520200", 2_100, 1_600)
    second = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    work_off(second.job)
    cancel_run(second.pk, "数据有误", by=the_officer(), at=ISSUED)
    assert CurrentRun.objects.get(period=FIRST_QUARTER).run_id == first.pk
    assert start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED).pk not in {first.pk, second.pk}


def test_cancelling_a_run_at_work_stops_its_job() -> None:
    run = a_requested_run()
    with pytest.raises(ReasonMissing):
        cancel_run(run.pk, " ", by=the_officer(), at=ISSUED)
    cancel_run(run.pk, "数据有误", by=the_officer(), at=ISSUED)
    assert work_off(run.job).state == Job.State.CANCELLED
    assert not Score.objects.exists()


def test_neither_starter_nor_confirmer_approves() -> None:
    run = a_checked_run()
    for person in (the_officer(), the_confirmer()):
        create_grant(person, Role.COMMISSION_APPROVER, region=None, by=person, at=LONG_AGO)
        with pytest.raises(SamePerson):
            approve_run(run.pk, by=person, at=APPROVED)
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(state="approved", approved_by=person)
    assert approve_run(run.pk, by=the_approver(), at=APPROVED).approved_by == the_approver()


def test_the_starter_does_not_confirm() -> None:
    run = a_computed_run()
    create_grant(the_officer(), Role.CONFIRMER, region=None, by=the_officer(), at=LONG_AGO)
    with pytest.raises(SamePerson):
        confirm_run(run.pk, by=the_officer(), at=CONFIRMED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(confirmed_by=the_officer())


def test_a_result_is_issued_under_a_document_number() -> None:
    run = an_approved_run()
    with pytest.raises(IssueNumberMissing):
        issue_run(run.pk, "", "closed", by=the_officer(), at=ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="issued")


@pytest.mark.parametrize("person", [the_confirmer, the_approver])
def test_only_the_officer_starts_a_run(person) -> None:
    the_frozen_scheme()
    the_returns_of_the_first_quarter()
    with pytest.raises(PermissionRefused):
        start_run(FIRST_QUARTER, "quarterly", by=person(), at=SCORED)


def test_a_scheme_that_is_not_frozen_scores_nothing() -> None:
    the_catalogue()
    the_returns_of_the_first_quarter()
    with pytest.raises(SchemeMissing):
        start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SCORED)


def test_without_accepted_returns_or_with_the_wrong_period_there_is_no_run() -> None:
    the_frozen_scheme()
    an_open_collection("SW-Q", FIRST_QUARTER)
    with pytest.raises(NoAcceptedReturn):
        start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SCORED)
    with pytest.raises(PeriodOfOtherKind):
        start_run("2021", "quarterly", by=the_officer(), at=SCORED)


def test_the_digest_of_a_replay_is_the_stored_one_and_an_altered_document_is_found() -> None:
    run = a_computed_run()
    out = StringIO()
    call_command("replay", str(run.pk), stdout=out)
    assert run.result_digest in out.getvalue()
    document = thaw(run.document)
    document["inputs"]["returns"][0]["cells"][0]["value"] = "1"
    Run.objects.filter(pk=run.pk).update(document=freeze(document))
    with pytest.raises(CommandError, match="indicators, scores"):
        call_command("replay", str(run.pk))


def test_a_run_keeps_its_inputs_themselves_with_scheme_and_method() -> None:
    run = a_computed_run()
    document = document_of(run)
    assert document["scheme"]["text"] == run.scheme_version.text
    assert document["method_version"] == "2021.2"
    assert {entry["unit"] for entry in document["inputs"]["returns"]} == set(FIRST_QUARTER_FIGURES)
    assert Decimal(document["inputs"]["returns"][0]["cells"][0]["value"]) == 400_000


def test_every_step_of_a_run_is_in_the_chain_of_the_province() -> None:
    run = an_issued_run()
    entries = Entry.objects.filter(object_type="scoring.run", object_id=str(run.pk)).order_by("sequence")
    assert [(entry.action, entry.by, entry.chain) for entry in entries] == [
        ("run.start", "officer", "province"),
        ("run.computed", "system", "province"),
        ("run.confirm", "confirmer", "province"),
        ("feedback.send", "officer", "province"),
        ("run.approve", "approver", "province"),
        ("publication.decide", "officer", "province"),
        ("run.issue", "officer", "province"),
    ]


def test_a_cancelled_run_has_nothing_to_show() -> None:
    assert not CurrentRun.objects.filter(run=a_cancelled_run()).exists()
