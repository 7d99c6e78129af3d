"""Steps that exist for these tests: they note their work, break, or refuse, as their arguments say."""

from assessment.jobs.leases import Lease, job_step
from assessment.methodology.errors import N_, AssessmentError

EVENTS = {"tests.worked": ("tests.first", "tests.second"), "tests.single": ("tests.first",), "tests.nothing": ()}
noted: list[str] = []


class Refusal(AssessmentError):
    code = "refused_for_the_test"
    message = N_("Not like this.")


@job_step("tests.first")
def first(lease: Lease) -> None:
    noted.append("first")
    lease.progress(1, 2)
    if lease.arguments.get("refuse"):
        raise Refusal
    if lease.arguments.get("break"):
        raise RuntimeError("a pipe burst")


@job_step("tests.second", queue="bulk")
def second(lease: Lease) -> None:
    noted.append("second")
