"""What a unit is shown of its own figures before a result is approved."""

import copy
import json
from pathlib import Path
from typing import Any

from assessment.methodology.feedback_figures import contestable, feedback_of, line_of, same_figures
from assessment.methodology.run_document import compute

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"


def feedback(name: str, document: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    frozen = document or stored(name)
    return feedback_of(frozen, compute(frozen).steps["indicators"])


def stored(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / name).read_text("utf-8"))["document"]
    return document


QUARTERLY, ANNUAL = "quarterly-2021.2-small.json", "annual-2021.2-small.json"


def test_a_quarter_shows_the_pair_as_used_as_filed_and_the_difference() -> None:
    """A filed 40 000 against 32 000; D, ranked within it, adds 10 000 against 8 000: 50 000, 40 000, 25 %."""
    shown = feedback(QUARTERLY)
    revenue = line_of(shown["A"], "software_revenue")
    assert (revenue["used"], revenue["last_year"], revenue["filed"], revenue["difference"]) == (
        "50000", "40000", "40000", "10000",
    )  # fmt: skip
    assert line_of(shown["A"], "growth")["used"] == "25"
    assert line_of(shown["D"], "software_revenue")["difference"] == "0"


def test_who_filed_nothing_is_shown_that_there_is_nothing_and_no_zero() -> None:
    revenue = line_of(feedback(QUARTERLY)["C"], "software_revenue")
    assert (revenue["used"], revenue["filed"], revenue["difference"]) == (None, None, None)
    assert revenue["condition"] == "not_available"


def test_a_year_shows_levels_share_and_growth_beside_what_its_sources_delivered() -> None:
    """A: 800 + 1 200 = 2 000 of 10 000, 20 %; against 1 600 a year before 25 % more."""
    one = feedback(ANNUAL)["A"]
    assert [line["code"] for line in one["lines"]] == [
        "digital_economy_value_added",
        "digital_industrialisation_value_added",
        "industrial_digitalisation_value_added",
        "gross_domestic_product",
        "share",
        "growth",
    ]
    assert [line["used"] for line in one["lines"]] == ["2000", "800", "1200", "10000", "20", "25"]
    assert [line["filed"] for line in one["lines"]] == ["2000", "800", "1200", "10000", "20", "25"]
    assert {line["difference"] for line in one["lines"]} == {"0"}
    assert line_of(one, "share")["last_year"] == "20"


def test_amounts_can_be_contested_and_rates_follow_from_them() -> None:
    assert contestable(feedback(QUARTERLY)["A"]) == ("software_revenue",)
    assert len(contestable(next(iter(feedback(ANNUAL).values())))) == 4
    assert line_of(feedback(QUARTERLY)["A"], "unknown")["used"] is None


def test_nothing_that_is_shown_is_a_score_or_a_place() -> None:
    for name in (QUARTERLY, ANNUAL):
        text = json.dumps(feedback(name))
        assert not [word for word in ("score", "rank", "place", "normalised", "weight", "points") if word in text]


def test_only_the_unit_whose_figure_changed_is_shown_other_figures() -> None:
    changed = copy.deepcopy(stored(QUARTERLY))
    entry = next(entry for entry in changed["inputs"]["returns"] if entry["unit"] == "B")
    entry["cells"][0]["value"] = "20001"
    before, now = feedback(QUARTERLY), feedback(QUARTERLY, changed)
    assert {unit for unit in now if not same_figures(now[unit], before[unit])} == {"B"}
