"""The contracts on imports, and what contracts cannot see."""

import ast
import subprocess
import sys

from tests.architecture.sources import PACKAGES, PROJECT, imported_names, place, python_files, tree

METHOD_MAY_IMPORT = {
    "__future__", "abc", "assessment", "bisect", "calendar", "collections", "contextlib", "dataclasses", "datetime",
    "decimal", "enum", "fractions", "functools", "hashlib", "heapq", "itertools", "json", "lark", "math", "numpy",
    "operator", "random", "re", "statistics", "string", "types", "typing", "unicodedata", "yaml",
}  # fmt: skip


def test_the_import_contracts_hold():
    """In a process of its own: the program sets up logging anew and would silence the loggers of other tests."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_method_imports_only_what_computes():
    found = {
        place(path, node)
        for path in python_files("assessment/methodology")
        for name, node in imported_names(path)
        if name.split(".")[0] not in METHOD_MAY_IMPORT
    }
    assert found == set()


def test_the_method_imports_nothing_of_ours_but_itself():
    found = {
        place(path, node)
        for path in python_files("assessment/methodology")
        for name, node in imported_names(path)
        if name.startswith("assessment.") and not name.startswith("assessment.methodology")
    }
    assert found == set()


def test_no_import_stands_inside_a_function():
    inside = {
        place(path, node)
        for path in python_files(*PACKAGES, "tests", "fixtures")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert inside == set()


def test_our_modules_do_not_talk_by_signals():
    forbidden = ("django.dispatch", "django.db.models.signals", "celery.signals")
    found = {
        place(path, node)
        for path in python_files("assessment", "reporting")
        for name, node in imported_names(path)
        if name.startswith(forbidden)
    }
    assert found == set()


def test_nothing_imports_the_composition_root():
    found = {
        place(path, node)
        for path in python_files("assessment", "reporting")
        for name, node in imported_names(path)
        if name.split(".")[0] == "deploy"
    }
    assert found == set()
