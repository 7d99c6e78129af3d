"""`manage.py evaluate`: scores and ranking by a scheme, from files to files, without a database."""

import gc
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from assessment.display.wording import say, say_phrase
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.evaluation_parts import Flag
from assessment.methodology.place_phrases import indicator_phrase
from assessment.methodology.robustness import Robustness, robustness
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.rounding import plain_text
from assessment.methodology.text_numbers import excerpt
from reporting.evaluation_files import ReadRows, column_texts, read_rows, read_scheme, write_ranking, write_scores
from reporting.evaluation_workbook import office_beside, write_workbooks
from reporting.explanation_file import write_explanations
from reporting.offline_command import OfflineCommand
from reporting.progress import Progress
from reporting.robustness_files import offline_settings, ranges_of, write_robustness
from reporting.table_files import results_in

MOST_NOTES = 20


class SeedAndReplications(AssessmentError):
    code = "evaluate_seed_and_replications"
    message = N_("A test of robustness needs both --replications and --seed. Add the other one.")


class Command(OfflineCommand):
    """Exit status 1 on a file that cannot be used, with one sentence saying where; then nothing has been written."""

    help = N_(
        "Scores and ranks units by a scheme: scores.csv, ranking.csv, explain.json, and how robust the ranking is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scheme", type=Path, required=True, metavar="S.yaml", help=gettext("the scheme"))
        parser.add_argument(
            "--data", type=Path, required=True, metavar="D.csv", help=gettext("the figures, one row per unit")
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="DIR", help=gettext("the folder for the results")
        )
        parser.add_argument(
            "--replications",
            type=int,
            metavar="N",
            help=gettext("also tests how far places move when all weights are drawn N times"),
        )
        parser.add_argument("--seed", type=int, metavar="K", help=gettext("where the draws begin; needed with N"))
        parser.add_argument("--workbook", action="store_true", help=gettext("also a recomputable Excel workbook"))

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        # Hundreds of thousands of figures and no cycles among them: collecting would only walk them again and again.
        gc.disable()
        try:
            settings = _settings(options["replications"], options["seed"])
            scheme = read_scheme(options["scheme"])
            read = read_rows(options["data"], scheme, progress.rows_read)
            evaluation = evaluate(scheme, read.rows)
            tested = None if settings is None else robustness(evaluation, settings)
            with results_in(options["out"]) as folder:
                _write(folder, evaluation, tested)
                if options["workbook"]:
                    at, office = timezone.localtime(), office_beside(options["scheme"])
                    write_workbooks(folder, evaluation, at=at, robustness=tested, office=office)
        except AssessmentError as error:
            progress.done()
            self.stderr.write(say(error))
            raise SystemExit(1) from error
        finally:
            gc.enable()
        progress.done()
        self._tell(read, evaluation)
        self.stdout.write(
            gettext("{units} units ranked. Results in {folder}.").format(
                units=len(evaluation.rows), folder=options["out"]
            )
        )

    def _tell(self, read: ReadRows, evaluation: Evaluation) -> None:
        """What a reader of the results must know: repairs, columns not read, indicators that do not discriminate."""
        notes = [
            gettext("Row {row}, column “{column}”: “{received}” read as {value}.").format(
                row=cell.row, column=cell.column, received=excerpt(cell.received), value=plain_text(cell.value)
            )
            for cell in read.repaired
        ]
        notes += [
            gettext("Column “{column}” is not read by the scheme.").format(column=excerpt(column))
            for column in read.unread
        ]
        notes += [_does_not_discriminate(flag) for flag in evaluation.flags]
        for note in notes[:MOST_NOTES]:
            self.stderr.write(note)
        if len(notes) > MOST_NOTES:
            self.stderr.write(gettext("… and {count} more notes.").format(count=len(notes) - MOST_NOTES))


def _settings(replications: int | None, seed: int | None) -> RobustnessSettings | None:
    """Both or neither: a result that cannot be drawn again is none."""
    if replications is None and seed is None:
        return None
    if replications is None or seed is None:
        raise SeedAndReplications
    return offline_settings(replications=replications, seed=seed)


def _write(folder: Path, evaluation: Evaluation, tested: Robustness | None) -> None:
    texts = column_texts(evaluation)
    write_scores(folder, evaluation, texts)
    write_ranking(folder, evaluation, {} if tested is None else ranges_of(tested))
    write_explanations(folder, evaluation, texts)
    if tested is not None:
        write_robustness(folder, evaluation, tested)


def _does_not_discriminate(flag: Flag) -> str:
    place = say_phrase(indicator_phrase(flag.indicator, flag.period, flag.group))
    return gettext("The {place} does not discriminate.").format(place=place)
