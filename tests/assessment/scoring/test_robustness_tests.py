"""稳健性测算 of a run: asked for by the commission, computed by a job, the same digits whenever it is asked again."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.methodology.canonical import digest
from assessment.methodology.robustness import robustness_of_run
from assessment.methodology.robustness_document import robustness_document
from assessment.methodology.robustness_settings import SettingNotUsable
from assessment.methodology.run_document import thaw
from assessment.methodology.scheme import parse_scheme
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.scoring.models import RobustnessTest, Run
from assessment.scoring.robustness_actions import request_robustness
from assessment.scoring.robustness_view import robustness_view
from tests.situations.measurement import the_confirmer, work_off
from tests.situations.scoring import (
    ISSUED,
    SCORED,
    a_computed_run,
    an_issued_run,
    on_the_insider_list,
    the_approver,
    the_officer,
)

pytestmark = pytest.mark.django_db
SETTINGS: dict[str, Any] = {"replications": 40, "seed": 7, "weight_spread": "0.25", "samples": 8}


def a_test(run: Run, settings: dict[str, Any] | None = None) -> RobustnessTest:
    asked = request_robustness(run.pk, settings or SETTINGS, by=the_officer(), at=ISSUED)
    work_off(asked.job)
    return RobustnessTest.objects.get(pk=asked.pk)


def test_the_result_is_what_the_method_gives_for_the_document_and_the_seed() -> None:
    run = an_issued_run()
    test = a_test(run)
    again = robustness_document(robustness_of_run(thaw(run.document), thaw(test.settings)))
    assert (test.state, test.result_digest) == ("done", digest(again))
    assert thaw(test.result_document) == again


def test_the_same_settings_are_the_same_test_and_others_have_the_next_number() -> None:
    run = an_issued_run()
    first, second = a_test(run), a_test(run)
    assert first.pk == second.pk
    assert a_test(run, {**SETTINGS, "seed": 8}).number == first.number + 1


def test_request_and_result_stand_in_the_record_without_a_place() -> None:
    test = a_test(an_issued_run())
    actions = list(Entry.objects.filter(object_type="scoring.robustness_test").values_list("action", flat=True))
    assert actions == ["robustness.request", "robustness.tested"]
    assert test.requested_by == the_officer()


def test_before_the_issue_it_is_for_the_list_of_those_who_know() -> None:
    run = a_computed_run()
    with pytest.raises(NotFound):
        request_robustness(run.pk, SETTINGS, by=the_officer(), at=SCORED)
    on_the_insider_list(the_officer())
    assert request_robustness(run.pk, SETTINGS, by=the_officer(), at=SCORED).number == 1


def test_neither_the_bureau_nor_the_approver_asks_for_one() -> None:
    run = an_issued_run()
    for user in (the_confirmer(), the_approver()):
        with pytest.raises(PermissionRefused):
            request_robustness(run.pk, SETTINGS, by=user, at=ISSUED)


@pytest.mark.parametrize("wrong", [{}, {**SETTINGS, "replications": 0}, {**SETTINGS, "weight_spread": "1"}])
def test_settings_that_cannot_be_used_are_named_and_leave_nothing(wrong: dict[str, Any]) -> None:
    run = an_issued_run()
    with pytest.raises(SettingNotUsable):
        request_robustness(run.pk, wrong, by=the_officer(), at=ISSUED)
    assert not RobustnessTest.objects.exists()


def test_the_view_has_every_city_in_the_order_of_its_place() -> None:
    run = an_issued_run()
    view = robustness_view(run, a_test(run))
    assert view is not None
    [group] = view.groups
    assert len(group.units) == 9
    assert [float(line.nominal) for line in group.units] == sorted(float(line.nominal) for line in group.units)
    assert {line.name for line in group.dropped} >= {line.name for line in group.indicators}
    named = {node.code: node.name for node in parse_scheme(run.scheme_version.text).nodes}
    assert {line.name for line in group.indicators} <= set(named.values()) - set(named)
    assert view.drawn.startswith("模拟40次，随机数种子7")


def page_for(user: User, run: Run) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/runs/{run.pk}/robustness/", headers={"accept-language": "zh-hans"})


def test_the_page_is_the_commissions_own() -> None:
    run = an_issued_run()
    a_test(run)
    shown = page_for(the_officer(), run)
    assert "内部测算附件" in shown.content.decode()
    assert page_for(the_confirmer(), run).status_code == 403


def test_a_request_of_the_page_comes_back_to_it(client: Client) -> None:
    run = an_issued_run()
    client.force_login(the_officer())
    form = {"replications": "50", "weight_spread": "20", "samples": "0", "seed": "3", "rank": "1"}
    answer = client.post(f"/runs/{run.pk}/robustness/request/", form)
    assert (answer.status_code, answer["Location"]) == (302, f"/runs/{run.pk}/robustness/")
    settings = thaw(RobustnessTest.objects.get().settings)
    assert settings["weight_spread"] == "0.2"
    assert [one if isinstance(one, str) else one["method"] for one in settings["normalisations"]] == ["scheme", "rank"]


def test_more_tests_ask_no_more_questions(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    run = an_issued_run()
    a_test(run)
    page_for(the_officer(), run)
    for seed in (8, 9):
        a_test(run, {**SETTINGS, "seed": seed})
    client = Client()
    client.force_login(the_officer())
    with django_assert_max_num_queries(22):
        client.get(f"/runs/{run.pk}/robustness/")


def test_half_a_replication_is_refused_by_its_name_and_not_cut() -> None:
    run, client = an_issued_run(), Client()
    client.force_login(the_officer())
    given = {"replications": "1000.5", "seed": "7", "samples": "256", "weight_spread": "25"}
    answer = client.post(f"/runs/{run.pk}/robustness/request/", given, follow=True)
    assert "稳健性测算设置“模拟次数（replications）”：应为" in answer.content.decode()
    assert "1至100000之间的整数，收到的是1000.5" in answer.content.decode()
    assert not RobustnessTest.objects.exists()
