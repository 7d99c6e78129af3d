"""What would let unfinished or unproven work pass as done."""

import ast
import re

from tests.architecture.sources import PACKAGES, calls, imported_names, place, python_files, tree

# Put together here so that this file does not find itself.
PROMISES = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"]))


def test_nothing_is_promised_for_later():
    found = [
        f"{place(path)}:{number}"
        for path in python_files(*PACKAGES, "tests", "fixtures")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(rf"#.*\b({PROMISES.pattern})\b", line)
    ]
    assert found == []


def test_nothing_is_declared_and_not_written():
    found = {
        place(path, node)
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id == "NotImplementedError"
    }
    assert found == set()


def test_no_test_is_skipped_or_expected_to_fail():
    found = {
        place(path, node)
        for path in python_files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    }
    assert found == set()


def test_no_test_replaces_our_own_code():
    found = {
        place(path, node)
        for path in python_files("tests")
        for name, node in imported_names(path)
        if name.startswith(("unittest.mock", "mock", "pytest_mock"))
    }
    assert found == set()


def test_no_test_waits_by_the_clock():
    """A short pause inside a loop that looks at a real condition is a poll; anywhere else it is a guess."""
    guesses = set()
    for path in python_files("tests"):
        loops = [node for node in ast.walk(tree(path)) if isinstance(node, ast.While)]
        polled = {call for loop in loops for call in ast.walk(loop) if isinstance(call, ast.Call)}
        guesses |= {place(path, call) for call in calls(path, "sleep") if call not in polled}
    assert guesses == set()
