"""`manage.py estimate` as a person runs it: from files to files, with an empty environment and no services."""

import csv
import math
import os
import pty
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command

from tests.methodology.survey_situations import drawn_design

PROJECT = Path(__file__).parents[2]
SAMPLE_HEADER = "unit,domain,stratum,y,x"
FRAME = ("stratum,population", "p,5", "q,4")
SAMPLE = (SAMPLE_HEADER, "1,a,p,1,10", "2,a,p,3,10", "3,b,q,2,10", "4,b,q,4,12")
ESTIMATE_HEADER = "domain,estimator,ratio,standard_error,cv,lower,upper,respondents,class"


def command(folder: Path, *options: str) -> list[str]:
    place = ["--sample", str(folder / "S.csv"), "--frame", str(folder / "F.csv"), "--out", str(folder / "out")]
    return [sys.executable, str(PROJECT / "manage.py"), "estimate", *place, *options]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *options: str) -> Done:
    """The command in this process."""
    stdout, stderr = StringIO(), StringIO()
    try:
        call_command(*command(folder, *options)[2:], stdout=stdout, stderr=stderr)
    except SystemExit as leaving:
        return Done(int(leaving.code or 0), stdout.getvalue(), stderr.getvalue())
    return Done(0, stdout.getvalue(), stderr.getvalue())


def run_bare(folder: Path, *options: str) -> Done:
    """The command as a process of its own whose environment holds nothing but PATH."""
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        command(folder, *options), env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def write(folder: Path, sample: tuple[str, ...], frame: tuple[str, ...] = FRAME, encoding: str = "utf-8") -> Path:
    for name, lines in (("S.csv", sample), ("F.csv", frame)):
        (folder / name).write_bytes("".join(line + "\r\n" for line in lines).encode(encoding))
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_sample_is_estimated_without_any_service(tmp_path: Path) -> None:
    """Domain a: R = 4/20, e = ∓1, N 5, r 2: (1 − 2/5)·2/(2·10²) = 0.006; df = 4 − 2, t = 4.302652730."""
    done = run_bare(write(tmp_path, SAMPLE))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "estimates.csv").read_text("utf-8").splitlines()[0] == ESTIMATE_HEADER
    rows = table(tmp_path, "estimates.csv")
    assert [(row["domain"], row["estimator"]) for row in rows] == [
        ("a", "combined"),
        ("b", "combined"),
        ("TOTAL", "combined"),
    ]
    first = rows[0]
    assert float(first["ratio"]) == pytest.approx(0.2)
    assert float(first["standard_error"]) == pytest.approx(math.sqrt(0.006), rel=1e-14)
    assert float(first["cv"]) == pytest.approx(math.sqrt(0.006) / 0.2, rel=1e-14)
    assert float(first["upper"]) == pytest.approx(0.2 + 4.302652729749464 * math.sqrt(0.006), rel=1e-14)
    assert (first["respondents"], first["class"]) == ("2", "refuse")
    assert len(first["standard_error"].removeprefix("0.0")) == 17
    assert {row["class"] for row in rows} == {"refuse", "warn"}


def test_known_totals_add_the_separate_estimator(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE, ("stratum,population,x_total", "p,5,60", "q,4,40"))
    assert run(tmp_path).returncode == 0
    rows = {(row["domain"], row["estimator"]): row for row in table(tmp_path, "estimates.csv")}
    assert list(rows) == [(domain, each) for domain in ("a", "b", "TOTAL") for each in ("combined", "separate")]
    expected = (60 * 0.2 + 40 * 6 / 22) / 100
    assert float(rows["TOTAL", "separate"]["ratio"]) == pytest.approx(expected)


def test_a_generated_design_comes_back_from_the_files_to_the_last_digit(tmp_path: Path) -> None:
    """The numbers of the method, written with 17 digits and read again, are the same numbers."""
    design = drawn_design(4).design
    rows = design.sample
    lines = [
        f"u{unit},d{domain},s{stratum},{y!r},{x!r}"
        for unit, (domain, stratum, y, x) in enumerate(
            zip(rows.domain.tolist(), rows.stratum.tolist(), rows.y.tolist(), rows.x.tolist(), strict=True)
        )
    ]
    frame = [f"s{stratum},{population}" for stratum, population in enumerate(design.strata.population.tolist())]
    write(tmp_path, (SAMPLE_HEADER, *lines), ("stratum,population", *frame))
    assert run(tmp_path).returncode == 0
    weights = (design.strata.population / design.sampled)[rows.stratum]
    ratio = math.fsum(weights * rows.y) / math.fsum(weights * rows.x)
    (total,) = [row for row in table(tmp_path, "estimates.csv") if row["domain"] == "TOTAL"]
    assert float(total["ratio"]) == pytest.approx(ratio, rel=1e-13)
    assert format(float(total["ratio"]), ".17g") == total["ratio"]
    assert int(total["respondents"]) == len(rows.y)


