"""`manage.py import_accounts FILE --by USER`: city × industry accounts of a bureau."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from assessment.measurement.delivery_files import AccountsFile, read_accounts
from assessment.measurement.import_commands import ImportCommand
from assessment.measurement.table_actions import Loaded, load_industry_accounts


class Command(ImportCommand):
    help = "Load the accounts of cities by industry from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--industries", default="", help="only these, e.g. I63,I64")

    def read(self, text: str, options: dict[str, Any]) -> AccountsFile:
        industries = [part for part in options["industries"].split(",") if part]
        return read_accounts(text, year=options["year"], industries=industries)

    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        return load_industry_accounts
