"""Under a ranking stands what is said of the total as well: points added, a limit, weights without a figure."""

import pytest
from django.utils import translation

from assessment.methodology.evaluation import evaluate
from assessment.methodology.explain import explain
from assessment.scoring.explanations import footnotes_said, footnotes_within
from tests.methodology.scoring_situations import indicator, row, scheme

SETTINGS = (
    "missing: renormalise\nadjustments: [{code: B, name: 加分, column: bonus, cap: 2}, "
    "{code: L, name: 迟报扣分, column: late, points: -0.2}]\ncap: {upper: 100}"
)


@pytest.fixture
def tree():
    two = (
        indicator("method: goalposts, lower: 0, upper: 100", more="name: 绝对值"),
        indicator("method: goalposts, lower: 0, upper: 100", code="y", more="name: 增速"),
    )
    figures = {"x": "99.1234567", "y": None, "bonus": 5, "late": 0}
    return explain(evaluate(scheme(*two, settings=SETTINGS), [row("a", figures)]), unit="a", period="2021")


def test_the_notes_of_the_total_are_said_by_name_and_shortly(tree) -> None:
    with translation.override("zh-hans"):
        assert footnotes_within(tree) == [
            "Total：缺少 增速，权重按现有各项重新归一。",
            "加分：2 分。",
            "Total：以 100 分为限，限前为 101.1235 分。",
        ]


def test_the_reader_gets_the_names_in_the_reader_s_language(tree) -> None:
    with translation.override("en"):
        said = footnotes_said(tree, {"y": "Growth"})
    assert said[0] == "Weights renormalised over what is there; without Growth."
