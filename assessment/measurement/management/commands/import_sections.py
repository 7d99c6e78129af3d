"""`manage.py import_sections FILE --by USER --section I|industry`: value added of 门类 I, or of industry, by city."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from typing import Any, Final

from assessment.measurement.delivery_files import FiguresFile, read_figures
from assessment.measurement.import_commands import ImportCommand
from assessment.measurement.table_actions import Loaded, load_industry, load_section_i
from assessment.methodology.measurement_additions import INDUSTRY, SECTION_I

_LOADERS: Final[Mapping[str, Callable[..., Loaded]]] = {SECTION_I: load_section_i, INDUSTRY: load_industry}


class Command(ImportCommand):
    help = "Load the value added of a section of the national accounts by city from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--section", required=True, choices=sorted(_LOADERS), help="which section the file holds")

    def read(self, text: str, options: dict[str, Any]) -> FiguresFile:
        return read_figures(text, year=options["year"])

    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        return _LOADERS[options["section"]]
