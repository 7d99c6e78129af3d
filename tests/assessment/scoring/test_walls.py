"""Who sees what of a run: the bureau values, the insiders scores, a city nothing before the issue."""

import pytest

from assessment.audit.models import Entry
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.actions import open_scores
from assessment.scoring.queries import (
    may_explain,
    placings_visible_to,
    runs_visible_to,
    runs_with_scores_open_to,
    scores_visible_to,
)
from tests.situations.catalogue import a_reviewer, an_account
from tests.situations.measurement import the_confirmer, the_institute
from tests.situations.scoring import (
    CONFIRMED,
    FIRST_QUARTER,
    ISSUED,
    a_computed_run,
    an_approved_run,
    an_issued_run,
    on_the_insider_list,
    the_approver,
    the_officer,
)

pytestmark = pytest.mark.django_db


def a_city_officer() -> User:
    return an_account("filler-zunyi", Role.FILLER, "520300")


def test_a_city_sees_no_score_before_the_issue_not_even_its_own() -> None:
    run = an_approved_run()
    city = a_city_officer()
    assert not scores_visible_to(city, at=ISSUED).exists()
    assert not placings_visible_to(city, at=ISSUED).exists()
    with pytest.raises(NotFound):
        open_scores(run.pk, by=city, at=ISSUED)
    with pytest.raises(PermissionRefused):
        runs_visible_to(city, at=ISSUED)


def test_no_list_opens_an_unissued_run_to_a_city() -> None:
    run = an_approved_run()
    city = on_the_insider_list(a_city_officer())
    with pytest.raises(NotFound):
        open_scores(run.pk, by=city, at=ISSUED)


def test_after_the_issue_a_city_sees_all_places_and_the_nodes_of_its_own_score() -> None:
    run = an_issued_run()
    city = a_city_officer()
    assert placings_visible_to(city, at=ISSUED).filter(run=run).count() == 9
    assert {*scores_visible_to(city, at=ISSUED).values_list("unit", flat=True)} == {"520300"}
    assert may_explain(city, "520300", at=ISSUED)
    assert not may_explain(city, "520200", at=ISSUED)


def test_the_bureau_sees_the_run_and_no_score_of_it() -> None:
    run = a_computed_run()
    for person in (the_confirmer(), a_reviewer()):
        assert runs_visible_to(person, at=CONFIRMED).filter(pk=run.pk).exists()
        assert not runs_with_scores_open_to(person, at=CONFIRMED).exists()


def test_the_commission_sees_scores_only_from_the_insider_list_of_that_period() -> None:
    run = a_computed_run()
    assert not placings_visible_to(the_officer(), at=CONFIRMED).exists()
    on_the_insider_list(the_officer(), "2021c06")
    assert not placings_visible_to(the_officer(), at=CONFIRMED).exists()
    on_the_insider_list(the_officer())
    assert placings_visible_to(the_officer(), at=CONFIRMED).filter(run=run).count() == 9


def test_who_may_view_no_result_is_refused_outright() -> None:
    a_computed_run()
    with pytest.raises(PermissionRefused):
        runs_with_scores_open_to(the_institute(), at=ISSUED)


def test_every_reading_of_unissued_scores_is_written_down() -> None:
    run = a_computed_run()
    reader = on_the_insider_list(the_approver())
    for _ in range(2):
        open_scores(run.pk, by=reader, at=CONFIRMED)
    entries = Entry.objects.filter(action="score.view")
    assert [(entry.by, entry.object_id, entry.chain) for entry in entries] == [
        ("approver", str(run.pk), "province")
    ] * 2


def test_reading_an_issued_result_is_nobodys_secret() -> None:
    run = an_issued_run()
    open_scores(run.pk, by=a_city_officer(), at=ISSUED)
    assert not Entry.objects.filter(action="score.view").exists()


def test_the_list_ends_when_a_person_is_taken_off_it() -> None:
    run = a_computed_run()
    reader = on_the_insider_list(the_approver())
    reader.insider_entries.filter(subject=FIRST_QUARTER).update(valid_until=CONFIRMED)
    with pytest.raises(NotFound):
        open_scores(run.pk, by=reader, at=CONFIRMED)
