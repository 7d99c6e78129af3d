"""What official outputs say beside each ranked unit: of its returns, and what 反馈核对 left."""

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.methodology.run_document import Document
from assessment.scoring.check_notes import contested_in_vain
from assessment.scoring.feedback_queries import deemed_units
from assessment.scoring.models import Objection, Run
from assessment.scoring.official_texts import ITEM_NAMES
from reporting import report_words as words


def unit_footnotes(
    run: Run, *, units: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Of its figures, that it kept silent in 反馈核对, and what it contested in vain; by unit, where there is a note.

    `units` are the ranked ones as the indicators step has them (unit, name, notes); `names` also has those apart.
    """
    deemed, contested = deemed_units(run), contested_in_vain(run)
    said = {
        entry["unit"]: (
            *(words.UNIT_NOTES[note["code"]].format(unit=note["unit"]) for note in entry["notes"]),
            *([words.DEEMED.format(unit=entry["name"])] if entry["unit"] in deemed else ()),
            *(_contested(one, names) for one in contested.get(entry["unit"], ())),
        )
        for entry in units
    }
    return {unit: sentences for unit, sentences in said.items() if sentences}


def names_in(indicators: Document) -> dict[str, str]:
    """The name of every unit of the indicators step by its code."""
    return {entry["unit"]: entry["name"] for entry in (*indicators["units"], *indicators["apart"])}


def _contested(objection: Objection, names: Mapping[str, str]) -> str:
    unit = objection.feedback.unit
    item = ITEM_NAMES.get(objection.item, objection.item)
    return words.REJECTED.format(unit=names.get(unit, unit), item=item, number=objection.number)
