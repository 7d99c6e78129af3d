"""`manage.py measure`: accounts by the income approach, from files to files, without a database."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.methodology.account_records import Finding, Severity
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.statement_accounts import accounts_from_statements
from assessment.methodology.statements import InterestTreatment
from reporting.accounts_files import read_accounts, read_statements, write_enterprises, write_results, write_trace
from reporting.offline_command import OfflineCommand
from reporting.progress import Progress
from reporting.table_files import results_in


class Command(OfflineCommand):
    """Exit status 0 also with findings, 1 on a file that cannot be used; then nothing has been written."""

    help = N_(
        "Completes accounts by the income approach: derives single blanks, checks identities, and writes "
        "structure, nominal growth, shares of GDP and findings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accounts", type=Path, required=True, metavar="A.csv", help=gettext("the accounts or statements")
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="DIR", help=gettext("the folder for the results")
        )
        parser.add_argument(
            "--statements",
            action="store_true",
            help=gettext("rows are enterprises with items of their statements, losses positive"),
        )
        parser.add_argument(
            "--interest",
            choices=[treatment.value for treatment in InterestTreatment],
            default=InterestTreatment.CN_ENTERPRISE.value,
            help=gettext("treatment of interest in the operating surplus, with --statements"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            if options["statements"]:
                findings = _from_statements(options, progress)
            else:
                findings = _from_accounts(options, progress)
        except AssessmentError as error:
            progress.done()
            self.stderr.write(say(error))
            raise SystemExit(1) from error
        counts = Counter(finding.severity for finding in findings)
        self.stdout.write(
            gettext(
                "Results in {folder}. Findings: {blocking} blocking, {explain} to explain, {inform} for information."
            ).format(folder=options["out"], **{severity.value: counts[severity] for severity in Severity})
        )


def _from_accounts(options: dict[str, Any], progress: Progress) -> list[Finding]:
    read = read_accounts(options["accounts"], progress.rows_read)
    completed = complete_accounts(read.records)
    progress.done()
    with results_in(options["out"]) as folder:
        return write_results(folder, completed.accounts, [*read.findings, *completed.findings])


def _from_statements(options: dict[str, Any], progress: Progress) -> list[Finding]:
    read = read_statements(options["accounts"], progress.rows_read)
    table = accounts_from_statements(read.records, interest=InterestTreatment(options["interest"]))
    progress.done()
    with results_in(options["out"]) as folder:
        write_enterprises(folder, table.enterprises)
        write_trace(folder, table.enterprises)
        return write_results(folder, table.accounts, [*read.findings, *table.findings])
