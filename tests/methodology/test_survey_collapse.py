"""Collapsing of sampling strata: neighbours within a group, recorded, domains untouched."""

import pytest

from assessment.methodology.survey_collapse import NO_GROUP, StratumCount, merge_neighbours
from tests.methodology.survey_situations import Answer, estimated, row


def counts(*respondents: int, group: int = 0) -> list[StratumCount]:
    return [StratumCount(group, each) for each in respondents]


@pytest.mark.parametrize(
    ("respondents", "merges"),
    [
        ((6, 5, 7), [(0,), (1,), (2,)]),
        ((6, 2, 1, 7, 3), [(0,), (1, 2, 3, 4)]),
        ((2, 3, 5), [(0, 1), (2,)]),
        ((5, 4), [(0, 1)]),
        ((1, 1), [(0, 1)]),
        ((3,), [(0,)]),
        ((0, 5), [(0, 1)]),
        ((), []),
    ],
)
def test_a_stratum_takes_in_those_that_follow_until_enough_answered(
    respondents: tuple[int, ...], merges: list[tuple[int, ...]]
) -> None:
    assert merge_neighbours(counts(*respondents), fewest=5) == merges


def test_no_stratum_leaves_its_group_and_a_stratum_without_a_group_stands_alone() -> None:
    strata = [StratumCount(1, 2), StratumCount(0, 6), StratumCount(1, 4), StratumCount(NO_GROUP, 0)]
    assert merge_neighbours(strata, fewest=5) == [(0, 2), (1,), (3,)]


def test_merged_strata_are_estimated_as_one_and_recorded_with_the_reason() -> None:
    """P (N 4, 2 answers) joins q (N 6, 3 answers): N 10, r 5, every answer stands for 2 units."""
    answers: list[Answer] = [("a", "p", 1, 10), ("a", "p", 3, 10)]
    answers += [("a", "q", 2, 10), ("a", "q", 4, 20), ("a", "q", 5, 20), ("b", "s", 1, 5), ("b", "empty", None, None)]
    population = {"p": 4, "q": 6, "s": 7, "empty": 3, "undrawn": 2}
    result = estimated(answers, population, {"p": 1, "q": 2, "s": 3, "empty": 4, "undrawn": 5}, collapsing=True)
    assert result.merged_strata == ("p+q", "p+q", "s+empty", "s+empty", "undrawn")
    assert [(each.label, each.population, each.respondents, each.weight) for each in result.strata] == [
        ("p+q", 10, 5, 2.0),
        ("s+empty", 10, 1, 10.0),
        ("undrawn", 2, 0, 0.0),
    ]
    assert [(each.stratum, each.members, each.reason.value) for each in result.collapses] == [
        (0, (0, 1), "too_few_respondents"),
        (1, (0, 1), "too_few_respondents"),
        (2, (2, 3), "too_few_respondents"),
        (3, (2, 3), "no_respondents"),
    ]
    assert row(result, "a").ratio == pytest.approx(15 / 70)
    assert {each.domain for each in result.estimates} == {"a", "b", "TOTAL"}


def test_a_partner_that_had_answers_enough_is_recorded_as_such() -> None:
    answers: list[Answer] = [("a", "p", y, 10) for y in (1, 2, 3, 4, 5)] + [("a", "q", 2, 10)]
    result = estimated(answers, {"p": 9, "q": 9}, collapsing=True)
    assert [each.reason.value for each in result.collapses] == ["partner", "too_few_respondents"]


def test_nothing_is_merged_unless_asked_for() -> None:
    answers: list[Answer] = [("a", "p", 1, 10), ("a", "q", 2, 10), ("a", "q", 3, 10)]
    result = estimated(answers, {"p": 9, "q": 9})
    assert (result.collapses, result.merged_strata) == ((), ("p", "q"))


def test_a_stratum_goes_with_the_domain_of_most_of_its_units_and_the_first_in_a_tie() -> None:
    """Q holds 1 unit of a and 2 of b, so it stays with b; r holds one of each and goes with a."""
    answers: list[Answer] = [("a", "p", 1, 10), ("b", "q", 1, 10), ("b", "q", 1, 10), ("a", "q", 1, 10)]
    answers += [("b", "r", 1, 10), ("a", "r", 1, 10), ("b", "s", 1, 10)]
    result = estimated(answers, {"p": 9, "q": 9, "r": 9, "s": 9}, collapsing=True)
    assert result.merged_strata == ("p+r", "q+s", "p+r", "q+s")
