"""异议（复核）申请: decided by two people on the evidence, before any effect is computed."""

from decimal import Decimal
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document

from assessment.audit.errors import WrongState
from assessment.messages.models import Notice
from assessment.people.actions import create_grant
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.actions import (
    add_objection_file,
    approve_run,
    confirm_decision,
    confirm_run,
    decide_objection,
    raise_objection,
    send_back_decision,
    send_feedback,
    start_run,
    start_trial,
)
from assessment.scoring.errors.feedback import (
    DecisionReasonsMissing,
    FeedbackClosed,
    ItemNotContestable,
    ObjectionIncomplete,
    ObjectionTwice,
    ObjectionUndecided,
    ObjectionUnsettled,
    SameValue,
)
from assessment.scoring.errors.runs import SamePerson
from assessment.scoring.feedback_states import OBJECTION_STATES, ObjectionMove
from assessment.scoring.models import Objection, Run
from assessment.scoring.objection_actions import Claim
from tests.situations.files import PDF
from tests.situations.measurement import moment, the_confirmer
from tests.situations.people import LONG_AGO
from tests.situations.scoring import (
    ANSWERED,
    APPROVED,
    FIRST_QUARTER,
    a_confirmed_objection,
    a_decided_objection,
    a_run_in_feedback,
    a_withdrawn_objection,
    agreed_by_all,
    an_accepted_return,
    an_objection,
    computed,
    feedback_row,
    on_the_insider_list,
    the_approver,
    the_filler,
    the_officer,
)

CLAIM = Claim("software_revenue", Decimal(9_500), "一户企业三月收入漏报。")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def run_of(objection: Objection) -> Run:
    return Run.objects.get(pk=objection.feedback.run_id)


def test_whatever_is_not_in_the_table_is_refused() -> None:
    complement = OBJECTION_STATES.complement()
    assert len(complement) + len(OBJECTION_STATES.moves) == len(list(product(Objection.State, ObjectionMove)))
    for state, move in complement:
        with pytest.raises(WrongState):
            OBJECTION_STATES.after(state, move)


def test_every_state_can_be_reached_and_a_confirmed_decision_stands() -> None:
    assert OBJECTION_STATES.reachable_from("received") == set(Objection.State.values)
    assert OBJECTION_STATES.moves_from("confirmed") == OBJECTION_STATES.moves_from("withdrawn") == ()


@pytest.mark.django_db
def test_a_unit_objects_to_one_figure_with_value_reasons_and_evidence() -> None:
    objection = an_objection()
    assert (objection.number, objection.state, objection.claimed_value) == ("Y2021-0001", "received", 9_500)
    assert feedback_row(run_of(objection)).state == "objected"
    assert [notice.to for notice in Notice.objects.filter(topic="objection")] == [the_officer()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claim", "refusal"),
    [
        (Claim("growth", Decimal(60), "增速不对。请核对。"), ItemNotContestable),
        (Claim("software_revenue", Decimal("NaN"), "一户企业漏报。"), ObjectionIncomplete),
        (Claim("software_revenue", Decimal("1e22"), "一户企业漏报。"), ObjectionIncomplete),
        (Claim("software_revenue", Decimal("9500.123456789"), "一户企业漏报。"), ObjectionIncomplete),
        (Claim("software_revenue", Decimal(9_500), "错"), ObjectionIncomplete),
        (Claim("software_revenue", Decimal("9000.00"), "一户企业漏报。"), SameValue),
    ],
)
def test_an_objection_that_says_nothing_new_is_refused(claim: Claim, refusal: type[Exception]) -> None:
    row = feedback_row(a_run_in_feedback())
    with pytest.raises(refusal):
        raise_objection(row.pk, claim, by=the_filler(row.unit), at=ANSWERED)
    assert not Objection.objects.exists()


@pytest.mark.django_db
def test_a_figure_is_contested_once_and_only_within_the_window_and_the_own_region() -> None:
    row = feedback_row(a_run_in_feedback())
    with pytest.raises(FeedbackClosed):
        raise_objection(row.pk, CLAIM, by=the_filler(row.unit), at=moment("2021-04-28 09:00"))
    with pytest.raises(NotFound):
        raise_objection(row.pk, CLAIM, by=the_filler("520200"), at=ANSWERED)
    an_objection(row)
    with pytest.raises(ObjectionTwice):
        raise_objection(row.pk, CLAIM, by=the_filler(row.unit), at=ANSWERED)


@pytest.mark.django_db
def test_who_withdraws_the_only_objection_has_yet_to_answer() -> None:
    withdrawn = a_withdrawn_objection()
    assert feedback_row(run_of(withdrawn)).state == "awaiting"
    assert an_objection(feedback_row(run_of(withdrawn))).number == "Y2021-0002"


@pytest.mark.django_db
def test_while_a_decision_is_open_nothing_is_computed_not_even_as_a_trial() -> None:
    objection = an_objection()
    run = agreed_by_all(run_of(objection))
    an_accepted_return("520300", 9_500, 6_000)
    for step in (lambda: None, lambda: a_decided_objection("accepted", objection)):
        step()
        with pytest.raises(ObjectionUndecided):
            start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED)
        with pytest.raises(ObjectionUndecided):
            start_trial(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED)
        with pytest.raises(ObjectionUndecided):
            approve_run(run.pk, by=the_approver(), at=APPROVED)
    assert Run.objects.count() == 1
    confirm_decision(objection.pk, by=the_approver(), at=ANSWERED)
    assert start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED).replaces == run


