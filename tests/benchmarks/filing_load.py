"""Officers who save their cells all at once, over a running server: `python -m tests.benchmarks.filing_load URL ...`.

`python -m tests.benchmarks.filing_load http://127.0.0.1:8000 --officers accounts.txt --seconds 30` signs in each line
`username password version` of the file, saves one to ten cells of the version again and again with a pause of 0.2 s,
and prints p50, p95 and p99 of the answers, errors, and whether the last save acknowledged to each officer is what the
server has. Figures are reported, not judged: they say something of the machine as well.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 60.0
MOST_CELLS = 10
OK = 200


class Officer(NamedTuple):
    username: str
    password: str
    version: int


@dataclass
class Tally:
    """What one officer saw: seconds of each answer, statuses other than 200, and cells acknowledged but not stored."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[int] = field(default_factory=Counter)
    acknowledged: int = 0
    lost: int = 0


class Desk:
    """One officer's browser as far as saving needs it."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(where.hostname or "127.0.0.1", where.port, timeout=PATIENCE_SECONDS)
        self._origin = f"{where.scheme}://{where.netloc}"
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", *, kind: str = "application/json") -> tuple[int, bytes]:
        token = next((text for name, text in self._cookies.items() if name.endswith("csrftoken")), "")
        headers = {
            "Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items()),
            "X-CSRFToken": token,
            "Referer": self._origin + path,
            "Content-Type": kind,
        }
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, text = line.partition(";")[0].partition("=")
            self._cookies[name] = text
        return answer.status, content

    def close(self) -> None:
        self._connection.close()

    def sign_in(self, officer: Officer) -> None:
        _, page = self.ask("GET", "/sign-in/")
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|next)" value="([^"]*)"', page.decode()))
        form = urlencode({**hidden, "username": officer.username, "password": officer.password})
        status, _ = self.ask("POST", "/sign-in/", form, kind="application/x-www-form-urlencoded")
        if status != http.client.FOUND:
            raise SystemExit(f"{officer.username} cannot sign in: {status}")


def save_for(address: str, officer: Officer, seconds: float) -> Tally:
    """Sign in; save, note, pause, until the time is over; then compare with what the server has."""
    tally, draws = Tally(), random.Random(officer.username)
    with closing(Desk(address)) as desk:
        desk.sign_in(officer)
        path = f"/api/filing/versions/{officer.version}/cells/"
        revision = json.loads(desk.ask("GET", f"/api/filing/versions/{officer.version}/")[1])["revision"]
        places = [(cell["item"], cell["basis"]) for cell in json.loads(desk.ask("GET", path)[1])]
        stored: dict[tuple[str, str], str] = {}
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            chosen = draws.sample(places, draws.randint(1, min(MOST_CELLS, len(places))))
            wanted = {place: str(draws.randint(1, 99_999)) for place in chosen}
            started = time.perf_counter()
            status, content = desk.ask("PATCH", path, json.dumps({"revision": revision, "cells": _cells(wanted)}))
            tally.seconds.append(time.perf_counter() - started)
            if status == OK:
                revision = json.loads(content)["revision"]
                stored |= wanted
                tally.acknowledged += len(wanted)
            else:
                tally.errors[status] += 1
            time.sleep(PAUSE_SECONDS)
        now = {(cell["item"], cell["basis"]): cell["value"] for cell in json.loads(desk.ask("GET", path)[1])}
        tally.lost = sum(float(now[place] or "nan") != float(text) for place, text in stored.items())
    return tally


def _cells(wanted: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    return [
        {"item": item, "basis": basis, "condition": "value", "value": text, "reason": "", "source": ""}
        for (item, basis), text in wanted.items()
    ]


def report(tallies: Sequence[Tally], seconds: float) -> str:
    """The figures in three lines."""
    took = sorted(one for tally in tallies for one in tally.seconds)
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [*took, 0.0] * 99
    errors = sum((tally.errors for tally in tallies), Counter[int]())
    return (
        f"{len(tallies)} officers, {len(took)} saves in {seconds:.0f} s ({len(took) / seconds:.1f} a second)\n"
        f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms; "
        f"errors: {dict(errors) or 'none'}\n"
        f"cells acknowledged {sum(tally.acknowledged for tally in tallies)}, "
        f"last acknowledged but not stored {sum(tally.lost for tally in tallies)}\n"
    )


def run(address: str, officers: Sequence[Officer], seconds: float) -> list[Tally]:
    with ThreadPoolExecutor(len(officers)) as people:
        return list(people.map(lambda officer: save_for(address, officer, seconds), officers))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Officers who save their cells all at once, over a running server.")
    parser.add_argument("address")
    parser.add_argument("--officers", type=Path, required=True, help="lines of: username password version")
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args(arguments)
    lines = [line.split() for line in given.officers.read_text("utf-8").splitlines() if line.strip()]
    officers = [Officer(username, password, int(version)) for username, password, version in lines]
    sys.stdout.write(report(run(given.address, officers, given.seconds), given.seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
