"""A step that kills the process it runs in, however often it is tried, and one that ends well."""

import os
import signal

from assessment.jobs.leases import Lease, job_step


@job_step("tests.kill_the_worker")
def kill_the_worker(lease: Lease) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job_step("tests.do_nothing")
def do_nothing(lease: Lease) -> None:
    lease.progress(1, 1)
