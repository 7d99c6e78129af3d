"""A trial run: for the commission alone, and never more than computed."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.audit.errors import WrongState
from assessment.people.errors import NotFound, PermissionRefused
from assessment.scoring.actions import approve_run, cancel_run, confirm_run, open_scores, send_feedback, start_trial
from assessment.scoring.models import CurrentRun, Run
from assessment.scoring.queries import run_seen, runs_visible_to
from assessment.scoring.states import TRIAL_STATES, Move
from tests.situations.catalogue import a_reviewer
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import (
    CONFIRMED,
    FIRST_QUARTER,
    SENT,
    a_computed_run,
    a_trial,
    on_the_insider_list,
    the_approver,
    the_officer,
)


def test_whatever_is_not_in_the_table_of_a_trial_is_refused() -> None:
    complement = TRIAL_STATES.complement()
    assert len(complement) + len(TRIAL_STATES.moves) == len(list(product(Run.State, Move)))
    for state, move in complement:
        with pytest.raises(WrongState):
            TRIAL_STATES.after(state, move)


def test_a_trial_reaches_no_state_in_which_somebody_else_could_act_on_it() -> None:
    assert TRIAL_STATES.reachable_from(Run.State.REQUESTED) == {"requested", "computed", "cancelled"}


@pytest.mark.django_db
def test_a_trial_is_computed_and_neither_confirmed_nor_sent_nor_approved() -> None:
    run = a_trial()
    assert (run.state, run.placings.count()) == ("computed", 9)
    with pytest.raises(WrongState):
        confirm_run(run.pk, by=the_confirmer(), at=CONFIRMED)
    with pytest.raises(WrongState):
        send_feedback(run.pk, by=the_officer(), at=SENT)
    with pytest.raises(WrongState):
        approve_run(run.pk, by=the_approver(), at=SENT)
    for state in ("confirmed", "feedback", "approved", "issued"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(state=state, confirmed_by=the_confirmer())


@pytest.mark.django_db
def test_a_trial_never_counts_and_stands_beside_the_official_run_of_the_same_inputs() -> None:
    trial = a_trial()
    assert not CurrentRun.objects.exists()
    official = a_computed_run()
    assert (official.purpose, official.input_digest, official.result_digest) == (
        "official", trial.input_digest, trial.result_digest,
    )  # fmt: skip
    assert CurrentRun.objects.get().run_id == official.pk
    assert cancel_run(trial.pk, "已有正式测算", by=the_officer(), at=SENT).state == "cancelled"


@pytest.mark.django_db
def test_the_bureau_sees_no_trial_not_even_from_the_insider_list() -> None:
    run = a_trial()
    for person in (the_confirmer(), on_the_insider_list(a_reviewer())):
        assert not runs_visible_to(person, at=SENT).exists()
        with pytest.raises(NotFound):
            run_seen(run.pk, by=person, at=SENT)
        with pytest.raises(NotFound):
            open_scores(run.pk, by=person, at=SENT)
    assert open_scores(run.pk, by=on_the_insider_list(the_officer()), at=SENT).pk == run.pk


@pytest.mark.django_db
def test_only_the_officer_tries() -> None:
    with pytest.raises(PermissionRefused):
        start_trial(FIRST_QUARTER, "quarterly", by=the_approver(), at=SENT)
    client = Client()
    client.force_login(the_confirmer())
    body = {"period": FIRST_QUARTER, "kind": "quarterly", "purpose": "trial"}
    assert client.post("/api/scoring/runs/", body, content_type="application/json").status_code == 403
