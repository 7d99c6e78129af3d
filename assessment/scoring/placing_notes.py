"""The footnotes of one placing after the other, for lists that show a page of them."""

from assessment.methodology.explain import explain
from assessment.methodology.withheld_figures import Withheld, veiled_units
from assessment.scoring.check_notes import notes_beside
from assessment.scoring.explanations import footnotes_within
from assessment.scoring.models import Run
from assessment.scoring.names import indicators_shown, node_names
from assessment.scoring.queries import evaluation_of_run


class PlacingNotes:
    """What the ranking page says under its table, by unit; of a veiled unit only what is said of its returns."""

    def __init__(self, run: Run, withheld: Withheld) -> None:
        self._period, self._names = run.period, node_names(run)
        self._evaluation = evaluation_of_run(run)
        self._veiled = veiled_units(self._evaluation, withheld)
        self._beside = notes_beside(run, indicators_shown(run))

    def of(self, unit: str) -> list[str]:
        beside = list(self._beside.get(unit, ()))
        if unit in self._veiled:
            return beside
        return [*beside, *footnotes_within(explain(self._evaluation, unit=unit, period=self._period), self._names)]
