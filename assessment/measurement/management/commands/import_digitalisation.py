"""`manage.py import_digitalisation FILE --by USER`: industrial digitalisation by city."""

from collections.abc import Callable
from typing import Any

from assessment.measurement.delivery_files import FiguresFile, read_figures
from assessment.measurement.import_commands import ImportCommand
from assessment.measurement.table_actions import Loaded, load_digitalisation


class Command(ImportCommand):
    help = "Load industrial digitalisation by city from a CSV file."

    def read(self, text: str, options: dict[str, Any]) -> FiguresFile:
        return read_figures(text, year=options["year"])

    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        return load_digitalisation
