"""`manage.py estimate`: ratios of a stratified survey with their errors, from files to files, without a database."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.survey_estimation import SurveyResult, estimate_survey
from assessment.methodology.survey_quality import QUALITY_BOUNDS, PublishClass
from reporting.offline_command import OfflineCommand
from reporting.progress import Progress
from reporting.survey_files import read_frame, read_survey, write_survey
from reporting.table_files import results_in


class Command(OfflineCommand):
    """Exit status 0 also with refused estimates, 1 on a file that cannot be used; then nothing has been written."""

    help = N_(
        "Estimates ratios of a stratified survey by domain, with standard error, coefficient of variation and 95 % "
        "interval: estimates.csv, strata.csv, collapses.csv and findings.csv."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sample", type=Path, required=True, metavar="S.csv", help=gettext("the units that answered")
        )
        parser.add_argument(
            "--frame", type=Path, required=True, metavar="F.csv", help=gettext("the strata of the sampling frame")
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="DIR", help=gettext("the folder for the results")
        )
        parser.add_argument(
            "--collapse",
            action="store_true",
            help=gettext("merge sampling strata with too few respondents, recorded; never domains"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            result = _estimate(options, progress)
        except AssessmentError as error:
            progress.done()
            self.stderr.write(say(error))
            raise SystemExit(1) from error
        counts = Counter(estimate.publish_class for estimate in result.estimates)
        self.stdout.write(
            gettext(
                "Results in {folder}. Estimates: {good} good, {warn} to publish with a warning, {refuse} refused."
            ).format(folder=options["out"], **{judged.value: counts[judged] for judged in PublishClass})
        )


def _estimate(options: dict[str, Any], progress: Progress) -> SurveyResult:
    frame = read_frame(options["frame"])
    survey = read_survey(options["sample"], frame, progress.rows_read)
    bounds = QUALITY_BOUNDS.newest
    result = estimate_survey(survey.design, survey.labels, bounds, collapsing=options["collapse"])
    progress.done()
    with results_in(options["out"]) as folder:
        write_survey(folder, survey, result)
    return result
