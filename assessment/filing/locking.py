"""Taking hold of one return or version: role, wall, row lock, in this order."""

from datetime import datetime

from assessment.audit.actions import Fact
from assessment.filing.errors.returns import ReviewerTookPart
from assessment.filing.models import Version
from assessment.filing.states import VERSION_STATES, Move
from assessment.filing.walls import returns_open
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action


def lock_version(version_id: int, action: Action, *, by: User, at: datetime) -> Version:
    """The version under lock, once `by` may do `action` with it.

    Whoever lacks the role is refused before anything is looked up; whoever has it elsewhere finds nothing here.
    """
    within = returns_open(by, action, at=at, path="return_filed__")
    versions = Version.objects.select_for_update(of=("self",)).select_related(
        "return_filed__collection__form_version__form", "return_filed__reporting_unit__region"
    )
    try:
        return versions.get(within, pk=version_id)
    except Version.DoesNotExist:
        raise NotFound from None


def move(version: Version, step: Move) -> None:
    """Put the version into the state after `step`, or raise `WrongState`."""
    version.state = VERSION_STATES.after(version.state, step)


def chain_of(version: Version) -> str:
    """The audit chain a version belongs to: the code of its region."""
    return version.return_filed.reporting_unit.region.code


def fact(action: Action, version: Version, **facts: object) -> Fact:
    """What the audit keeps of a step: which return, which version, no figure."""
    collection = version.return_filed.collection
    return Fact(
        action.value,
        chain_of(version),
        "filing.version",
        str(version.pk),
        facts={
            "form": collection.form_version.form.code,
            "period": collection.period,
            "reporting_unit": version.return_filed.reporting_unit.code,
            "version": version.number,
            **facts,
        },
    )


def check_reviewer(version: Version, *, by: User) -> None:
    """Whoever filled or signed a return has no part in its review."""
    took_part = version.signatures.filter(signer=by).exists() or version.cells.filter(changed_by=by.username).exists()
    if took_part or by.pk == version.filler_id:
        raise ReviewerTookPart
