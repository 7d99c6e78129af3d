"""One cell changed after a run: the badge names it and nothing else, and the run replays to the digest it had."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from assessment.filing import actions as filing
from assessment.filing.models import Return
from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.table_actions import load_industry_accounts
from assessment.methodology.income_approach import AccountRow
from assessment.people.queries import actions_open_to
from assessment.people.roles import Role
from assessment.scoring.change_view import change_lines
from assessment.scoring.models import Run
from tests.situations.catalogue import a_reviewer, an_account
from tests.situations.filing import (
    ASKED,
    CORRECTED,
    GRANTED,
    LIUPANSHUI,
    a_city,
    a_value,
    an_accepted_version,
    through_to_acceptance,
)
from tests.situations.measurement import (
    MEASURED,
    accounts_of,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.scoring import (
    FIRST_QUARTER_FIGURES,
    YEAR_SCORED,
    a_computed_annual_run,
    a_computed_run,
    on_the_insider_list,
    the_officer,
    the_returns_of_the_first_quarter,
)

pytestmark = pytest.mark.django_db


def a_run_on_a_filed_return() -> Run:
    """六盘水市 through its chain, with 1 234.5 万元; the others as rows."""
    an_accepted_version(LIUPANSHUI)
    the_returns_of_the_first_quarter({c: pair for c, pair in FIRST_QUARTER_FIGURES.items() if c != LIUPANSHUI})
    return a_computed_run()


def corrected() -> None:
    """1 300 in the place of 1 234.5, asked for, granted, filed again and accepted."""
    entry = Return.objects.get(reporting_unit__code=LIUPANSHUI)
    city = a_city(LIUPANSHUI)
    request = filing.request_correction(entry.pk, ["software_revenue"], "原始凭证补登两笔", by=city.filler, at=ASKED)
    filing.grant_correction(request.pk, "原始凭证齐全", by=a_reviewer(), at=GRANTED)
    draft = filing.start_version(entry.collection_id, LIUPANSHUI, by=city.filler, at=CORRECTED)
    filing.save_cells(draft.pk, [a_value("1300")], revision=0, by=city.filler, at=CORRECTED)
    through_to_acceptance(draft, city, at=CORRECTED)


def replayed(run: Run) -> str:
    said = StringIO()
    call_command("replay", str(run.pk), stdout=said)
    return said.getvalue()


def badge(run: Run) -> list[str]:
    return [line.text for line in change_lines(run, actions_open_to(the_officer(), at=YEAR_SCORED))]


def test_an_accepted_correction_is_named_by_city_form_and_item_and_the_run_replays_as_before() -> None:
    run = a_run_on_a_filed_return()
    digest = run.result_digest
    assert badge(run) == []
    corrected()
    text = "六盘水市 SW-Q 报表：采用的是第1版，现行的是第2版；变动指标：软件业务收入。"
    assert badge(run) == [text]
    reader = Client()
    reader.force_login(the_officer())
    page = reader.get(f"/runs/{run.pk}/").content.decode()
    assert text in page
    assert page.count("变动指标") == 1
    run.refresh_from_db()
    assert run.result_digest == digest
    assert digest in replayed(run)


def test_one_compensation_of_employees_is_named_once_its_batch_is_confirmed() -> None:
    run = a_computed_annual_run()
    digest = run.result_digest
    more = AccountRow(None, *(Decimal(amount) for amount in (130, 20, 20, 10)))
    delivery = accounts_of("2021", changed={("520300", "I65"): more})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    assert badge(run) == []
    batch = request_batch("2021", by=the_institute(), at=MEASURED)
    work_off(batch.job)
    submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)
    [line] = badge(run)
    assert line.endswith("变动数据：遵义市 软件信息服务（65） 劳动者报酬。")
    assert digest in replayed(run)


def test_the_ranking_names_the_change_to_who_may_open_the_inputs_until_the_result_is_settled() -> None:
    run = a_run_on_a_filed_return()
    leader = on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER))
    client = Client()
    client.force_login(leader)
    assert "输入数据已变化" not in client.get(f"/rankings/{run.pk}/").content.decode()
    corrected()
    page = client.get(f"/rankings/{run.pk}/").content.decode()
    assert "六盘水市 SW-Q 报表：采用的是第1版，现行的是第2版；变动指标：软件业务收入。" in page
    Run.objects.filter(pk=run.pk).update(state="replaced")
    assert "输入数据已变化" not in client.get(f"/rankings/{run.pk}/").content.decode()