def test_blank_answers_are_non_response_and_strata_tell_their_rates(tmp_path: Path) -> None:
    write(tmp_path, (*SAMPLE, "5,a,p,,10", "6,a,p,2,", "7,c,p,,"))
    assert run(tmp_path).returncode == 0
    strata = table(tmp_path, "strata.csv")
    assert [(row["stratum"], row["sampled"], row["respondents"], row["response_rate"]) for row in strata] == [
        ("p", "5", "2", "0.40000000000000002"),
        ("q", "2", "2", "1"),
    ]
    assert strata[0]["weight"] == "2.5"
    (silent,) = [row for row in table(tmp_path, "estimates.csv") if row["domain"] == "c"]
    assert (silent["ratio"], silent["standard_error"], silent["cv"], silent["lower"]) == ("", "", "", "")
    assert (silent["respondents"], silent["class"]) == ("0", "refuse")
    found = [(row["code"], row["where"]) for row in table(tmp_path, "findings.csv")]
    assert ("ratio_not_estimated", "c") in found
    assert ("response_rate_low", "") in found


def test_strata_are_merged_only_when_asked_for_and_the_file_tells_with_what_and_why(tmp_path: Path) -> None:
    frame = ("stratum,population", "p,5", "p2,6", "q,4")
    sample = (*SAMPLE, "5,a,p2,1,4")
    assert run(write(tmp_path, sample, frame)).returncode == 0
    assert table(tmp_path, "collapses.csv") == []
    assert run(tmp_path, "--collapse").returncode == 0
    assert table(tmp_path, "collapses.csv") == [
        {"stratum": "p", "merged_into": "p+p2", "reason": "too_few_respondents"},
        {"stratum": "p2", "merged_into": "p+p2", "reason": "too_few_respondents"},
    ]
    assert [row["domain"] for row in table(tmp_path, "estimates.csv")] == ["a", "b", "TOTAL"]
    assert [row["stratum"] for row in table(tmp_path, "strata.csv")] == ["p+p2", "q"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_as_excel_saves_them_are_read_with_chinese_heads(tmp_path: Path, encoding: str) -> None:
    sample = ("调查单位,估计域,层,数字增加值,增加值,备注", "甲,贵阳市,大型,１,10,旧", '乙,贵阳市,大型,3,"1,000",')
    write(tmp_path, sample, ("层,总体单位数,增加值合计", '大型,"1,200",1e5'), encoding)
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert table(tmp_path, "strata.csv")[0]["population"] == "1200"
    assert [row["domain"] for row in table(tmp_path, "estimates.csv")] == ["贵阳市", "贵阳市", "TOTAL", "TOTAL"]
    findings = {(row["code"], row["received"]) for row in table(tmp_path, "findings.csv")}
    assert ("column_not_read", "备注") in findings
    assert ("number_repaired", "1,000 (thousands_separators)") in findings


@pytest.mark.parametrize(
    ("sample", "frame", "words"),
    [
        ((), FRAME, ["S.csv", "unit"]),
        ((SAMPLE_HEADER,), FRAME, ["S.csv"]),
        (SAMPLE, (), ["F.csv", "stratum"]),
        (("unit,domain,stratum,y", "1,a,p,1"), FRAME, ["S.csv", "“x”"]),
        ((SAMPLE_HEADER, "1,a,p,1,10", "2,a,nowhere,1,10"), FRAME, ["S.csv", "3", "stratum", "nowhere"]),
        ((SAMPLE_HEADER, "1,a,p,1,10", "", "1,b,q,1,10"), FRAME, ["S.csv", "4", "2", "“1”"]),
        ((SAMPLE_HEADER, "1,a,p,多,10"), FRAME, ["S.csv", "2", "“y”", "多"]),
        ((SAMPLE_HEADER, "1,a,p,1,5%"), FRAME, ["S.csv", "2", "“x”", "5%"]),
        ((SAMPLE_HEADER, "1,a,p,1,nan"), FRAME, ["S.csv", "2", "“x”", "nan"]),
        ((SAMPLE_HEADER, "1,a,p,1,1e300"), FRAME, ["S.csv", "2", "“x”", "1e300"]),
        ((SAMPLE_HEADER, "1,a,p,1,1e999"), FRAME, ["S.csv", "2", "“x”", "1e999"]),
        ((SAMPLE_HEADER, ",a,p,1,1"), FRAME, ["S.csv", "2", "unit"]),
        ((SAMPLE_HEADER, "1,,p,1,1"), FRAME, ["S.csv", "2", "domain"]),
        ((SAMPLE_HEADER, "1,a,,1,1"), FRAME, ["S.csv", "2", "stratum"]),
        ((SAMPLE_HEADER, "1,TOTAL,p,1,1"), FRAME, ["TOTAL"]),
        (SAMPLE, ("stratum,population", "p,1", "q,4"), ["S.csv", "3", "“p”", "1", "2"]),
        (SAMPLE, ("stratum,population", "p,5", "p,4"), ["F.csv", "3", "2", "“p”"]),
        (SAMPLE, ("stratum,population", "p,5.5", "q,4"), ["F.csv", "2", "population", "5.5"]),
        (SAMPLE, ("stratum,population", "p,-5", "q,4"), ["F.csv", "2", "population", "-5"]),
        (SAMPLE, ("stratum,population", "p,", "q,4"), ["F.csv", "2", "population"]),
        (SAMPLE, ("stratum,population,x_total", "p,5,x", "q,4,1"), ["F.csv", "2", "x_total", "“x”"]),
    ],
)
def test_a_bad_file_gets_one_sentence_and_nothing_is_written(
    tmp_path: Path, sample: tuple[str, ...], frame: tuple[str, ...], words: list[str]
) -> None:
    done = run(write(tmp_path, sample, frame))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_said_plainly_by_the_command_alone(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    (tmp_path / "F.csv").unlink()
    done = run_bare(tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "F.csv" in done.stderr


@pytest.mark.parametrize(
    ("rows", "ratio"),
    [
        (("1,a,p,1,10",), "0.10000000000000001"),
        (("1,a,p,1,0", "2,a,p,2,0"), ""),
        (("1,a,p,1,-10", "2,a,p,2,5"), ""),
        (("1,a,p,0.25,1", "2,a,p,0.5,2", "3,a,p,1,4"), "0.25"),
        (("1,a,p,,", "2,a,p,,"), ""),
    ],
)
def test_little_to_go_by_is_still_answered(tmp_path: Path, rows: tuple[str, ...], ratio: str) -> None:
    done = run(write(tmp_path, (SAMPLE_HEADER, *rows)))
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["ratio"] for row in table(tmp_path, "estimates.csv")] == [ratio, ratio]


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    assert run(tmp_path).returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["collapses.csv", "estimates.csv", "findings.csv", "strata.csv"]
    before = [(tmp_path / "out" / name).read_bytes() for name in names]
    assert run(tmp_path).returncode == 0
    assert [(tmp_path / "out" / name).read_bytes() for name in names] == before


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    terminal, end = pty.openpty()
    with os.fdopen(terminal, "rb", buffering=0) as screen, os.fdopen(end, "wb") as stderr:
        environment = {"PATH": os.environ["PATH"]}
        subprocess.run(command(tmp_path), env=environment, stdout=subprocess.DEVNULL, stderr=stderr, check=True)
        shown = screen.read(4096).decode()
    assert "1" in shown
    assert shown.endswith("\r\033[K")


def test_time_grows_with_the_rows_and_not_with_their_square(tmp_path: Path) -> None:
    """Processor time, so that a busy machine does not count: 16 times the rows, not 256 times the seconds."""

    def seconds(units: int) -> float:
        rows = [f"u{unit},d{unit % 40},s{unit % 90},{unit % 7},{unit % 11 + 1}" for unit in range(units)]
        write(tmp_path, (SAMPLE_HEADER, *rows), ("stratum,population", *(f"s{each},{units}" for each in range(90))))
        started = time.process_time()
        assert run(tmp_path, "--collapse").returncode == 0
        return time.process_time() - started

    seconds(10)  # the first run also imports
    assert seconds(32000) < 40 * seconds(2000)
