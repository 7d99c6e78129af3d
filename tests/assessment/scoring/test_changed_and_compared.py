"""What changed since a run, in words; and two runs compared by those who may read both."""

from decimal import Decimal, localcontext

import pytest
from django.test import Client

from assessment.audit.models import Entry
from assessment.people.models import User
from assessment.people.queries import actions_open_to
from assessment.scoring.actions import start_run
from assessment.scoring.change_view import ChangeLine, change_lines
from assessment.scoring.models import Run
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import (
    FIRST_QUARTER,
    SENT,
    a_computed_run,
    a_trial,
    an_accepted_return,
    computed,
    on_the_insider_list,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def lines_for(user: User, run: Run) -> list[ChangeLine]:
    return change_lines(run, actions_open_to(user, at=SENT))


def test_the_badge_names_return_and_versions_and_links_to_what_the_reader_may_open() -> None:
    run = a_computed_run()
    assert lines_for(the_confirmer(), run) == []
    newer = an_accepted_return("520300", 9_400, 6_000)
    text = "遵义市 SW-Q 报表：采用的是第1版，现行的是第2版；变动指标：软件业务收入。"
    address = f"/returns/{newer.return_filed_id}/versions/{newer.number}/"
    (line,) = lines_for(the_confirmer(), run)
    assert (line.text, line.address) == (text, line.address)
    assert str(newer.return_filed_id) in line.address
    assert signed_in(the_confirmer()).get(line.address).status_code == 200, address
    assert lines_for(the_officer(), run) == [ChangeLine(text, "")]
    assert text in signed_in(the_officer()).get(f"/runs/{run.pk}/").content.decode()


def test_where_nothing_can_be_frozen_any_more_the_reason_is_told() -> None:
    run = a_computed_run()
    run.scheme_version.frozen_at = None
    run.scheme_version.save()
    (line,) = lines_for(the_confirmer(), run)
    assert "考核方案" in line.text


def test_two_runs_are_compared_by_insiders_alone_and_each_reading_is_recorded() -> None:
    first = a_computed_run()
    an_accepted_return("520300", 9_400, 6_000)
    second = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SENT))
    address = f"/runs/{second.pk}/against/{first.pk}/"
    for stranger in (the_officer(), the_confirmer(), the_filler("520300")):
        assert signed_in(stranger).get(address).status_code == 404
    assert not Entry.objects.filter(action="score.view").exists()
    shown = signed_in(on_the_insider_list(the_officer())).get(address)
    assert shown.status_code == 200
    assert {entry.object_id for entry in Entry.objects.filter(action="score.view")} == {str(first.pk), str(second.pk)}
    # 9 400 instead of 9 000: growth 50 % → 56.67 %, the highest, so that all others lose by growth.
    changes = {row.name: row for row in shown.context["view"].rows}
    assert changes["遵义市"].rank_now == 1
    assert all(row.change.startswith("−") for name, row in changes.items() if name in {"贵阳市", "黔南州"})


def test_the_comparison_over_http_gives_exact_parts_that_add_up_to_the_change() -> None:
    first = a_computed_run()
    an_accepted_return("520300", 9_400, 6_000)
    second = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SENT))
    address = f"/api/scoring/runs/{second.pk}/against/{first.pk}/"
    assert signed_in(the_filler("520300")).get(address).status_code == 403
    for stranger in (the_officer(), the_confirmer()):
        assert signed_in(stranger).get(address).status_code == 404
    reader = signed_in(on_the_insider_list(the_officer()))
    told = reader.get(address).json()
    assert (told["before"], told["now"]) == (first.pk, second.pk)
    assert Entry.objects.filter(action="score.view").count() == 2
    units = {unit["unit"]: unit for unit in told["units"]}
    # 9 400 instead of 9 000: growth 50 % → 56.67 %, from the third place by level to the first in all.
    assert (told["units"][0]["unit"], units["520300"]["name"], units["520300"]["rank_now"]) == ("520300", "遵义市", "1")
    assert told["moved"] == len([unit for unit in told["units"] if unit["rank_before"] != unit["rank_now"]])
    with localcontext(prec=200):
        for unit in told["units"]:
            assert sum(Decimal(part["change"]) for part in unit["parts"]) == Decimal(unit["change"])
            assert Decimal(unit["score_now"]) - Decimal(unit["score_before"]) == Decimal(unit["change"])
    assert reader.get(f"/api/scoring/runs/{first.pk}/against/{first.pk}/").status_code == 409


def test_a_trial_is_compared_with_the_official_run_and_a_run_not_with_itself() -> None:
    official, trial = a_computed_run(), a_trial()
    reader = signed_in(on_the_insider_list(the_officer()))
    same = reader.get(f"/runs/{trial.pk}/against/{official.pk}/")
    assert {row.change for row in same.context["view"].rows} == {"0.0000"}
    assert reader.get(f"/runs/{official.pk}/against/{official.pk}/").status_code == 409
