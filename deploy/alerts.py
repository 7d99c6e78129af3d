"""Who hears of a failed job: whoever asked for it; and who keeps the system, where the method is not to blame."""

from datetime import datetime

from assessment.jobs.errors import TooManyAttempts
from assessment.jobs.models import Job
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.queries import people_in_role
from assessment.people.roles import Role

FAILED = N_("Background job {number} ({name}) was stopped by an error: {code}. The worker's log says more.")
# Its worker died, or broke, each time: nothing that whoever asked could put right.
OF_THE_SYSTEM = frozenset({TooManyAttempts.code, "unexpected_error"})


def tell_of_failed_job(job: Job, at: datetime) -> None:
    """Number, name and code alone: the text of an error may hold a figure."""
    told = list(User.objects.filter(username=job.requested_by, is_active=True))
    if job.error_code in OF_THE_SYSTEM:
        told += people_in_role(Role.SYSTEM_ADMINISTRATOR, at=at)
    facts = {"number": str(job.pk), "name": job.name, "code": job.error_code}
    notify(told, topic="job", text=FAILED, facts=facts, link="/", at=at)
