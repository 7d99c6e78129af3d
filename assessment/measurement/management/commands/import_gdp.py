"""`manage.py import_gdp FILE --by USER`: GDP by city."""

from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from assessment.measurement.delivery_files import FiguresFile, read_figures
from assessment.measurement.import_commands import ImportCommand
from assessment.measurement.table_actions import Loaded, load_gdp


class Command(ImportCommand):
    help = "Load GDP by city from a CSV file."

    def read(self, text: str, options: dict[str, Any]) -> FiguresFile:
        return read_figures(text, year=options["year"])

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--reason", default="", help="why GDP is revised, where a reason is needed")

    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        return partial(load_gdp, reason=options["reason"])
