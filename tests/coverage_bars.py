"""Holds the measured coverage against the bars: `python -m tests.coverage_bars coverage.json`."""

import json
import sys
from collections import defaultdict
from pathlib import Path

# Package -> least percent of statements and branches together.
BARS = {"assessment/methodology": 100.0, "assessment": 90.0, "reporting": 90.0, "deploy": 90.0}


def package_of(file: str) -> str:
    """The longest entry of BARS that the file lies under."""
    return max((name for name in BARS if file.startswith(f"{name}/")), key=len)


def shares(report: dict) -> dict[str, float]:
    """Percent covered for each package of BARS."""
    covered: dict[str, int] = defaultdict(int)
    all_: dict[str, int] = defaultdict(int)
    for file, found in report["files"].items():
        summary, package = found["summary"], package_of(file)
        covered[package] += summary["covered_lines"] + summary["covered_branches"]
        all_[package] += summary["num_statements"] + summary["num_branches"]
    return {package: 100.0 * covered[package] / all_[package] for package in all_ if all_[package]}


def uncovered(report: dict, package: str) -> list[str]:
    """The files of a package with something left, the worst first."""
    found = [
        (entry["summary"]["percent_covered"], file, entry["missing_lines"], entry["missing_branches"])
        for file, entry in report["files"].items()
        if package_of(file) == package and entry["summary"]["percent_covered"] < BARS[package]
    ]
    return [
        f"  {percent:5.1f} % {file} lines {lines} branches {branches}"
        for percent, file, lines, branches in sorted(found)
    ]


def main(path: Path) -> int:
    """0 when every package reaches its bar."""
    report = json.loads(path.read_text(encoding="utf-8"))
    failed = False
    for package, percent in sorted(shares(report).items()):
        reached = percent >= BARS[package]
        failed |= not reached
        print(f"{package}: {percent:.2f} % (at least {BARS[package]:.0f} %)")
        if not reached:
            print("\n".join(uncovered(report, package)))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
