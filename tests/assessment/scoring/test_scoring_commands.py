"""`replay` and `explain` on the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from assessment.audit.models import Entry
from tests.situations.scoring import (
    FIRST_QUARTER,
    a_computed_run,
    an_issued_run,
    on_the_insider_list,
    the_officer,
    the_returns_of_the_first_quarter,
)

GOLDEN = Path(__file__).parents[3] / "fixtures" / "golden" / "annual-2021.1-small.json"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_golden_file_is_replayed_without_a_database() -> None:
    digest = json.loads(GOLDEN.read_text(encoding="utf-8"))["result_digest"]
    assert said("replay", str(GOLDEN)) == f"identical {digest}\n"


def test_an_altered_golden_file_and_one_that_is_none_are_refused(tmp_path: Path) -> None:
    stored = json.loads(GOLDEN.read_text(encoding="utf-8"))
    stored["document"]["scheme"]["text"] = stored["document"]["scheme"]["text"].replace("weight: 50", "weight: 60", 1)
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(CommandError, match="steps that differ: scores"):
        said("replay", str(altered))
    no_kind = json.dumps({"document": {}, "steps": {}, "result_digest": ""})
    no_steps = json.dumps({**stored, "steps": []})
    for content in ("{}", "[]", "not json", no_kind, no_steps):
        altered.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match="This is not a run document"):
            said("replay", str(altered))


def test_a_file_that_is_not_there_and_one_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        said("replay", str(tmp_path / "nowhere.json"))
    with pytest.raises(CommandError, match="cannot be written"):
        said("replay", str(GOLDEN), "--save", str(tmp_path / "nowhere" / "golden.json"))


@pytest.mark.django_db
def test_a_run_saved_as_a_golden_file_replays_from_it(tmp_path: Path) -> None:
    run = a_computed_run()
    said("replay", str(run.pk), "--save", str(tmp_path / "golden.json"))
    assert run.result_digest in said("replay", str(tmp_path / "golden.json"))
    assert run.result_digest in said("replay", run.result_digest)
    for named in ("999999", "0" * 64):
        with pytest.raises(CommandError, match=f"There is no run {named}"):
            said("replay", named)


@pytest.mark.django_db
def test_the_tree_of_an_issued_score_is_printed_from_the_total_to_the_figures() -> None:
    an_issued_run()
    lines = said("explain", FIRST_QUARTER, "520300").splitlines()
    assert lines[0].startswith("2021年一季度")
    assert " Issued " in lines[0]
    with pytest.raises(CommandError, match="529900 is not ranked in 2021c03"):
        said("explain", FIRST_QUARTER, "529900")
    assert lines[1].startswith("TOTAL 综合得分")
    assert any("software_revenue: 9000" in line for line in lines)
    assert any("software_revenue_last_year: 6000" in line for line in lines)


@pytest.mark.django_db
def test_how_the_return_came_stands_above_the_tree() -> None:
    the_returns_of_the_first_quarter(late=("520300",))
    an_issued_run()
    assert said("explain", FIRST_QUARTER, "520300").splitlines()[1] == "* The return came after the on-time deadline."


@pytest.mark.django_db
def test_before_the_issue_the_tree_needs_an_insider_and_the_reading_is_written_down() -> None:
    a_computed_run()
    with pytest.raises(CommandError, match="is not issued"):
        said("explain", FIRST_QUARTER, "520300")
    on_the_insider_list(the_officer())
    assert "TOTAL" in said("explain", FIRST_QUARTER, "520300", "--by", "officer")
    assert Entry.objects.filter(action="score.view", by="officer").count() == 1


@pytest.mark.django_db
def test_a_unit_that_is_not_ranked_and_a_period_without_a_run_are_said() -> None:
    an_issued_run()
    with pytest.raises(CommandError, match="52GA00 is not ranked in 2021c03"):
        said("explain", FIRST_QUARTER, "52GA00")
    with pytest.raises(CommandError, match="No run of 2021c06"):
        said("explain", "2021c06", "520300")
