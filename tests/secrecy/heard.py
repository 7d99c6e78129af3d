"""What one reader is answered, as it arrives: headers and body, workbooks opened, and how much was asked for it."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import time_machine
from django.db import connection
from django.test import Client

from tests.authorisation.province import undone
from tests.secrecy.unissued_results import NOW

# New in every answer whoever asks: the number of an error page, the token of a form.
RANDOM = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|<code[^>]*>[0-9a-f]{8}</code>|\b[0-9a-f]{8}\b')


@dataclass(frozen=True)
class Heard:
    """One answer; `questions` counts the statements the database was asked for it, which is what its time hangs on.

    `recorded` counts the entries that it left in the record.
    """

    address: str
    status: int
    content: bytes
    questions: int
    recorded: int

    @property
    def known(self) -> tuple[int, bytes, int]:
        """All that the reader can learn from it."""
        return self.status, RANDOM.sub(b"", self.content), self.questions


def heard(client: Client, addresses: Iterable[str]) -> list[Heard]:
    """The answer of each address; whatever the requests did is undone."""
    with undone(), time_machine.travel(NOW, tick=False):
        return [_heard(client, address) for address in addresses]
    raise AssertionError("unreachable")


def differing(before: Iterable[Heard], after: Iterable[Heard]) -> list[str]:
    """The addresses that told the one and the other apart."""
    return [one.address for one, other in zip(before, after, strict=True) if one.known != other.known]


def _heard(client: Client, address: str) -> Heard:
    asked = _Asked()
    with connection.execute_wrapper(asked):
        response: Any = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    head = b"\n".join(f"{name}: {value}".encode() for name, value in sorted(response.headers.items()))
    return Heard(address, response.status_code, head + b"\n" + _opened(body), asked.questions, asked.recorded)


class _Asked:
    def __init__(self) -> None:
        self.questions = self.recorded = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.questions += 1
        self.recorded += sql.startswith('INSERT INTO "audit_entry"')
        return execute(sql, params, many, context)


def _opened(body: bytes) -> bytes:
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
