"""The geometry of the small charts."""

from decimal import Decimal

from assessment.display.charts import bump, shades, strip

D = Decimal


def test_the_parts_of_a_strip_lie_side_by_side_on_a_track_of_the_whole() -> None:
    parts = strip([("a", D(50)), ("b", D(25)), ("c", D(-1))], D(100))
    assert [(part.x, part.width) for part in parts] == [("0.00", "82.00"), ("82.00", "41.00"), ("123.00", "0.00")]


def test_shades_go_by_place_so_that_one_giant_does_not_bleach_the_rest() -> None:
    assert shades({"giant": D(1000), "a": D(1), "b": D(2), "c": D(3), "d": D(4)}) == {
        "a": 0, "b": 1, "c": 2, "d": 3, "giant": 4,
    }  # fmt: skip
    assert shades({"only": D(7)}) == {"only": 0}


def test_a_better_place_lies_higher_and_a_missing_place_leaves_a_gap() -> None:
    chart = bump({"a": [D(1), None, D(1), D(2)], "b": [D(2), D(1), D(2), D(1)], "c": [None] * 4}, list("1234"))
    assert [line.name for line in chart.lines] == ["b", "a"]
    way = next(line for line in chart.lines if line.name == "a")
    assert len(way.points) == 3
    assert len(way.runs) == 1
    assert way.points[0].y < chart.lines[0].points[0].y
