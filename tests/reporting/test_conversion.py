"""折算得分 of an issued result: by the rule of its period, for the commission, each copy on record."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.people.errors import NotFound, PermissionRefused
from assessment.scoring.models import Run
from reporting.conversion_actions import CSV, XLSX, RuleEntry, download_conversion, enter_rule, export_conversion
from reporting.conversion_report import conversion_report
from reporting.errors.conversion import ConversionNumberMissing, ConversionRuleStands, NoConversionRule
from tests.situations.catalogue import a_reviewer
from tests.situations.scoring import (
    ISSUED,
    an_approved_run,
    an_issued_run,
    on_the_insider_list,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
D = Decimal
LADDER = RuleEntry("quarterly", "2021c03", "rank_ladder", D(3), "黔考办〔2021〕3号", step=D("0.25"), floor=D("1.5"))


def entered(entry: RuleEntry = LADDER) -> None:
    enter_rule(entry, by=the_officer(), at=ISSUED)


def test_points_follow_the_rule_of_the_period_and_every_copy_says_the_same() -> None:
    """First place 3, second 2.75 … seventh 1.50 and no less after it."""
    run = an_issued_run()
    with pytest.raises(NoConversionRule):
        export_conversion(run.pk, "json", by=the_officer(), at=ISSUED)
    entered()
    ranks = {one.unit: one.rank for one in run.placings.all()}
    expected = {unit: max(D(3) - (rank - 1) / 4, D("1.5")) for unit, rank in ranks.items() if rank is not None}
    report = export_conversion(run.pk, "json", by=the_officer(), at=ISSUED)
    assert {row.code: row.points for row in report.rows} == expected
    assert len(expected) == 9
    book = load_workbook(BytesIO(download_conversion(run.pk, XLSX, by=the_officer(), at=ISSUED).content))
    rows = list(book["折算得分"].iter_rows(min_row=4, max_row=12, values_only=True))
    assert {row[1]: D(str(row[6])) for row in rows} == expected
    text = download_conversion(run.pk, CSV, by=the_officer(), at=ISSUED).content.decode("utf-8-sig")
    assert {line["code"]: D(line["points"]) for line in csv.DictReader(StringIO(text))} == expected
    taken = Entry.objects.filter(action="conversion.download", object_id=str(run.pk))
    assert [entry.facts["form"] for entry in taken.order_by("pk")] == ["json", "xlsx", "csv"]


def test_a_later_rule_takes_its_place_from_its_own_period_and_none_is_edited() -> None:
    run = an_issued_run()
    entered()
    before = conversion_report(run).rows
    entered(RuleEntry("quarterly", "2021c06", "proportion", D(5), "黔考办〔2021〕8号"))
    assert conversion_report(run).rows == before
    with pytest.raises(ConversionRuleStands):
        entered(RuleEntry("quarterly", "2021c03", "proportion", D(5), "黔考办〔2021〕8号"))
    with pytest.raises(ConversionNumberMissing):
        entered(RuleEntry("annual", "2021", "proportion", D(5), " "))


def test_nothing_is_converted_before_the_issue_and_for_nobody_but_the_commission() -> None:
    run = an_approved_run()
    entered()
    on_the_insider_list(the_officer())
    with pytest.raises(NotFound):
        export_conversion(run.pk, "json", by=the_officer(), at=ISSUED)
    for user in (a_reviewer(), the_filler("520300")):
        with pytest.raises(PermissionRefused):
            export_conversion(run.pk, "json", by=user, at=ISSUED)


def test_the_officer_enters_the_rule_on_the_page_and_a_slip_is_said_in_words(client: Client) -> None:
    run: Run = an_issued_run()
    client.force_login(the_officer())
    address = f"/conversions/{run.pk}/"
    asked = client.get(address).content.decode()
    assert "没有执行中的折算办法" in asked
    assert (
        '<option value="2021c03" selected>2021年一季度</option><option value="2021c06">2021年上半年</option>' in asked
    )
    assert '<option value="2022c03">2022年一季度</option></select>' in asked
    rule = {"first_period": "2021c03", "method": "proportion", "document_number": "黔考办〔2021〕3号"}
    said = {**rule, "full_points": "三"}
    assert "不是分值" in client.post(f"{address}rule/", said, follow=True).content.decode()
    page = client.post(f"{address}rule/", {**said, "full_points": "3"}, follow=True).content.decode()
    assert "折算得分 = 综合得分 ÷ 100 × 3" in page
    assert client.get(f"{address}points.csv").status_code == 200