@pytest.mark.django_db
def test_no_answer_to_who_decides_shows_an_effect_before_the_decision_stands() -> None:
    """The claimed value stands in the objection alone: no run, no score, no place is computed with it anywhere."""
    objection = an_objection()
    run = agreed_by_all(run_of(objection))
    officer = signed_in(on_the_insider_list(the_officer()))
    reads = [f"/api/scoring/runs/{run.pk}/{name}/" for name in ("ranking", "scores", "figures", "explanation/520300")]
    before = [officer.get(address).content for address in reads]
    for body in (
        {"period": FIRST_QUARTER, "kind": "quarterly", "purpose": purpose} for purpose in ("trial", "official")
    ):
        answer: Any = officer.post("/api/scoring/runs/", body, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "objection_undecided")
    shown = officer.get(f"/api/scoring/objections/{objection.pk}/").json()
    assert not [key for key in shown if any(word in key for word in ("score", "rank", "effect", "place"))]
    assert [officer.get(address).content for address in reads] == before
    assert all(b"9500" not in content for content in before)


@pytest.mark.django_db
def test_a_decision_takes_reasons_and_two_people_neither_of_whom_objected() -> None:
    objection = an_objection()
    with pytest.raises(DecisionReasonsMissing):
        decide_objection(objection.pk, "accepted", "行", by=the_officer(), at=ANSWERED)
    with pytest.raises(DecisionReasonsMissing):
        decide_objection(objection.pk, "perhaps", "依据充分，予以采纳。", by=the_officer(), at=ANSWERED)
    with pytest.raises(PermissionRefused):
        decide_objection(objection.pk, "accepted", "依据充分，予以采纳。", by=the_confirmer(), at=ANSWERED)
    a_decided_objection("rejected", objection)
    create_grant(the_officer(), Role.COMMISSION_APPROVER, region=None, by=the_officer(), at=LONG_AGO)
    with pytest.raises(SamePerson):
        confirm_decision(objection.pk, by=the_officer(), at=ANSWERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.update(state="confirmed", confirmed_by=the_officer(), confirmed_at=ANSWERED)
    assert confirm_decision(objection.pk, by=the_approver(), at=ANSWERED).state == "confirmed"


@pytest.mark.django_db
def test_a_second_person_who_does_not_agree_sends_the_decision_back() -> None:
    objection = a_decided_objection("rejected")
    back = send_back_decision(objection.pk, "材料未核实完毕。", by=the_approver(), at=ANSWERED)
    assert (back.state, back.outcome, back.decided_by) == ("received", "", None)


@pytest.mark.django_db
def test_a_unit_reads_the_decision_and_its_letter_once_it_stands() -> None:
    objection = a_decided_objection("accepted")
    city = signed_in(the_filler("520300"))
    assert city.get(f"/api/scoring/objections/{objection.pk}/").json()["outcome"] == ""
    assert city.get(f"/api/scoring/objections/{objection.pk}/letter/").status_code == 409
    confirm_decision(objection.pk, by=the_approver(), at=ANSWERED)
    assert city.get(f"/api/scoring/objections/{objection.pk}/").json()["outcome"] == "accepted"
    letter = city.get(f"/objections/{objection.pk}/letter/")
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(letter.content)).paragraphs)
    for words in (
        "Y2021-0001",
        "遵义市2021年一季度\n异议（复核）申请的答复",
        "9,000.00",
        "9,500.00",
        "予以采纳",
        "更正申请",
    ):
        assert words in text
    stranger = signed_in(the_filler("520200"))
    assert stranger.get(f"/objections/{objection.pk}/letter/").status_code == 404


@pytest.mark.django_db
def test_evidence_is_added_until_the_decision_and_read_behind_the_wall() -> None:
    objection = an_objection()
    stored = add_objection_file(objection.pk, "合同.pdf", PDF, by=the_filler("520300"), at=ANSWERED)
    address = f"/api/scoring/files/{stored.pk}/content/"
    assert signed_in(the_filler("520300")).get(address).content == PDF
    assert signed_in(the_filler("520200")).get(address).status_code == 404
    a_decided_objection("rejected", objection)
    with pytest.raises(WrongState):
        add_objection_file(objection.pk, "合同.pdf", PDF, by=the_filler("520300"), at=ANSWERED)


@pytest.mark.django_db
def test_a_rejected_objection_leaves_the_way_open_and_an_accepted_one_asks_for_another_version() -> None:
    rejected = a_confirmed_objection("rejected")
    run = agreed_by_all(run_of(rejected))
    assert approve_run(run.pk, by=the_approver(), at=APPROVED).state == "approved"


@pytest.mark.django_db
def test_an_accepted_objection_counts_once_the_owner_of_the_figure_has_corrected_it() -> None:
    accepted = a_confirmed_objection("accepted")
    run = agreed_by_all(run_of(accepted))
    with pytest.raises(ObjectionUnsettled):
        approve_run(run.pk, by=the_approver(), at=APPROVED)
    assert start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED).pk == run.pk
    # Another figure changes: the objection is still not carried out.
    an_accepted_return("520200", 2_100, 1_600)
    other = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED))
    confirm_run(other.pk, by=the_confirmer(), at=ANSWERED)
    with pytest.raises(ObjectionUnsettled):
        send_feedback(other.pk, by=the_officer(), at=ANSWERED)
    an_accepted_return("520300", 9_500, 6_000)
    right = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED))
    confirm_run(right.pk, by=the_confirmer(), at=ANSWERED)
    sent = send_feedback(right.pk, by=the_officer(), at=ANSWERED)
    assert (sent.replaces, Run.objects.get(pk=run.pk).state) == (run, "replaced")
    assert {row.unit for row in sent.feedback.filter(state="awaiting")} == {"520200", "520300"}
