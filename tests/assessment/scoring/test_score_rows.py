"""Scores and places as rows: what COPY is given, and that no score is without its run."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.run_scores import WrittenColumn, WrittenScores
from assessment.scoring.models import Run, Score
from assessment.scoring.score_rows import placing_lines, score_lines
from tests.situations.scoring import a_computed_run


def written(*scores: str | None) -> WrittenScores:
    """One indicator over as many units as there are scores; the first unit has a name that COPY would misread."""
    units = [UnitRow("a\tb\\c", "", "", "2021c03", {}), UnitRow("d", "", "东部", "2021c03", {})][: len(scores)]
    column = WrittenColumn("level", 0, "50", scores, scores, scores, scores, ["computed"] * len(scores), {})
    return WrittenScores(units, [column], [], [], [])


def test_a_line_holds_the_values_in_the_order_of_the_columns_and_nothing_where_there_is_none() -> None:
    first, second = score_lines(7, written("1.5", None))
    assert first == "7\ta\\tb\\\\c\t\tlevel\t0\tcomputed\t1.5\t1.5\t1.5\t50\t1.5\n"
    assert second == "7\td\t东部\tlevel\t0\tcomputed\t\\N\t\\N\t\\N\t50\t\\N\n"
    place = {"unit": "a", "group": "", "score": "61.25", "shown": "61.3", "rank": None}
    assert list(placing_lines(7, [place])) == ["7\ta\t\t61.25\t61.3\t\\N\n"]


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("0." + "0" * 29 + "25", "0." + "0" * 29 + "2"),
        ("0." + "0" * 29 + "35", "0." + "0" * 29 + "4"),
        ("-0." + "0" * 29 + "25", "-0." + "0" * 29 + "2"),
        # No tie: beyond the last decimal the server rounds by itself, and rightly.
        ("0." + "0" * 29 + "251", "0." + "0" * 29 + "251"),
        ("12345", "12345"),
    ],
)
def test_a_tie_at_the_last_decimal_of_the_column_goes_to_the_even_digit(number: str, stored: str) -> None:
    [line] = score_lines(7, written(number))
    assert line.split("\t")[6] == stored


@pytest.mark.django_db
def test_the_rows_of_a_run_hold_what_its_digest_was_taken_of() -> None:
    run = a_computed_run()
    [last] = run.step_results.filter(name="scores")
    assert (last.document, len(last.digest)) == ("", 64)
    total = run.scores.get(unit="520100", level=2)
    assert run.placings.get(unit="520100").score == total.score


@pytest.mark.django_db
def test_no_score_is_written_or_moved_without_its_run_and_no_run_is_deleted_under_its_scores() -> None:
    run = a_computed_run()
    [score] = run.scores.all()[:1]
    gone = Run.objects.order_by("pk").last()
    assert gone is not None
    with pytest.raises(IntegrityError, match="run that does not exist"), transaction.atomic():
        Score.objects.create(run_id=gone.pk + 1, unit="520100", code="x", level=0, marker="computed")
    with pytest.raises(IntegrityError, match="run that does not exist"), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(run_id=gone.pk + 1)
    with pytest.raises(IntegrityError, match="has scores stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM scoring_run WHERE id = %s", [run.pk])
    assert run.scores.filter(pk=score.pk, weight=Decimal(score.weight or 0)).exists()
