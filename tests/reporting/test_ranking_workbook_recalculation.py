"""LibreOffice, trusting no stored result, arrives at the evaluation's scores and places from the input cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.ranking import write_ranking_workbook
from tests.recalculation import Office
from tests.reporting.calculation_cells import CalculationCells, in_sheet_order
from tests.reporting.ranking_reports import annual_report
from tests.reporting.ranking_situations import SITUATIONS

EXACT = 1e-9
STORED_LABELS = {terms.STORED, terms.STORED_EXACT, terms.STORED_SHOWN, terms.STORED_RANK}


@dataclass
class Recalculated:
    """A workbook as written (formulas, results kept beside them) and as LibreOffice computed it."""

    report: RankingReport
    written: Path
    computed: Path

    @cached_property
    def formulas(self) -> Any:
        return load_workbook(self.written)

    @cached_property
    def kept(self) -> Any:
        return load_workbook(self.written, data_only=True)

    @cached_property
    def cells(self) -> CalculationCells:
        return CalculationCells.of(self.computed)


@pytest.fixture(scope="module")
def books(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Recalculated]:
    """All situations, written and recalculated in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("rankings")
    reports = {name: make() for name, make in SITUATIONS.items()}
    written = {name: folder / f"{number}.xlsx" for number, name in enumerate(reports)}
    for name, report in reports.items():
        with written[name].open("wb") as target:
            write_ranking_workbook(report, target)
    computed = office.recalculated(*written.values(), into=folder / "computed")
    return {
        name: Recalculated(report, written[name], path)
        for (name, report), path in zip(reports.items(), computed, strict=True)
    }


@pytest.mark.parametrize("situation", SITUATIONS)
def test_recalculation_from_the_inputs_gives_the_scores_and_places_of_the_evaluation(
    books: Mapping[str, Recalculated], situation: str
) -> None:
    book = books[situation]
    cells = book.cells
    evaluation = book.report.evaluation
    names = {(row.period, row.unit): row.name for row in evaluation.rows}
    assert evaluation.placings
    for number, placing in enumerate(in_sheet_order(book.report)):
        exact, shown, rank = (
            cells.results(label)[number] for label in (terms.EXACT_SCORE, terms.SHOWN_SCORE, terms.RANK)
        )
        assert cells.names()[number] == names[placing.period, placing.unit]
        if placing.score is None:
            assert (exact, shown, rank) == (terms.NOT_AVAILABLE,) * 3
            continue
        assert exact == pytest.approx(float(placing.score), abs=EXACT)
        assert shown == float(placing.shown)
        assert rank == float(placing.rank)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_result_kept_beside_a_formula_is_what_the_formula_gives(
    books: Mapping[str, Recalculated], situation: str
) -> None:
    book = books[situation]
    found = 0
    for address, formula, kept, computed in _formulas(book):
        found += 1
        if isinstance(computed, (int, float)):
            assert kept == pytest.approx(computed, abs=EXACT, rel=EXACT), (address, formula)
        else:
            assert kept == computed, (address, formula)
    assert found > 10


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_sheet_says_of_itself_that_it_agrees(books: Mapping[str, Recalculated], situation: str) -> None:
    assert terms.VERDICT_AGREES in books[situation].cells.texts()


def test_no_stored_score_takes_part_in_a_calculation(books: Mapping[str, Recalculated]) -> None:
    """Grey cells stand in the last table only, beside what they are compared with."""
    for name, book in books.items():
        stored = {text for text in book.cells.texts() if terms.STORED in text and "取自" not in text}
        assert {text.replace("\n", "") for text in stored} <= STORED_LABELS, name


def test_a_quarter_is_reproduced_from_the_revenues_by_hand(books: Mapping[str, Recalculated]) -> None:
    """贵阳 has the largest revenue (100 points) and grew by 423,225 / 1,402,115 = 30.184757 %.

    The best growth is 安顺 2,450 / 7,420 = 33.018868 %, the worst 黔东南 −103 / 4,518 = −2.279770 %. Growth score
    60 + 40 × 32.464527 ÷ 35.298638 = 96.788415, total 0.4 × 100 + 0.6 × 96.7884 = 98.0731.
    """
    cells = books["quarterly"].cells
    guiyang = cells.names().index("贵阳市")
    assert cells.results(terms.EXACT_SCORE)[guiyang] == pytest.approx(98.0731, abs=1e-4)
    assert cells.results(terms.SHOWN_SCORE)[guiyang] == 98.07
    assert cells.results(terms.RANK)[guiyang] == 1


def test_a_hundred_more_compensation_of_employees_moves_the_total_by_the_amount_worked_by_hand(
    office: Office, tmp_path: Path
) -> None:
    """贵阳, C39, 劳动者报酬 120 → 220, GDP 21,000.

    100 more are 10000 ÷ 21000 = 0.47619 points of the share; between the goalposts 10 and 60 a point of the share
    is 2 points of score, at half the weight 1. Its growth stays the best: 100 points.
    """
    written = tmp_path / "annual.xlsx"
    with written.open("wb") as target:
        write_ranking_workbook(annual_report(), target)
    changed = tmp_path / "changed.xlsx"
    book = load_workbook(written)
    sheet = book[terms.CALCULATION_SHEET]
    cell = CalculationCells(sheet).component(
        "贵阳市", industry="计算机、通信和其他电子设备制造业", label=terms.COMPONENTS[0]
    )
    assert cell.value == 120
    cell.value = 220
    book.save(changed)
    before, after = office.recalculated(written, changed, into=tmp_path / "computed")
    old, new = CalculationCells.of(before), CalculationCells.of(after)
    guiyang = old.names().index("贵阳市")
    moved = new.results(terms.EXACT_SCORE)[guiyang] - old.results(terms.EXACT_SCORE)[guiyang]
    assert moved == pytest.approx(10000 / 21000, abs=EXACT)
    assert terms.VERDICT_DIFFERS in new.texts()


def _formulas(book: Recalculated) -> Iterator[tuple[str, str, Any, Any]]:
    kept = book.kept[terms.CALCULATION_SHEET]
    for row in book.formulas[terms.CALCULATION_SHEET].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                at = cell.coordinate
                yield at, str(cell.value), kept[at].value, book.cells.sheet[at].value
