"""robustness.csv and robustness.json of `manage.py evaluate --replications`: an internal annex beside the ranking."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from assessment.methodology.canonical import digest
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.robustness import Robustness, UnitRobustness
from assessment.methodology.robustness_document import UNIT_FIGURES, robustness_document
from assessment.methodology.robustness_settings import RobustnessSettings
from reporting.evaluation_files import csv_line, text_of, write_lines

COLUMNS: Final = ("period", "group", "unit", *UNIT_FIGURES)
MOST_SAMPLES: Final = 500

Ranges = Mapping[tuple[str, str], UnitRobustness]
"""Period and unit → what the replications say of it."""


def offline_settings(*, replications: int, seed: int) -> RobustnessSettings:
    """All weights within ± 25 %; the variance-based design on as many samples, at most 500."""
    return RobustnessSettings(replications=replications, seed=seed, samples=min(replications, MOST_SAMPLES))


def ranges_of(result: Robustness) -> Ranges:
    groups = [group.uncertainty for group in result.groups]
    return {(group.period, unit.unit): unit for group in groups for unit in group.units}


def write_robustness(folder: Path, evaluation: Evaluation, result: Robustness) -> None:
    """One line for each unit with a place, and the whole result as one document with its digest."""
    document = robustness_document(result)
    write_lines(folder / "robustness.csv", _lines(result))
    whole = {"scheme": evaluation.scheme.code, "annex": "internal", "digest": digest(document), **document}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    write_lines(folder / "robustness.json", iter([text, "\n"]))


def _lines(result: Robustness) -> Iterator[str]:
    yield csv_line(*COLUMNS)
    for group in result.groups:
        uncertainty = group.uncertainty
        for unit in uncertainty.units:
            figures = [getattr(unit, name) for name in UNIT_FIGURES]
            texts = ["" if figure is None else text_of(figure.normalize()) for figure in figures]
            yield csv_line(uncertainty.period, uncertainty.group, unit.unit, *texts)
