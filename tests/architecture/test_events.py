"""What is emitted is mapped, and what is mapped exists."""

import ast
from pathlib import Path

from deploy.celery_app import app
from deploy.events import EVENTS
from deploy.schedule import schedule
from tests.architecture.sources import calls, place, python_files, tree


def emitted() -> dict[str, str]:
    """Event name -> where; a name that cannot be read from the file cannot be checked and is an error."""
    found = {}
    for path in python_files("assessment", "reporting"):
        for call in calls(path, "emit"):
            names = names_in(call.args[0], constants(path))
            assert names, f"{place(path, call)}: name the event by a constant of this file"
            found.update(dict.fromkeys(names, place(path, call)))
    assert found, "nothing is emitted anywhere"
    return found


def constants(path: Path) -> dict[str, ast.expr]:
    """The values that a file gives to names at its top level."""
    found = {}
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def names_in(value: ast.expr | None, known: dict[str, ast.expr]) -> set[str]:
    """The texts an expression can stand for: a text, a constant, or one of a constant table's values."""
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.Name(id=name):
            return names_in(known.get(name), known)
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(table := known.get(name), ast.Dict):
            return {text for part in table.values for text in names_in(part, known)}
    return set()


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
