"""Sending one request of the matrix, and what came of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from assessment.audit.models import Entry
from tests.authorisation.matrix import ALLOWED, HERE, MISSING, Row
from tests.authorisation.places import ANY, Address, Province, Target
from tests.authorisation.province import undone
from tests.authorisation.returns import templates

WRITES = ("INSERT", "UPDATE", "DELETE")
# Each request moves the end of the reader's own session.
OWN_SESSION = '"django_session"'


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes
    entries: tuple[Entry, ...]
    writes: tuple[str, ...]

    @property
    def kind(self) -> str:
        return ALLOWED if 200 <= self.status < 300 else str(self.status)


def targets_of(row: Row, province: Province) -> Iterator[Target]:
    """Every object the row's address can name, and one that does not exist."""
    if not row.names:
        yield Target(HERE, ANY, {})
        return
    known = province.targets[row.names]
    assert known, row.names
    yield from known
    if row.names in province.missing:
        yield Target(MISSING, ANY, province.missing[row.names])


def sent(row: Row, client: Client, target: Target, *, extra: Mapping[str, Any] | None = None) -> Any:
    """The bare response of one request at the row's moment."""
    address = row.address.format(**{"id": "-", **target.address})
    send = getattr(client, row.method.lower())
    if row.upload:
        form = {**(extra or {}), **_filled(row.upload, target.address), "file": _file(row, target)}
        return send(address, form)
    if row.unsafe:
        return send(address, {**(extra or {}), **_filled(row.body, target.address)}, "application/json")
    return send(address)


def _file(row: Row, target: Target) -> SimpleUploadedFile:
    """The text of the row as a CSV, or the workbook that the object comes with."""
    if row.upload["file"] == "the template":
        return SimpleUploadedFile("template.xlsx", templates().get(target.address["id"], b"no workbook"))
    return SimpleUploadedFile(row.upload.get("named", "table.csv"), row.upload["file"].encode())


def asked(row: Row, client: Client, target: Target) -> Answer:
    """The answer to one request, which is undone afterwards."""
    with undone(), at_moment(row):
        with watching_writes() as writes:
            response = sent(row, client, target)
        # A file is read to its end, which closes it; what it holds is compared elsewhere.
        content = b"".join(response.streaming_content)[:0] if response.streaming else response.content
        # Nothing in the seeded province happened at the moment of a request.
        entries = tuple(Entry.objects.filter(at=row.moment)) if writes else ()
        return Answer(response.status_code, content, entries, tuple(writes))
    raise AssertionError("unreachable")


@contextmanager
def watching_writes() -> Iterator[list[str]]:
    """The statements that change a row, those of the reader's own session left out."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if sql.startswith(WRITES) and OWN_SESSION not in sql:
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@contextmanager
def at_moment(row: Row) -> Iterator[None]:
    with time_machine.travel(row.moment, tick=False):
        yield


def _filled(body: Any, address: Address) -> Any:
    """The body with "{name}" replaced by what the object is called."""
    if isinstance(body, Mapping):
        return {name: _filled(value, address) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, address) for value in body]
    if isinstance(body, str) and body.startswith("{") and body.endswith("}"):
        return address[body[1:-1]]
    return body
