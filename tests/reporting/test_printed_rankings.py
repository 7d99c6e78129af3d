"""The workbooks on paper: A4 landscape, nothing over anything else, heads and run on every page, every score there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.scheme import parse_scheme
from reporting import official_terms as terms
from reporting.ranking_report import Audience, RankingReport, mean_rows
from reporting.workbook.ranking import write_ranking_workbook
from tests.recalculation import Office
from tests.reporting.printed_pages import A4_LANDSCAPE, Page, pages_of
from tests.reporting.ranking_reports import (
    CITIES,
    DIGEST,
    PERIOD,
    QUARTERLY,
    annual_report,
    figure,
    quarterly_report,
    report_of,
    rows_of,
)
from tests.reporting.ranking_situations import growth_rule, two_groups

LONG_NAME = "黔西南布依族苗族自治州某某高新技术产业区"
MOVED = {unit: Decimal(1 + (number * 4) % 9) for number, unit in enumerate(CITIES)}


def a_hundred() -> RankingReport:
    """Falls and rises by hundreds of per cent, names of twenty characters, everybody moved."""
    table = {
        f"u{number:03}": {
            "level": figure(str(1000 + number * 7919 % 9973 * 83)),
            "level_last_year": figure(str(1000 + number * 6101 % 9931 * 79)),
        }
        for number in range(100)
    }
    names = {unit: LONG_NAME if number % 17 == 0 else f"第{number}县" for number, unit in enumerate(table)}
    evaluation = evaluate(parse_scheme(QUARTERLY), rows_of(table, names=names))
    previous = {unit: Decimal(number) for number, unit in enumerate(table, start=1)}
    means = mean_rows(evaluation, period=PERIOD)
    return report_of(evaluation, order=tuple(table), previous_ranks=previous, summary=means)


def one_alone() -> RankingReport:
    rows = quarterly_report().evaluation.rows
    return report_of(evaluate(parse_scheme(QUARTERLY), rows[:1]))


REPORTS: Mapping[str, Callable[[], RankingReport]] = {
    "quarter": lambda: quarterly_report(previous_ranks=MOVED),
    "demo year": lambda: replace(annual_report(demo=True), previous_ranks=MOVED),
    "public": lambda: annual_report(previous_ranks=MOVED).for_audience(Audience.PUBLIC),
    "groups": two_groups,
    "bad bases": lambda: growth_rule("increment"),
    "hundred": a_hundred,
    "one": one_alone,
}


@pytest.fixture(scope="module")
def printed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Page]]:
    """All workbooks printed in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("printed")
    paths = [folder / f"{number}.xlsx" for number in range(len(REPORTS))]
    for path, make in zip(paths, REPORTS.values(), strict=True):
        _write(make(), path)
    return {name: pages_of(path) for name, path in zip(REPORTS, office.all_printed(*paths, into=folder), strict=True)}


def _write(report: RankingReport, path: Path) -> None:
    with path.open("wb") as target:
        write_ranking_workbook(report, target)


@pytest.mark.parametrize("name", REPORTS)
def test_every_page_is_a4_landscape_with_head_number_and_run(printed: Mapping[str, list[Page]], name: str) -> None:
    pages, title = printed[name], REPORTS[name]().title
    for number, page in enumerate(pages, start=1):
        assert page.size == A4_LANDSCAPE
        assert title in page.text
        assert f"第{number}页，共{len(pages)}页" in page.text
        assert DIGEST in page.text
        assert "###" not in page.text


@pytest.mark.parametrize("name", REPORTS)
def test_no_word_stands_over_another_or_in_the_margin(printed: Mapping[str, list[Page]], name: str) -> None:
    """Charts apart: what LibreOffice clips of them is still in the file."""
    for page in printed[name]:
        if terms.CHART_SHEET not in page.text:
            assert (page.outside, page.collisions) == ([], [])


@pytest.mark.parametrize("name", REPORTS)
def test_every_score_is_printed_as_it_is_rounded(printed: Mapping[str, list[Page]], name: str) -> None:
    words = {word.text for page in printed[name] for word in page.words}
    placings = REPORTS[name]().evaluation.placings
    assert placings
    assert not [p.unit for p in placings if f"{p.shown:,.2f}" not in words or f"{p.rank:f}" not in words]


def test_the_ranking_of_nine_cities_fits_one_page_with_its_notes(printed: Mapping[str, list[Page]]) -> None:
    first, second, *_ = printed["demo year"]
    assert {"制表单位" in first.text, "制表时间" in first.text, "数据表" in second.text} == {True}


def test_every_page_of_demo_data_is_marked(printed: Mapping[str, list[Page]]) -> None:
    pages = printed["demo year"]
    assert len(pages) >= 4
    assert all(set(terms.DEMO) <= page.mark for page in pages)
    assert not [page for page in printed["quarter"] if page.mark]


def test_a_name_of_twenty_characters_is_printed_whole(printed: Mapping[str, list[Page]]) -> None:
    assert len(LONG_NAME) == 20
    assert any(word.text == LONG_NAME for page in printed["hundred"] for word in page.words)
