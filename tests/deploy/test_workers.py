"""The worker and the clock of the tests are the ones of a running system."""

from deploy.processes import wait_until

SECONDS = 30.0


def test_the_clock_gives_the_worker_its_tasks(celery_worker_process):
    process = celery_worker_process.running["worker"]
    done = ("jobs.drain_outbox", "jobs.watch", "audit.anchor")

    def all_done() -> bool:
        lines = celery_worker_process.log().splitlines()
        return all(any(f"Task {name}[" in line and " succeeded in " in line for line in lines) for name in done)

    assert wait_until(all_done, seconds=SECONDS, process=process), celery_worker_process.log()
    assert len(celery_worker_process.children()) == 2


def test_a_killed_worker_can_be_started_again(celery_worker_process):
    first = celery_worker_process.pid
    celery_worker_process.kill_worker()
    celery_worker_process.start_worker()
    assert celery_worker_process.pid != first
