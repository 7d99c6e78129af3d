import pytest

from assessment.methodology.dated_rules import Dated, RuleNotYetInForce, RuleVersionsOutOfOrder
from assessment.methodology.periods import Period

P = Period.parse
RULE = Dated("threshold", ((P("2018"), 500), (P("2021"), 2000)))


@pytest.mark.parametrize(
    ("period", "value", "since"),
    [
        ("2018", 500, "2018"),
        ("2021c04", 500, "2018"),
        ("2021b2", 500, "2018"),
        ("2021", 2000, "2021"),
        ("2022c03", 2000, "2021"),
    ],
)
def test_the_latest_version_not_after_the_period_is_in_force(period: str, value: int, since: str) -> None:
    assert RULE.at(P(period)) == value
    assert RULE.since(P(period)) == P(since)


def test_before_its_first_date_a_rule_says_so_instead_of_guessing() -> None:
    with pytest.raises(RuleNotYetInForce, match=r"threshold.*2018.*2018c03"):
        RULE.at(P("2018c03"))


@pytest.mark.parametrize("starts", [(), ("2021", "2018"), ("2021", "2021")])
def test_versions_must_follow_one_another(starts: tuple[str, ...]) -> None:
    with pytest.raises(RuleVersionsOutOfOrder):
        Dated("threshold", tuple((P(start), 1) for start in starts))
