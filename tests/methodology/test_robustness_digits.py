"""The same digits whatever processor the linear algebra takes itself to run on, with one thread or two."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parents[2]
PROGRAM: Final = """
import random
from assessment.methodology.canonical import digest
from assessment.methodology.evaluation import evaluate
from assessment.methodology.robustness import robustness
from assessment.methodology.robustness_document import robustness_document
from assessment.methodology.robustness_settings import settings_of
from assessment.methodology.scheme import parse_scheme
from tests.methodology.robustness_situations import drawn_rows, tree_text

rows = drawn_rows(random.Random(1), units=51, leaves=49)
for levels in ("arithmetic", "[geometric, arithmetic]"):
    text = tree_text(f"aggregation: {levels}", themes=5, leaves=49, normalise="{method: minmax, range: [1, 100]}")
    settings = settings_of({
        "replications": 200, "seed": 4, "samples": 20,
        "normalisations": ["scheme", {"method": "minmax", "range": ["10", "100"]}],
        "aggregations": ["scheme", "harmonic", {"power": "0.5"}, "mazziotta_pareto"],
    })
    print(digest(robustness_document(robustness(evaluate(parse_scheme(text), rows), settings))))
"""
RUNS: Final = (("", "1"), ("", "2"), ("Prescott", "1"), ("Nehalem", "2"), ("Sandybridge", "1"), ("Haswell", "2"))


def digests(processor: str, threads: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": threads}
    if processor:
        environment["OPENBLAS_CORETYPE"] = processor
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_whole_result_is_the_same_on_every_processor_with_one_thread_or_two() -> None:
    found = {run: digests(*run) for run in RUNS}
    assert len(set(found.values())) == 1, found
    assert len(set(found["", "1"].split())) == 2
