"""Figures of past workbooks: read by a mapping, marked, never a filed return, beside the cells only where none is."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from assessment.filing import actions
from assessment.filing.checking import figures_to_check
from assessment.filing.earlier_figures import earlier_figures
from assessment.filing.errors.history import HistoryDecided, NothingMapped
from assessment.filing.history_queries import own_series
from assessment.filing.history_reading import LONG, ColumnMeans, HistoryLayout
from assessment.filing.history_view import series_csv
from assessment.filing.history_words import period_in, unit_in
from assessment.filing.models import HistoryFigure, HistoryFile, HistoryMapping
from assessment.filing.queries import figures_in_force
from assessment.filing.upload_actions import Incoming
from assessment.methodology.figures import Marker
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from tests.situations.filing import FILLED, LIUPANSHUI, ZUNYI, a_city, a_draft, an_accepted_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]
WIDE = [
    ["报告期", "软件业务收入（亿元）", "人数"],
    ["2020年一季度", 0.1, 120],
    ["2020年三季度", 0.3, 1],
    ["合计", 1, 1],
]
LAYOUT = HistoryLayout(
    "Sheet",
    1,
    columns={2: ColumnMeans("software_revenue", unit="亿元"), 3: ColumnMeans("average_staff", unit="亿元")},
)


def taken_in(rows: list[list[Any]], *, code: str = LIUPANSHUI) -> HistoryFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    file = Incoming("=历年.xlsx", written.getvalue())
    return actions.upload_history(code, "SW-Q", file, by=a_city(code).filler, at=FILLED)


def confirmed(rows: list[list[Any]], layout: HistoryLayout) -> HistoryFile:
    past, filler = taken_in(rows), a_city().filler
    actions.map_history(past.pk, layout, by=filler, at=FILLED)
    return actions.confirm_history(past.pk, by=filler, at=FILLED)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020年一季度", "2020c03"),
        ("2020年1-6月", "2020c06"),
        ("2020年前三季度", "2020c09"),
        ("2020年全年", "2020c12"),
        ("2020", "2020c12"),
        ("2020c09", "2020c09"),
        ("2020年三季度", ""),
        ("2020年二季度", ""),
        ("合计", ""),
    ],
)
def test_a_heading_names_a_cumulative_period_or_none(text: str, code: str) -> None:
    assert period_in(text, annual=False) == code


def test_a_year_is_the_year_for_an_annual_form_and_a_unit_is_found_in_a_heading() -> None:
    assert period_in("2020年", annual=True) == "2020"
    assert unit_in("软件业务收入（亿元）") == "亿元"
    assert unit_in("出口（万美元）") == "万美元"


def test_figures_are_kept_in_the_unit_of_the_form_with_the_cell_they_came_from() -> None:
    a_draft()
    past = confirmed(WIDE, LAYOUT)
    rows = {(row.item, row.period): row for row in HistoryFigure.objects.all()}
    assert rows["software_revenue", "2020c03"].value == Decimal(1000)
    assert rows["average_staff", "2020c03"].value == Decimal(120)
    assert rows["software_revenue", "2020c03"].source_cell == "Sheet!B2"
    # A single quarter and a line of totals name no cumulative period.
    assert len(rows) == 2
    assert past.state == HistoryFile.State.CONFIRMED
    assert HistoryMapping.objects.get().mapping["columns"]["2"]["item"] == "software_revenue"


def test_a_long_table_is_read_by_item_period_and_number() -> None:
    a_draft()
    rows = [["指标", "期别", "数"], ["收入", "2020年上半年", "1,234.5"], ["其他", "2020年上半年", 1]]
    layout = HistoryLayout(
        "Sheet", 1, shape=LONG, period_column=2, columns={3: ColumnMeans()}, labels={"收入": "software_revenue"}
    )
    confirmed(rows, layout)
    assert [(row.period, row.value) for row in HistoryFigure.objects.all()] == [("2020c06", Decimal("1234.5"))]


def test_history_stands_beside_the_cell_only_where_nothing_was_filed_and_is_never_in_force() -> None:
    draft = a_draft()
    confirmed(WIDE, LAYOUT)
    filed_last_year = figures_to_check(draft).filed_last_year
    assert filed_last_year is not None
    assert filed_last_year["software_revenue"].value == Decimal(1000)
    assert filed_last_year["software_revenue"].marker is Marker.DERIVED
    assert figures_in_force("SW-Q", Period.parse("2020c03")) == ()


def test_a_filed_return_goes_before_history_in_the_own_series() -> None:
    accepted = an_accepted_version()
    confirmed(
        [["报告期", "收入"], ["2021年一季度", 9]],
        HistoryLayout("Sheet", 1, columns={2: ColumnMeans("software_revenue")}),
    )
    series = own_series(accepted.return_filed.reporting_unit)
    assert {one.taken_over for one in series if one.period == "2021c03"} == {False}


def test_taking_over_again_replaces_and_confirming_again_changes_nothing() -> None:
    a_draft()
    past = confirmed(WIDE, LAYOUT)
    assert actions.confirm_history(past.pk, by=a_city().filler, at=FILLED).decided_at == past.decided_at
    with pytest.raises(HistoryDecided):
        actions.map_history(past.pk, LAYOUT, by=a_city().filler, at=FILLED)
    confirmed([WIDE[0], ["2020年一季度", 0.2, 120]], LAYOUT)
    assert HistoryFigure.objects.get(item="software_revenue").value == Decimal(2000)


def test_nothing_mapped_is_refused_and_another_city_finds_nothing() -> None:
    a_draft()
    past = taken_in(WIDE)
    with pytest.raises(NothingMapped):
        actions.confirm_history(past.pk, by=a_city().filler, at=FILLED)
    with pytest.raises(NotFound):
        actions.discard_history(past.pk, by=a_city(ZUNYI).filler, at=FILLED)
    with pytest.raises(NotFound):
        actions.upload_history(LIUPANSHUI, "SW-Q", Incoming("x", b""), by=a_city(ZUNYI).filler, at=FILLED)
    actions.discard_history(past.pk, by=a_city().filler, at=FILLED)
    assert not HistoryFigure.objects.exists()


def test_the_export_holds_no_formula() -> None:
    draft = a_draft()
    confirmed(WIDE, LAYOUT)
    HistoryFigure.objects.update(source_cell="=1+1!B2")
    text = series_csv(own_series(draft.return_filed.reporting_unit), {}).decode("utf-8-sig")
    assert "'=1+1!B2" in text
    assert ",1000," in text


def test_the_grid_shows_a_taken_over_figure_as_historical_data_until_a_return_is_in_force() -> None:
    """0.1 亿元 is 1000 万元 by hand."""
    draft = a_draft()
    confirmed(WIDE, LAYOUT)
    items = {item.code: item for item in draft.return_filed.collection.form_version.items.all()}
    year_ago = earlier_figures(draft, items).last_year
    assert (year_ago.period, year_ago.taken_over, year_ago.values["software_revenue"]) == ("2020c03", True, 1000)
    client = Client()
    client.force_login(a_city().filler)
    page = client.get(f"/returns/versions/{draft.pk}/fill/").content.decode()
    assert page.count('<span class="small warn">历史数据</span>') == 1
    assert 'data-last-year="1000"' in page
