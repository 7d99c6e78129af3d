"""What is emitted is mapped, and what is mapped exists."""

import ast

from deploy.celery_app import app
from deploy.events import EVENTS
from deploy.schedule import schedule
from tests.architecture.sources import calls, place, python_files


def emitted() -> dict[str, str]:
    """Event name -> where; a name that is not written out cannot be checked and is an error."""
    found = {}
    for path in python_files("assessment", "reporting"):
        for call in calls(path, "emit"):
            name = call.args[0] if call.args else None
            assert isinstance(name, ast.Constant), f"{place(path, call)}: write the event's name out"
            found[str(name.value)] = place(path, call)
    return found


def registered_tasks() -> set[str]:
    app.loader.import_default_modules()
    return set(app.tasks)


def test_every_event_that_is_emitted_is_mapped():
    assert {name: where for name, where in emitted().items() if name not in EVENTS} == {}


def test_every_mapped_event_is_emitted_somewhere():
    assert set(EVENTS) - set(emitted()) == set()


def test_every_task_that_follows_an_event_is_registered():
    assert {task for tasks in EVENTS.values() for task in tasks} - registered_tasks() == set()


def test_every_task_of_the_clock_is_registered():
    entries = schedule(drain=1.0, watch=1.0, anchor=1.0).values()
    assert {entry["task"] for entry in entries} - registered_tasks() == set()


def test_a_task_ends_before_the_broker_would_hand_it_out_again():
    options = app.conf.broker_transport_options
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < options["visibility_timeout"]
    assert app.conf.visibility_timeout == options["visibility_timeout"]
    assert app.conf.result_backend_transport_options["visibility_timeout"] == options["visibility_timeout"]
