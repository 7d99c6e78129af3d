"""Whether freezing now would give other inputs than a run has, and which ones: on read, by comparing documents."""

from assessment.methodology.errors import AssessmentError
from assessment.methodology.run_changes import Change, changes_between
from assessment.methodology.run_document import thaw
from assessment.scoring.freezing import freeze_inputs
from assessment.scoring.models import Run
from assessment.scoring.queries import document_of


def is_stale(run: Run) -> bool:
    """Whether freezing now would give other inputs: a new accepted version, measurement or scheme."""
    try:
        return freeze_inputs(run.period, run.scheme_version.kind).digest != run.input_digest
    except AssessmentError:
        return True


def changed_inputs(run: Run) -> tuple[Change, ...] | AssessmentError:
    """The inputs that changed since the run froze them; the refusal where nothing could be frozen any more."""
    try:
        frozen = freeze_inputs(run.period, run.scheme_version.kind)
    except AssessmentError as error:
        return error
    if frozen.digest == run.input_digest:
        return ()
    return changes_between(document_of(run), thaw(frozen.text))
