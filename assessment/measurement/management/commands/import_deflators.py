"""`manage.py import_deflators FILE --by USER`: price indices by region, last year = 100."""

from collections.abc import Callable
from typing import Any

from assessment.measurement.delivery_files import FiguresFile, read_deflators
from assessment.measurement.import_commands import ImportCommand
from assessment.measurement.table_actions import Loaded, load_deflators


class Command(ImportCommand):
    help = "Load price indices by region (last year = 100) from a CSV file."

    def read(self, text: str, options: dict[str, Any]) -> FiguresFile:
        return read_deflators(text, year=options["year"])

    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        return load_deflators
