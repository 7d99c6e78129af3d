"""`manage.py measure`: accounts by the income approach, from files to files, without a database."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.methodology.account_comparisons import Sections, province_findings, section_findings
from assessment.methodology.account_records import Account, Finding, Severity
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.allocated_accounts import AllocatedPart, OperatorRecord, allocated_parts, with_allocated
from assessment.methodology.core_accounts import Splits, core_table
from assessment.methodology.core_classes import CoreClassification
from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.statement_accounts import accounts_from_statements
from assessment.methodology.statement_records import EnterpriseAccount
from assessment.methodology.statements import InterestTreatment
from reporting.accounts_files import (
    Prices,
    read_accounts,
    read_statements,
    write_enterprises,
    write_results,
    write_trace,
)
from reporting.beside_accounts_files import (
    read_classes,
    read_deflators,
    read_operators,
    read_sections,
    read_splits,
    write_allocated,
    write_core,
)
from reporting.offline_command import OfflineCommand
from reporting.progress import Progress
from reporting.table_files import results_in

BESIDE: Final = (
    ("deflators", "D.csv", N_("price indices by region and year, last year = 100: real growth beside the nominal one")),
    ("sections", "S.csv", N_("value added of section I and of industry: the industries must fit in them (V-A8)")),
    (
        "operators",
        "O.csv",
        N_("operators registered elsewhere, allocated to regions by revenue"),
    ),
    ("classes", "C.yaml", N_("classification of the core industries: value added by class and by scope")),
    ("splits", "P.csv", N_("shares of the industries that belong to several classes, with --classes")),
)
PROVINCE_HELP: Final = N_("label of the province: its rows must be the sum of the others (V-A4), its index is lent")
T = TypeVar("T")


class OperatorsWithStatements(AssessmentError):
    code = "operators_with_statements"
    message = N_(
        "--operators cannot be combined with --statements. Measure the statements first, then both as accounts."
    )


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
        for name, metavar, said in BESIDE:
            parser.add_argument(f"--{name}", type=Path, metavar=metavar, help=gettext(said))
        parser.add_argument("--province", default="", metavar="LABEL", help=gettext(PROVINCE_HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        try:
            if options["statements"] and options["operators"] is not None:
                raise OperatorsWithStatements
            beside = _beside(options)
            if options["statements"]:
                findings = _from_statements(options, beside, progress)
            else:
                findings = _from_accounts(options, beside, progress)
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


class Beside(NamedTuple):
    """The other files of the command, read before anything is written; empty where none was given."""

    prices: Prices
    sections: Sections
    operators: Sequence[OperatorRecord]
    classes: Dated[CoreClassification] | None
    splits: Splits
    findings: list[Finding]


def _beside(options: dict[str, Any]) -> Beside:
    findings: list[Finding] = []

    def read(name: str, reader: Callable[[Path], tuple[T, list[Finding]]], nothing: T) -> T:
        if options[name] is None:
            return nothing
        content, found = reader(options[name])
        findings.extend(found)
        return content

    return Beside(
        Prices(read("deflators", read_deflators, {}), options["province"]),
        read("sections", read_sections, {}),
        read("operators", read_operators, []),
        None if options["classes"] is None else read_classes(options["classes"]),
        read("splits", read_splits, {}),
        findings,
    )


def _from_accounts(options: dict[str, Any], beside: Beside, progress: Progress) -> list[Finding]:
    read = read_accounts(options["accounts"], progress.rows_read)
    parts = allocated_parts(beside.operators)
    completed = complete_accounts(with_allocated(read.records, parts))
    progress.done()
    written = _Written(completed.accounts, [*read.findings, *completed.findings], parts)
    return _write(options, beside, written)


def _from_statements(options: dict[str, Any], beside: Beside, progress: Progress) -> list[Finding]:
    read = read_statements(options["accounts"], progress.rows_read)
    table = accounts_from_statements(read.records, interest=InterestTreatment(options["interest"]))
    progress.done()
    findings = [*read.findings, *table.findings]
    return _write(options, beside, _Written(table.accounts, findings, enterprises=table.enterprises))


class _Written(NamedTuple):
    accounts: Sequence[Account]
    findings: list[Finding]
    parts: Sequence[AllocatedPart] = ()
    enterprises: Sequence[EnterpriseAccount] | None = None


def _write(options: dict[str, Any], beside: Beside, written: _Written) -> list[Finding]:
    """Everything is reckoned before the first file is written."""
    accounts, core = written.accounts, None
    findings = [*beside.findings, *written.findings, *section_findings(accounts, beside.sections)]
    if options["province"]:
        findings += province_findings(accounts, province=options["province"])
    if beside.classes is not None:
        core = core_table(accounts, beside.classes, beside.splits)
        findings += core.findings
    with results_in(options["out"]) as folder:
        if beside.operators:
            write_allocated(folder, written.parts)
        if core is not None:
            write_core(folder, core)
        if written.enterprises is not None:
            write_enterprises(folder, written.enterprises)
            write_trace(folder, written.enterprises)
        return write_results(folder, accounts, findings, beside.prices)
