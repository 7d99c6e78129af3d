"""The writer of the publication pattern: stored once, in the transaction that issues its run."""

from datetime import datetime

from assessment.methodology.canonical import canonical_bytes
from assessment.methodology.withheld_figures import pattern_digest
from assessment.people.models import User
from assessment.scoring.models import PublicationPattern, Run
from assessment.scoring.publication_view import pattern_now


def store_pattern(run: Run, *, by: User, at: datetime) -> PublicationPattern:
    """Compute and keep what the run withholds. The caller holds the lock of the run and records the digest."""
    document = pattern_now(run)
    return PublicationPattern.objects.create(
        run=run,
        document=canonical_bytes(document).decode(),
        digest=pattern_digest(document),
        made_by=by,
        made_at=at,
    )
