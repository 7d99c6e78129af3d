"""The estimation of a survey against one group-by of the same columns, timed in the same run."""

import statistics

import pytest

from tests.benchmarks.survey_speed import Size, measure, most_memory

REPETITIONS = 7
SIZE = Size(questionnaires=200_000, strata=1_000, domains=100)
MOST_TIMES_THE_GROUP_BY = 20
MOST_BYTES_PER_QUESTIONNAIRE = 1_500


@pytest.mark.benchmark_suite
def test_the_estimation_keeps_to_its_bar_in_time_and_memory() -> None:
    timings = measure(SIZE, REPETITIONS)
    assert statistics.median(each.ratio for each in timings) <= MOST_TIMES_THE_GROUP_BY
    assert most_memory(SIZE) <= MOST_BYTES_PER_QUESTIONNAIRE * SIZE.questionnaires
