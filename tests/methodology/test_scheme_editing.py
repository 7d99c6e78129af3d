"""Changing a value in the text of a scheme changes this value and nothing around it."""

from decimal import Decimal

from assessment.methodology.scheme_editing import with_code, with_weights

TEXT = """# weights of 2021
code: first  # the year
aggregates:
  - {code: T, name: Total}
  - {code: A, parent: T, weight: 100}
indicators:
  - {code: x, parent: A, weight: 40, normalise: minmax}  # 40 of 100
  - code: y
    parent: A
    weight: 60.0
    normalise: minmax
"""


def test_weights_are_replaced_where_they_stand() -> None:
    changed = with_weights(TEXT, {"x": Decimal("45.5"), "y": Decimal(55), "T": Decimal(9), "nobody": Decimal(1)})
    assert changed == TEXT.replace("weight: 40", "weight: 45.5").replace("weight: 60.0", "weight: 55")


def test_an_equal_weight_stays_as_it_is_written() -> None:
    assert with_weights(TEXT, {"y": Decimal(60), "A": Decimal("100.00")}) == TEXT


def test_the_code_is_replaced_with_its_comment_kept() -> None:
    assert with_code(TEXT, "second") == TEXT.replace("code: first", "code: second")
