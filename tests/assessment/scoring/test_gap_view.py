"""差距分析 on the page of a score: for the commission, of an issued result, adding up to the distance."""

from decimal import Decimal

import pytest
from django.test import Client

from assessment.people.queries import actions_open_to
from assessment.scoring.gap_view import gap_view
from assessment.scoring.queries import evaluation_of_run
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import ISSUED, an_approved_run, an_issued_run, on_the_insider_list, the_officer

pytestmark = pytest.mark.django_db
LIUPANSHUI = "520200"
COMMISSION_WORDS = "与上一位次的差距"


def test_the_lines_add_up_to_the_distance_between_the_two_totals() -> None:
    run = an_issued_run()
    placings = {one.unit: one for one in evaluation_of_run(run).placings}
    view = gap_view(run, LIUPANSHUI, actions_open_to(the_officer(), at=ISSUED))
    assert view is not None
    ahead = [one for one in placings.values() if str(one.rank) == view.rank_ahead]
    own = placings[LIUPANSHUI].score or Decimal(0)
    assert Decimal(view.points) in {round((one.score or Decimal(0)) - own, 4) for one in ahead}
    total = sum((Decimal(line.gap.replace("−", "-")) for line in view.lines), Decimal(0))
    assert abs(total - Decimal(view.points)) <= Decimal("0.0002")
    assert (view.total.own, view.total.gap) == (f"{own:.4f}", f"+{view.points}")


def test_nobody_is_shown_a_distance_before_the_issue() -> None:
    assert gap_view(an_approved_run(), LIUPANSHUI, actions_open_to(the_officer(), at=ISSUED)) is None


@pytest.mark.urls("deploy.urls")
def test_the_page_shows_it_to_the_commission_and_not_to_the_bureau(client: Client) -> None:
    run = an_issued_run()
    address = f"/rankings/{run.pk}/{LIUPANSHUI}/"
    for user, sees in ((on_the_insider_list(the_officer()), True), (on_the_insider_list(the_confirmer()), False)):
        client.force_login(user)
        page = client.get(address, headers={"accept-language": "zh-hans"})
        assert (page.status_code, COMMISSION_WORDS in page.content.decode()) == (200, sees)
