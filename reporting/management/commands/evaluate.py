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
from assessment.methodology.rounding import plain_text
from assessment.methodology.text_numbers import excerpt
from reporting.evaluation_files import ReadRows, column_texts, read_rows, read_scheme, write_ranking, write_scores
from reporting.evaluation_workbook import write_workbooks
from reporting.explanation_file import write_explanations
from reporting.offline_command import OfflineCommand
from reporting.progress import Progress
from reporting.table_files import results_in

MOST_NOTES = 20


class Command(OfflineCommand):
    """Exit status 1 on a file that cannot be used, with one sentence saying where; then nothing has been written."""

    help = N_("Scores and ranks units by a scheme: scores.csv, ranking.csv and explain.json.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scheme", type=Path, required=True, metavar="S.yaml", help=gettext("the scheme"))
        parser.add_argument(
            "--data", type=Path, required=True, metavar="D.csv", help=gettext("the figures, one row per unit")
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="DIR", help=gettext("the folder for the results")
        )
        parser.add_argument("--workbook", action="store_true", help=gettext("also a recomputable Excel workbook"))

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        # Hundreds of thousands of figures and no cycles among them: collecting would only walk them again and again.
        gc.disable()
        try:
            scheme = read_scheme(options["scheme"])
            read = read_rows(options["data"], scheme, progress.rows_read)
            evaluation = evaluate(scheme, read.rows)
            with results_in(options["out"]) as folder:
                texts = column_texts(evaluation)
                write_scores(folder, evaluation, texts)
                write_ranking(folder, evaluation)
                write_explanations(folder, evaluation, texts)
                if options["workbook"]:
                    write_workbooks(folder, evaluation, at=timezone.localtime())
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


def _does_not_discriminate(flag: Flag) -> str:
    place = say_phrase(indicator_phrase(flag.indicator, flag.period, flag.group))
    return gettext("The {place} does not discriminate.").format(place=place)
