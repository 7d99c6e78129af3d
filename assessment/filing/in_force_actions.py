"""The writer of what counts: from one moment on this version, until then the one before."""

from datetime import datetime

from assessment.filing.correction_states import CORRECTION_STATES, CorrectionMove
from assessment.filing.models import Correction, InForce, Return, Version


def put_in_force(version: Version, *, at: datetime) -> int | None:
    """Let `version` count from `at` on, inside the caller's transaction; the id of the version that counted before.

    A correction that led to the version is settled by it.
    """
    filed = Return.objects.select_for_update().get(pk=version.return_filed_id)
    before, filed.in_force = filed.in_force_id, version
    filed.save(update_fields=["in_force"])
    InForce.objects.filter(return_filed=filed, until__isnull=True).update(until=at)
    InForce.objects.create(return_filed=filed, version=version, since=at)
    begun = Correction.objects.select_for_update().filter(return_filed=filed, state=Correction.State.BEGUN)
    for correction in begun:
        correction.state = CORRECTION_STATES.after(correction.state, CorrectionMove.SETTLE)
        correction.save(update_fields=["state"])
    return before
