"""Names as the reader's language has them: a frozen document carries the Chinese ones only."""

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.display import formats
from assessment.methodology.run_document import Document
from assessment.scoring.models import Run
from assessment.scoring.queries import indicators_of
from assessment.territory.models import Region


def indicators_shown(run: Run) -> Document:
    """The indicators step with the units' names in the reader's language."""
    document = indicators_of(run)
    if formats.in_chinese():
        return document
    regions = Region.objects.filter(valid_until__isnull=True)
    english = {region.short_name_zh: region.short_name_en or region.short_name_zh for region in regions}
    return {
        **document,
        "units": [_in_english(entry, english) for entry in document["units"]],
        "apart": [_in_english(entry, english) for entry in document["apart"]],
    }


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """The short names of regions by their codes, in one question."""
    regions = Region.objects.filter(code__in=set(codes), valid_until__isnull=True)
    chinese = formats.in_chinese()
    return {
        region.code: region.short_name_zh if chinese else region.short_name_en or region.short_name_zh
        for region in regions
    }


def node_names(run: Run) -> dict[str, str]:
    """The names of the scheme's nodes where the reader's language is not the scheme's own."""
    if formats.in_chinese():
        return {}
    labels: Mapping[str, Mapping[str, Any]] = run.scheme_version.labels
    return {code: str(entry["label_en"]) for code, entry in labels.items()}


def _in_english(entry: Mapping[str, Any], english: Mapping[str, str]) -> dict[str, Any]:
    notes = [{**note, "unit": english.get(note["unit"], note["unit"])} for note in entry["notes"]]
    return {**entry, "name": english.get(entry["name"], entry["name"]), "notes": notes}
