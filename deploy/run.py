"""The whole system on one machine by one command: services, schema, data, worker, clock, main job, web.

`python -m deploy.run [--port N] [--no-demo] [--no-serve]`, normally called by `deploy/quickstart`.
"""

import argparse
import fcntl
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from deploy import programs
from deploy.embedded import announced, services
from deploy.environment import PROJECT, VAR
from deploy.postgres import ServiceNotStartedError
from deploy.supervisor import Supervisor, ends_on_request, supervised

MAIN_JOB = ["manage.py", "demo_year"]
WEB_SECONDS = 180.0


class StepFailedError(Exception):
    """A step of the set-up ended with an error, which it has already printed."""


class AlreadyRunningError(Exception):
    """Another run holds this folder."""


def main(arguments: list[str]) -> int:
    """0 when it did what was asked; 1 with one sentence when it could not."""
    options = _options(arguments)
    try:
        with ends_on_request(), _alone():
            _run(options)
    except (ServiceNotStartedError, StepFailedError, AlreadyRunningError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/quickstart", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the web pages, on this machine only")
    parser.add_argument("--no-serve", action="store_true", help="stop everything when the reports are written")
    parser.add_argument("--no-demo", action="store_true", help="leave the demo year out: no figures, no accounts")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> None:
    began = time.monotonic()
    with services(VAR) as addresses, announced(addresses):
        environment = {**os.environ, **addresses}
        _say(began, "PostgreSQL and Valkey are up")
        _step(["-m", "deploy.prepare"], environment)
        _say(began, "schema and data are up to date")
        with supervised([programs.worker(VAR, environment), programs.beat(VAR, environment)]) as supervisor:
            if not options.no_demo:
                _main_job(supervisor, environment)
                _say(began, "the main job is done")
            if not options.no_serve:
                supervisor.add(programs.web(VAR, environment, port=options.port))
                _serve(supervisor, address=f"http://127.0.0.1:{options.port}/")


def _main_job(supervisor: Supervisor, environment: dict[str, str]) -> None:
    """The worker is looked after meanwhile: one that is killed is started again and the job goes on."""
    job = subprocess.Popen([sys.executable, *MAIN_JOB], cwd=PROJECT, env=environment)
    try:
        supervisor.watch(until=lambda: job.poll() is not None)
    finally:
        job.kill()
        job.wait()
    if job.returncode:
        raise StepFailedError(f"Stopped: `{' '.join(MAIN_JOB)}` failed, see above.")


def _serve(supervisor: Supervisor, *, address: str) -> None:
    """Until somebody asks for the end."""
    deadline = time.monotonic() + WEB_SECONDS
    supervisor.watch(until=lambda: _answers(address) or time.monotonic() > deadline)
    if not _answers(address):
        raise StepFailedError(f"The pages do not answer at {address}. See {VAR / 'web.log'}.")
    print(f"\n{address}   (Ctrl-C stops everything)", flush=True)
    supervisor.watch(until=lambda: False)


def _step(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=False)
    if done.returncode:
        raise StepFailedError(f"Stopped: `{' '.join(command)}` failed, see above.")


def _say(began: float, what: str) -> None:
    print(f"[{time.monotonic() - began:5.1f} s] {what}", flush=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}health/", timeout=5):  # noqa: S310 - our own address
            return True
    except OSError:
        return False


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time in one folder; the lock falls with the process that holds it."""
    VAR.mkdir(mode=0o755, parents=True, exist_ok=True)
    lock = VAR / "run.lock"
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunningError(f"Already running here, as process {file.read().strip()}.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
