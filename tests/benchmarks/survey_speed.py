"""How long a survey takes to estimate, against one polars group-by of the same columns in the same run.

`python -m tests.benchmarks.survey_speed [questionnaires] [strata] [domains]` — 1,000,000 × 3,000 × 340 unless said.

- *estimation* — `estimate_survey`: combined and separate ratios of all domains and the total, with errors, intervals,
  classes, strata and findings — against domain × stratum sums of y and x by polars. Against sums by domain alone it is
  printed too.
- *whole command* — `manage.py estimate` as a process on the same survey as CSV: seconds and the most memory it held.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars

from assessment.methodology.survey_design import Design, SampleColumns, StrataColumns
from assessment.methodology.survey_estimation import Labels, estimate_survey
from assessment.methodology.survey_quality import QUALITY_BOUNDS

PROJECT = Path(__file__).parents[2]
SEED = 4
REPETITIONS = 5
MEBIBYTE = 1 << 20


class Size(NamedTuple):
    questionnaires: int = 1_000_000
    strata: int = 3_000
    domains: int = 340


class Timing(NamedTuple):
    """Seconds on the clock."""

    estimation: float
    group_by: float
    group_by_domain: float

    @property
    def ratio(self) -> float:
        return self.estimation / self.group_by

    @property
    def ratio_by_domain(self) -> float:
        return self.estimation / self.group_by_domain


def columns(size: Size) -> tuple[SampleColumns, StrataColumns]:
    """Domains cross strata at random; one questionnaire in twenty came back blank."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    stratum = draw.integers(0, size.strata, size.questionnaires).astype(np.intp)
    domain = draw.integers(0, size.domains, size.questionnaires).astype(np.intp)
    x = draw.lognormal(5, 1, size.questionnaires)
    y = x * draw.beta(2, 5, size.questionnaires)
    y[draw.random(size.questionnaires) < 0.05] = np.nan
    population = np.bincount(stratum, minlength=size.strata) * 3
    return SampleColumns(domain, stratum, y, x), StrataColumns(population, population * 220.0)


def labels(size: Size) -> Labels:
    return Labels(
        tuple(f"d{number}" for number in range(size.domains)), tuple(f"s{number}" for number in range(size.strata))
    )


def estimate(size: Size, sample: SampleColumns, strata: StrataColumns) -> None:
    """A design keeps what it has computed, so each run makes its own."""
    estimate_survey(Design(sample, strata, size.domains), labels(size), QUALITY_BOUNDS.newest)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(size: Size, repetitions: int) -> list[Timing]:
    """The timings of each repetition; everything is done once before, uncounted."""
    sample, strata = columns(size)
    frame = polars.DataFrame({"domain": sample.domain, "stratum": sample.stratum, "y": sample.y, "x": sample.x})
    sums = (polars.col("y").sum(), polars.col("x").sum())

    def once() -> Timing:
        return Timing(
            estimation=seconds(lambda: estimate(size, sample, strata)),
            group_by=seconds(lambda: frame.group_by("domain", "stratum").agg(*sums)),
            group_by_domain=seconds(lambda: frame.group_by("domain").agg(*sums)),
        )

    once()
    return [once() for _ in range(repetitions)]


def most_memory(size: Size) -> int:
    """Bytes the estimation held at most beside the columns it was given."""
    sample, strata = columns(size)
    tracemalloc.start()
    try:
        estimate(size, sample, strata)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def write_files(size: Size, folder: Path) -> None:
    sample, strata = columns(size)
    with (folder / "S.csv").open("w", encoding="utf-8") as stream:
        stream.write("unit,domain,stratum,y,x\n")
        rows = zip(*(column.tolist() for column in (sample.domain, sample.stratum, sample.y, sample.x)), strict=True)
        for unit, (domain, stratum, y, x) in enumerate(rows):
            answer = "" if np.isnan(y) else f"{y:.2f}"
            stream.write(f"u{unit},d{domain},s{stratum},{answer},{x:.2f}\n")
    with (folder / "F.csv").open("w", encoding="utf-8") as stream:
        stream.write("stratum,population,x_total\n")
        assert strata.x_total is not None
        for stratum, (population, total) in enumerate(zip(strata.population, strata.x_total, strict=True)):
            stream.write(f"s{stratum},{population},{total:.2f}\n")


def command(folder: Path) -> tuple[float, int]:
    """Seconds on the clock and the most bytes held by the command as a process of its own."""
    arguments = [sys.executable, str(PROJECT / "manage.py"), "estimate"]
    arguments += ["--sample", "S.csv", "--frame", "F.csv", "--out", "out"]
    start = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=folder, env={"PATH": os.environ["PATH"]}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"estimate ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024


def main(size: Size) -> None:
    timings = measure(size, REPETITIONS)
    for name in (*Timing._fields, "ratio", "ratio_by_domain"):
        values = [getattr(timing, name) for timing in timings]
        sys.stdout.write(f"{name:16} median {statistics.median(values):.3f}  least {min(values):.3f}\n")
    sys.stdout.write(f"estimation held at most {most_memory(size) / MEBIBYTE:.0f} MiB beside its columns\n")
    with tempfile.TemporaryDirectory() as folder:
        write_files(size, Path(folder))
        took, held = command(Path(folder))
    sys.stdout.write(f"whole command: {took:.1f} s, at most {held / MEBIBYTE:.0f} MiB\n")


if __name__ == "__main__":
    main(Size(*map(int, sys.argv[1:4])))
