"""Whatever a scheme says, LibreOffice arrives at its scores by the formulas of the workbook, from the inputs alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment.methodology.evaluation import Evaluation
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.ranking import write_ranking_workbook
from tests.recalculation import Office
from tests.reporting.calculation_cells import CalculationCells, in_sheet_order
from tests.reporting.drawn_reports import (
    READY_MADE,
    drawn_evaluations,
    ready_made_evaluation,
    report_on,
    with_one_figure_changed,
)

EXACT = 1e-9
DRAWN, DRAWN_IN_FULL = 10, 50


@dataclass(frozen=True)
class Case:
    """An evaluation as a workbook, and once more with one input cell changed."""

    report: RankingReport
    written: Path
    computed: Path
    computed_changed: Path
    meant_by_change: Evaluation


@pytest.fixture(scope="module")
def cases(office: Office, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Case]:
    """The ready-made schemes and the drawn ones, recalculated in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("drawn")
    count = DRAWN_IN_FULL if request.config.getoption("--full") else DRAWN
    evaluations = [*map(ready_made_evaluation, READY_MADE), *drawn_evaluations(count)]
    changes = [with_one_figure_changed(evaluation) for evaluation in evaluations]
    plain = _written(folder, "plain", evaluations)
    changed = _written(folder, "changed", [kept for kept, _ in changes])
    computed = office.recalculated(*plain, *changed, into=folder / "computed")
    return [
        Case(report_on(evaluation), *paths, meant)
        for evaluation, *paths, (_, meant) in zip(
            evaluations, plain, computed[: len(plain)], computed[len(plain) :], changes, strict=True
        )
    ]


def _written(folder: Path, name: str, evaluations: list[Evaluation]) -> list[Path]:
    paths = []
    for number, evaluation in enumerate(evaluations):
        paths.append(folder / f"{name}-{number}.xlsx")
        with paths[-1].open("wb") as target:
            write_ranking_workbook(report_on(evaluation), target)
    return paths


def test_the_scores_are_recalculated_to_nine_decimals_and_the_places_exactly(cases: list[Case]) -> None:
    assert len(cases) >= DRAWN + len(READY_MADE) >= DRAWN + 7
    for case in cases:
        assert differences(CalculationCells.of(case.computed), case.report) == [], case.report.evaluation.scheme


def test_a_changed_input_cell_moves_scores_and_places_as_the_method_says(cases: list[Case]) -> None:
    for case in cases:
        meant = report_on(case.meant_by_change)
        assert differences(CalculationCells.of(case.computed_changed), meant) == [], meant.evaluation.scheme


def test_every_stored_result_is_the_recalculated_one(cases: list[Case]) -> None:
    for case in cases:
        found = [pair for pair in _kept_and_computed(case) if not _same(*pair[1:])]
        assert found == [], case.report.evaluation.scheme


def differences(cells: CalculationCells, report: RankingReport) -> list[tuple[object, ...]]:
    """Where the sheet says something else than the evaluation."""
    found: list[tuple[object, ...]] = []
    columns = [cells.results(label) for label in (terms.EXACT_SCORE, terms.SHOWN_SCORE, terms.RANK)]
    for number, placing in enumerate(in_sheet_order(report)):
        wanted = [None if each is None else float(each) for each in (placing.score, placing.shown, placing.rank)]
        for column, want in zip(columns, wanted, strict=True):
            if not _same(terms.NOT_AVAILABLE if want is None else want, column[number]):
                found.append((placing.period, placing.unit, want, column[number]))
    return found


def _kept_and_computed(case: Case) -> Iterator[tuple[str, Any, Any]]:
    formulas, kept, computed = (
        load_workbook(path, data_only=values)[terms.CALCULATION_SHEET]
        for path, values in ((case.written, False), (case.written, True), (case.computed, True))
    )
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield str(cell.value), kept[cell.coordinate].value, computed[cell.coordinate].value


def _same(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= EXACT * max(1.0, abs(one))
    return one == other
