"""The settings of a worker that knows two more jobs: one that kills whoever works on it, and one that does not."""

from deploy.settings.test import *  # noqa: F403 - settings, and two more

JOBS_EVENTS = "tests.faults.poison.EVENTS"
CELERY_IMPORTS = ["tests.faults.poison_steps"]
EVENTS = {"tests.poison": ("tests.kill_the_worker",), "tests.cure": ("tests.do_nothing",)}
