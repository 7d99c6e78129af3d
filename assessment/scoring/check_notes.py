"""What stands beside a unit in every output: how its figures came, that it kept silent, what it contested in vain."""

from collections.abc import Mapping

from assessment.methodology.run_document import Document
from assessment.scoring.feedback_queries import deemed_units, rejected_objections
from assessment.scoring.models import Objection, Run
from assessment.scoring.names import region_names
from assessment.scoring.wording import column_name, deemed_note, note_text, rejected_note
from assessment.territory.models import Region


def notes_beside(run: Run, indicators: Document) -> dict[str, tuple[str, ...]]:
    """The sentences of each ranked unit: of its returns (late, extended, waived …), then of 反馈核对.

    `indicators` is the run's document of figures as the reader has it: `names.indicators_shown`.
    """
    entries = indicators["units"]
    left = check_notes(run, {entry["unit"]: entry["name"] for entry in entries})
    return {
        entry["unit"]: (
            *(note_text(note, of=entry["name"]) for note in entry["notes"]),
            *left.get(entry["unit"], ()),
        )
        for entry in entries
    }


def check_notes(run: Run, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The sentences of each ranked unit, in the reader's language; `names` are those of the ranked units."""
    contested = contested_in_vain(run)
    others = region_names(one.feedback.unit for found in contested.values() for one in found) if contested else {}
    notes = {unit: [deemed_note(names[unit])] for unit in sorted(deemed_units(run)) if unit in names}
    for unit, objections in contested.items():
        for one in objections:
            whose = others.get(one.feedback.unit, one.feedback.unit)
            notes.setdefault(unit, []).append(rejected_note(whose, column_name(one.item), one.number))
    return {unit: tuple(sentences) for unit, sentences in notes.items()}


def contested_in_vain(run: Run) -> dict[str, list[Objection]]:
    """Objections that were not accepted, by the ranked unit whose figures they are about.

    Those of a unit that is shown apart (贵安新区) stand with the unit that it is ranked within.
    """
    objections = rejected_objections(run)
    if not objections:
        return {}
    parts = Region.objects.filter(ranked_within__isnull=False, valid_until__isnull=True)
    within = dict(parts.values_list("code", "ranked_within__code"))
    found: dict[str, list[Objection]] = {}
    for one in objections:
        found.setdefault(within.get(one.feedback.unit, one.feedback.unit), []).append(one)
    return found
