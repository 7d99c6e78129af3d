"""The project's own source files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("assessment", "reporting", "deploy")


@cache
def python_files(*tops: str) -> tuple[Path, ...]:
    """Python files under these folders, migrations and what tools wrote left out; at least one, or an error."""
    found = tuple(
        path
        for top in tops
        for path in sorted((PROJECT / top).rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
    )
    assert found, f"no Python files under {tops}"
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`assessment/jobs/actions.py:12`."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(PROJECT)}:{line}" if line else str(path.relative_to(PROJECT))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of functions with one of these names, however they are reached."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and called_name(node) in names:
            yield node


def called_name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def imported_names(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every module or name that a file imports, in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
