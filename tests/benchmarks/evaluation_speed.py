"""How long 3,000 units × 50 indicators take, against the bare work of the same run.

`python -m tests.benchmarks.evaluation_speed [repetitions]`

Times are of the processor (user and system), so that what else the machine does matters little.

- *exact pass* — `evaluate` — against a plain Decimal loop over the same cells: bounds, min-max, weighted sum.
- *whole command* — `manage.py evaluate` as a process, start-up included — against parse (csv and Decimal), exact pass,
  and write of the same bytes by csv and json. Against bytes that lie ready-made, nothing to format, it is printed too.
"""

import csv
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from pathlib import Path
from typing import NamedTuple

from assessment.methodology.evaluation import UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import Scheme, parse_scheme

PROJECT = Path(__file__).parents[2]
UNITS, INDICATORS, THEMES = 3000, 50, 5
SEED = 3
Cells = list[list[Decimal]]


class Timing(NamedTuple):
    """Seconds of one repetition."""

    bare_loop: float
    exact_pass: float
    parse: float
    write: float
    write_ready: float
    command: float

    @property
    def pass_ratio(self) -> float:
        return self.exact_pass / self.bare_loop

    @property
    def command_ratio(self) -> float:
        return self.command / (self.parse + self.exact_pass + self.write)

    @property
    def command_ratio_ready(self) -> float:
        return self.command / (self.parse + self.exact_pass + self.write_ready)


def scheme_text() -> str:
    themes = [f"  - {{code: A{number}, parent: T, weight: 20}}" for number in range(THEMES)]
    leaves = [
        f"  - {{code: i{number}, parent: A{number % THEMES}, weight: {number % 7 + 1}, normalise: minmax}}"
        for number in range(INDICATORS)
    ]
    return "\n".join(["code: speed", "aggregates:", "  - {code: T}", *themes, "indicators:", *leaves, ""])


def write_data(path: Path) -> None:
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["unit", "name", "period", *(f"i{number}" for number in range(INDICATORS))])
        for unit in range(UNITS):
            figures = (f"{draw.randrange(10**8) / 100:.2f}" for _ in range(INDICATORS))
            writer.writerow([f"u{unit:05}", f"Unit {unit}", "2021", *figures])


def parse(path: Path) -> Cells:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        return [[Decimal(cell) for cell in row[3:]] for row in reader]


def bare_loop(cells: Cells) -> list[Decimal]:
    weights = [Decimal(number % 7 + 1) for number in range(INDICATORS)]
    with localcontext(Context(prec=50, rounding=ROUND_HALF_EVEN)):
        low = [min(row[number] for row in cells) for number in range(INDICATORS)]
        high = [max(row[number] for row in cells) for number in range(INDICATORS)]
        totals = []
        for row in cells:
            total = Decimal(0)
            for number in range(INDICATORS):
                score = (row[number] - low[number]) / (high[number] - low[number]) * 100
                total += weights[number] * score
            totals.append(total / sum(weights))
        return totals


def unit_rows(cells: Cells) -> list[UnitRow]:
    return [
        UnitRow(
            f"u{unit:05}",
            "",
            "",
            "2021",
            {f"i{number}": Figure.of(cell) for number, cell in enumerate(row)},
        )
        for unit, row in enumerate(cells)
    ]


class Written(NamedTuple):
    """What the command wrote, taken apart so that it can be written again."""

    raw: dict[str, bytes]
    tables: dict[str, list[list[object]]]
    explanation: list[object]


def taken_apart(folder: Path) -> Written:
    raw = {path.name: path.read_bytes() for path in folder.iterdir()}
    tables: dict[str, list[list[object]]] = {}
    for name in ("scores.csv", "ranking.csv"):
        rows = list(csv.reader(io.StringIO(raw[name].decode())))
        tables[name] = [[_number(cell) for cell in row] for row in rows]
    document = json.loads(raw["explain.json"])
    return Written(raw, tables, [{"scheme": document["scheme"], "nodes": document["nodes"]}, *document["units"]])


def _number(cell: str) -> object:
    try:
        return Decimal(cell) if "." in cell else cell
    except ArithmeticError:
        return cell


def write(written: Written, folder: Path) -> None:
    """The same rows and trees through csv and json."""
    for name, rows in written.tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    with (folder / "explain.json").open("w", encoding="utf-8") as stream:
        for line in written.explanation:
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def write_ready(written: Written, folder: Path) -> None:
    for name, content in written.raw.items():
        (folder / name).write_bytes(content)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def command_seconds(folder: Path) -> float:
    """User and system time of the command as a process of its own with an empty environment."""
    arguments = [sys.executable, str(PROJECT / "manage.py"), "evaluate"]
    arguments += ["--scheme", "S.yaml", "--data", "D.csv", "--out", "out"]
    process = subprocess.Popen(arguments, cwd=folder, env={"PATH": os.environ["PATH"]}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"evaluate ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def measure(repetitions: int, folder: Path) -> list[Timing]:
    """The timings of each repetition; everything is done once before, uncounted."""
    (folder / "S.yaml").write_text(scheme_text(), encoding="utf-8")
    write_data(folder / "D.csv")
    again = folder / "again"
    again.mkdir()
    scheme: Scheme = parse_scheme(scheme_text())
    command_seconds(folder)
    written, cells = taken_apart(folder / "out"), parse(folder / "D.csv")
    rows = unit_rows(cells)
    evaluate(scheme, rows)
    return [
        Timing(
            bare_loop=seconds(lambda: bare_loop(cells)),
            exact_pass=seconds(lambda: evaluate(scheme, rows)),
            parse=seconds(lambda: parse(folder / "D.csv")),
            write=seconds(lambda: write(written, again)),
            write_ready=seconds(lambda: write_ready(written, again)),
            command=command_seconds(folder),
        )
        for _ in range(repetitions)
    ]


def main(repetitions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        timings = measure(repetitions, Path(folder))
    for name in (*Timing._fields, "pass_ratio", "command_ratio", "command_ratio_ready"):
        values = [getattr(timing, name) for timing in timings]
        sys.stdout.write(f"{name:20} median {statistics.median(values):.3f}  least {min(values):.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
