"""The matrix file as rows, and what each row promises."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from drf_spectacular.generators import SchemaGenerator

FILE = Path(__file__).with_name("matrix.yaml")
ALLOWED, REFUSED, NOT_FOUND, WRONG_STATE = "allowed", "403", "404", "409"
HERE, FOREIGN, MISSING = "here", "foreign", "missing"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
_USUAL_MOMENT = "2021-04-25 10:00"
_KEYS = {
    "case", "roles", "beyond", "names", "walled", "states", "otherwise", "repeats", "except", "records", "body",
    "upload", "own_rows", "at",
}  # fmt: skip


_SETS = {"roles", "beyond", "states", "repeats", "except"}


@dataclass(frozen=True)
class Exceptional:
    roles: frozenset[str]
    states: frozenset[str]
    answer: str
    listed: bool = False
    records: str = ""

    def covers(self, role: str, state: str, *, listed: bool) -> bool:
        return role in self.roles and state in self.states and (listed or not self.listed)


@dataclass(frozen=True)
class Row:
    """One operation, or one case of it, with its answers."""

    method: str
    address: str
    roles: frozenset[str]
    beyond: frozenset[str] = frozenset()
    case: str = ""
    names: str = ""
    walled: bool = False
    states: frozenset[str] | None = None
    otherwise: str = WRONG_STATE
    repeats: frozenset[str] = frozenset()
    exceptions: tuple[Exceptional, ...] = ()
    records: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    upload: Mapping[str, str] = field(default_factory=dict)
    own_rows: str = ""
    at: str = _USUAL_MOMENT

    @property
    def operation(self) -> str:
        return f"{self.method} {self.address}"

    @property
    def name(self) -> str:
        return f"{self.operation} {self.case}".strip()

    @property
    def unsafe(self) -> bool:
        return self.method in UNSAFE

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(f"{self.at}+08:00")

    @property
    def knows_insiders(self) -> bool:
        return any(one.listed for one in self.exceptions)

    def expected(self, role: str, where: str, state: str, *, listed: bool = False) -> str:
        """The class of answer: allowed, or the status of the refusal."""
        if role in self.beyond:
            return NOT_FOUND
        if role not in self.roles:
            return REFUSED
        if where == MISSING or (where == FOREIGN and self.walled and role in matrix().sets["regional"]):
            return NOT_FOUND
        for one in self.exceptions:
            if one.covers(role, state, listed=listed):
                return one.answer
        if self.states is None or state in self.states or state in self.repeats:
            return ALLOWED
        return self.otherwise

    def recorded(self, role: str, state: str, *, listed: bool = False) -> str:
        """The action that a successful request leaves in the record; empty where it leaves none."""
        for one in self.exceptions:
            if one.records and one.covers(role, state, listed=listed):
                return one.records
        return "" if state in self.repeats else self.records


@dataclass(frozen=True)
class Matrix:
    sets: Mapping[str, frozenset[str]]
    public: tuple[str, ...]
    rows: tuple[Row, ...]


@cache
def matrix() -> Matrix:
    document = yaml.safe_load(FILE.read_text("utf-8"))
    sets = {name: frozenset(_spread(document["sets"], [name])) for name in document["sets"]}
    rows = [
        _row(operation, entry, document["sets"])
        for operation, entries in document["operations"].items()
        for entry in (entries if isinstance(entries, list) else [entries])
    ]
    return Matrix(sets, tuple(document["public"]), tuple(rows))


@cache
def schema() -> Mapping[str, Any]:
    """The OpenAPI document, as /api/schema/ serves it."""
    document: Mapping[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


def schema_operations() -> dict[str, Mapping[str, Any]]:
    found = {
        f"{method.upper()} {address}": operation
        for address, methods in schema()["paths"].items()
        for method, operation in methods.items()
    }
    assert found, "the schema holds no operation"
    return found


def body_fields(operation: str) -> frozenset[str]:
    """The fields the schema names for the body of an operation."""
    content = schema_operations()[operation].get("requestBody", {}).get("content", {})
    names: set[str] = set()
    for media in content.values():
        reference = media["schema"].get("$ref", "")
        names |= (
            set(schema()["components"]["schemas"][reference.rpartition("/")[2]]["properties"]) if reference else set()
        )
    return frozenset(names)


def _row(operation: str, entry: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Row:
    assert re.fullmatch(r"(GET|POST|PUT|PATCH|DELETE) /api/\S+", operation), operation
    assert set(entry) <= _KEYS, f"{operation}: {sorted(set(entry) - _KEYS)}"
    method, _, address = operation.partition(" ")
    plain = {name: value for name, value in entry.items() if name not in _SETS}
    if "otherwise" in plain:
        plain["otherwise"] = str(plain["otherwise"])
    return Row(
        method,
        address,
        frozenset(_spread(sets, entry["roles"])),
        frozenset(_spread(sets, entry.get("beyond", ()))),
        states=frozenset(entry["states"]) if "states" in entry else None,
        repeats=frozenset(entry.get("repeats", ())),
        exceptions=tuple(_exceptional(one, sets) for one in entry.get("except", ())),
        **plain,
    )


def _exceptional(entry: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Exceptional:
    given = {**entry, "answer": str(entry["answer"])}
    return Exceptional(
        **{**given, "roles": frozenset(_spread(sets, entry["roles"])), "states": frozenset(entry["states"])}
    )


def _spread(sets: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    """Roles, with the names of sets replaced by what they hold."""
    for name in names:
        if name in sets:
            yield from _spread(sets, sets[name])
        else:
            yield name
