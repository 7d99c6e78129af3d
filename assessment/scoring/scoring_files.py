"""The files beside a result: stamped forms of the units, evidence of objections, the issued document."""

from collections.abc import Callable, Mapping
from datetime import datetime

from assessment.evidence import actions as evidence
from assessment.evidence.models import StoredFile
from assessment.evidence.queries import file_numbered, files_of
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.feedback_queries import feedback_seen, objection_seen
from assessment.scoring.models import CityFeedback, Objection
from assessment.scoring.queries import run_with_scores_seen

STAMPED_FORM, OBJECTION_FILE, ISSUED_DOCUMENT = "scoring.stamped_form", "scoring.objection", "scoring.issued_document"
# Whose wall a file stands behind. The issued document names scores and places: it opens with them.
_SEEN: Mapping[str, Callable[..., object]] = {
    STAMPED_FORM: feedback_seen,
    OBJECTION_FILE: objection_seen,
    ISSUED_DOCUMENT: run_with_scores_seen,
}


def files_of_feedback(row: CityFeedback) -> list[StoredFile]:
    """The stamped forms that were sent back for one unit, in the order they came."""
    return files_of(STAMPED_FORM, [str(row.pk)])


def files_of_objection(objection: Objection) -> list[StoredFile]:
    return files_of(OBJECTION_FILE, [str(objection.pk)])


def read_scoring_file(file_id: int, *, by: User, at: datetime) -> tuple[StoredFile, bytes]:
    """A file and its content for whoever may see what it belongs to; who took it is written down."""
    require(by, Action.RESULT_FILE_READ, at=at)
    stored = file_numbered(file_id)
    if stored is None or stored.kind not in _SEEN:
        raise NotFound
    _SEEN[stored.kind](int(stored.key), by=by, at=at)
    return stored, evidence.hand_out(stored, by=by, at=at)
