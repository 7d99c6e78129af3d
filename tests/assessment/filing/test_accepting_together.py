"""Accepting several returns together: one transaction each, only without a finding and without an open question."""

import pytest

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.errors.review import NothingChosen
from assessment.filing.explanation_actions import Explaining
from assessment.filing.models import Return, Version
from assessment.filing.together import candidates
from assessment.people.errors import PermissionRefused
from tests.situations.catalogue import a_reviewer
from tests.situations.enterprises import a_filed_row
from tests.situations.filing import (
    REVIEWED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_queried_version,
    a_submitted_version,
    a_value,
    sign_all,
)

pytestmark = pytest.mark.django_db
ANSHUN = "520400"


def a_version_with_an_explained_finding(code: str) -> Version:
    """Growth of 200 %: the check asks for an explanation, and the city has given one."""
    draft, city = a_filled_draft(code), a_city(code)
    actions.save_cells(draft.pk, [a_value("3000")], revision=draft.revision, by=city.filler, at=SUBMITTED)
    said = Explaining("SW7.1:software_revenue.current", "large_contract", "新签政务云合同二千万元")
    actions.explain(draft.pk, [said], by=city.filler, at=SUBMITTED)
    actions.request_signatures(draft.pk, by=city.filler, at=SUBMITTED)
    sign_all(draft, city, at=SUBMITTED)
    actions.submit(draft.pk, by=city.filler, at=SUBMITTED)
    return Version.objects.get(pk=draft.pk)


def test_the_clean_ones_are_accepted_and_the_others_stay_with_their_reasons() -> None:
    clean, queried = a_submitted_version(ZUNYI), a_queried_version()
    explained, draft = a_version_with_an_explained_finding(ANSHUN), a_filled_draft("520500")
    wanted = [clean.pk, queried.pk, explained.pk, draft.pk, 0]
    outcome = actions.accept_many(wanted, by=a_reviewer(), at=REVIEWED)
    assert [version.pk for version in outcome.accepted] == [clean.pk]
    assert {one.version_id: one.error.code for one in outcome.refused} == {
        queried.pk: "wrong_state",
        explained.pk: "findings_stand",
        draft.pk: "wrong_state",
        0: "not_found",
    }
    assert Return.objects.get(pk=clean.return_filed_id).in_force_id == clean.pk
    states = Version.objects.in_bulk([queried.pk, explained.pk, draft.pk])
    assert [states[pk].state for pk in (queried.pk, explained.pk, draft.pk)] == ["querying", "submitted", "draft"]


def test_each_acceptance_is_recorded_by_itself_and_a_refused_one_leaves_nothing() -> None:
    versions = [a_submitted_version(ZUNYI), a_submitted_version(ANSHUN)]
    explained = a_version_with_an_explained_finding("520500")
    actions.accept_many([*(one.pk for one in versions), explained.pk], by=a_reviewer(), at=REVIEWED)
    entries = Entry.objects.filter(at=REVIEWED).order_by("chain", "sequence").values_list("chain", "action")
    assert list(entries) == [
        (ZUNYI, "return.review"),
        (ZUNYI, "return.accept"),
        (ANSHUN, "return.review"),
        (ANSHUN, "return.accept"),
    ]


def test_the_second_look_shows_what_may_be_accepted_and_why_the_rest_may_not() -> None:
    a_submitted_version(ZUNYI)
    a_queried_version()
    a_version_with_an_explained_finding(ANSHUN)
    found = candidates(a_reviewer(), "2021c03", at=REVIEWED)
    assert [one.version.return_filed.reporting_unit.code for one in found.ready] == [ZUNYI]
    assert [one.version.return_filed.reporting_unit.code for one in found.apart] == ["520200", ANSHUN]
    assert all(one.reasons for one in found.apart)


def test_it_is_for_the_reviewer_and_names_at_least_one_return() -> None:
    with pytest.raises(NothingChosen):
        actions.accept_many([], by=a_reviewer(), at=REVIEWED)
    with pytest.raises(PermissionRefused):
        actions.accept_many([1], by=a_city().filler, at=REVIEWED)


def test_a_late_return_and_a_late_row_wait_for_the_vetting_in_either_list() -> None:
    """One acceptance, whichever list it was chosen from."""
    city, row = a_submitted_version(ZUNYI), a_filed_row()
    Version.objects.filter(pk__in=[city.pk, row.pk]).update(late=True)
    together = actions.accept_many([city.pk], by=a_reviewer(), at=REVIEWED).refused
    rows = actions.accept_rows([row.pk], by=a_reviewer(), at=REVIEWED).left
    assert [one.error.code for one in together] == ["late_not_vetted"]
    assert [refusal.code for _, refusal in rows] == ["late_not_vetted"]
    assert set(Version.objects.values_list("state", flat=True)) == {"submitted"}
