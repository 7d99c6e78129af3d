"""Running `manage.py measure` in tests: from files to files, in this process or in one with an empty environment."""

import csv
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command

PROJECT = Path(__file__).parents[2]
HEADER = (
    "region,year,industry,value_added,compensation_of_employees,net_taxes_on_production,depreciation,operating_surplus"
)


def command(source: Path, out: Path, *options: str) -> list[str]:
    place = ["--accounts", str(source), "--out", str(out)]
    return [sys.executable, str(PROJECT / "manage.py"), "measure", *place, *options]


class Done(NamedTuple):
    returncode: int
    stderr: str


def run(source: Path, out: Path, *options: str) -> Done:
    """The command in this process."""
    stderr = StringIO()
    try:
        call_command(*command(source, out, *options)[2:], stdout=StringIO(), stderr=stderr)
    except SystemExit as leaving:
        return Done(int(leaving.code or 0), stderr.getvalue())
    return Done(0, stderr.getvalue())


def run_bare(source: Path, out: Path, *options: str) -> Done:
    """The command as a process of its own whose environment holds nothing but PATH."""
    done = subprocess.run(
        command(source, out, *options),
        env={"PATH": os.environ["PATH"]},
        cwd=source.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stderr)


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    source = folder / "accounts.csv"
    source.write_text("".join(line + "\n" for line in lines), encoding=encoding)
    return source


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> str:
    return path.read_text("utf-8").splitlines()[0]
