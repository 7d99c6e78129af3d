"""How a run is taken hold of and how its steps are written down: permission, then the lock of its row."""

from collections.abc import Mapping
from datetime import datetime

from assessment.audit.actions import PROVINCE, Actor, Fact, record
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import one_person_with, require
from assessment.scoring.errors.runs import SamePerson
from assessment.scoring.models import Run


def locked_run(run_id: int, action: Action, *, by: User, at: datetime) -> Run:
    """The run under its lock, for whoever may do `action`; `NotFound` where there is none."""
    require(by, action, at=at)
    # Not its document, which may be large and is never written again.
    runs = Run.objects.select_for_update(of=("self",)).select_related("scheme_version", "job").defer("document")
    run = runs.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def require_another_person(by: User, *others: int | None, at: datetime) -> None:
    """A deputy and who is stood in for count as one person while that lasts."""
    if one_person_with(by, at=at) & set(others):
        raise SamePerson(name=by.display_name)


def record_run(action: Action, run: Run, *, by: Actor, at: datetime, facts: Mapping[str, object] | None = None) -> None:
    """The step in the chain of the province; no score and no place."""
    stated = {
        "period": run.period,
        "kind": run.scheme_version.kind,
        "purpose": run.purpose,
        "state": run.state,
        "input_digest": run.input_digest,
        **(facts or {}),
    }
    record(Fact(action.value, PROVINCE, "scoring.run", str(run.pk), facts=stated), by=by, at=at)
