"""Which figures of a result stay inside, and what is left of its documents, its evaluation and its explanations."""

from decimal import Decimal
from typing import Any

from assessment.methodology.disclosure import Contributors, SuppressionReason
from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.explain import explain
from assessment.methodology.publication_tables import (
    FigureKey,
    Protection,
    PublicationPattern,
    annual_pattern,
    quarterly_pattern,
)
from assessment.methodology.run_figures import RunUnit
from assessment.methodology.withheld_figures import (
    NOTHING_WITHHELD,
    SUPPRESSED,
    Withheld,
    annual_columns,
    masked_evaluation,
    masked_indicators,
    masked_tree,
    pattern_digest,
    pattern_document,
    quarterly_columns,
    read_pattern,
    veiled_units,
    without_formulas,
)
from tests.methodology.scoring_situations import indicator, node, row, scheme

D = Decimal
R = SuppressionReason
PROVINCE = "P"


def a_year(**cities: tuple[int | None, int, int, int, int]) -> dict[str, Any]:
    """Cities with C39, I63, I64, I65 and industrial digitalisation; a None is missing and makes its sums missing."""
    regions = []
    for code, (electronics, *others) in cities.items():
        industries = dict(zip(("C39", "I63", "I64", "I65"), (electronics, *others[:3]), strict=True))
        known = None if electronics is None else electronics + sum(others[:3])
        figures = industries | {
            "DIGITAL_INDUSTRIALISATION": known,
            "INDUSTRIAL_DIGITALISATION": others[3],
            "DIGITAL_ECONOMY": None if known is None else known + others[3],
        }
        shown = {name: {"value": None if value is None else str(value)} for name, value in figures.items()}
        regions.append({"region": code, "figures": shown})
    return {"2021": {"regions": regions}}


THREE = a_year(a=(900, 400, 60, 300, 2000), b=(700, 300, 50, 200, 1800), c=(800, 350, 70, 250, 1900))


def test_telecommunications_of_each_city_go_and_the_smallest_industry_covers_them() -> None:
    """I64 of 50 to 70 gives way by 10 % of 63, 30 to 40; the sum over the cities of 63 is as unsafe as its parts."""
    pattern = annual_pattern(THREE, Protection(PROVINCE, {}))
    withheld = {key[1:]: reason for key, reason in pattern.reasons.items()}
    assert {key for key, reason in withheld.items() if reason is R.PRESUMED_FEW} == {
        ("a", "I63"), ("b", "I63"), ("c", "I63"), (PROVINCE, "I63"),
    }  # fmt: skip
    assert {("a", "I64"), ("b", "I64"), ("c", "I64")} <= set(withheld)
    assert not [key for key in withheld if key[1] == "DIGITAL_ECONOMY"]
    assert pattern.exposed == ()
    assert FigureKey("2021", "a", "C39") in pattern.unchecked


def test_who_is_known_decides_before_what_is_presumed() -> None:
    five = Contributors(5, tuple(D(part) for part in (30, 25, 20, 15, 10)))
    known = {FigureKey("2021", region, "I63"): five for region in ("a", "b", "c", PROVINCE)}
    assert annual_pattern(THREE, Protection(PROVINCE, known)).reasons == {}


def test_a_figure_somebody_decided_to_keep_in_stays_in_for_every_city_and_is_no_longer_unchecked() -> None:
    kept = annual_pattern(THREE, Protection(PROVINCE, {}, kept_in=frozenset({("2021", "C39")})))
    cities = [FigureKey("2021", city, "C39") for city in ("a", "b", "c")]
    assert [kept.reasons[key] for key in cities] == [R.UNCHECKED] * 3
    assert not set(cities) & set(kept.unchecked)


def test_a_city_reads_what_it_filed_itself_and_of_the_others_what_goes_out() -> None:
    withheld = Withheld(
        {FigureKey("2021", city, "I63"): R.PRESUMED_FEW for city in ("a", "b")},
        frozenset({("a", "growth"), ("b", "growth")}),
    )
    own = withheld.beyond(["a"])
    assert (own.hides("2021", "a", "I63"), own.hides("2021", "b", "I63")) == (False, True)
    assert (own.hides_column("a", "growth"), own.hides_column("b", "growth")) == (False, True)


def test_what_is_missing_is_no_cell_and_ties_nothing() -> None:
    pattern = annual_pattern(
        a_year(a=(None, 400, 60, 300, 2000), b=(700, 300, 50, 200, 1800)), Protection(PROVINCE, {})
    )
    assert FigureKey("2021", "a", "C39") not in pattern.unchecked
    assert FigureKey("2021", "a", "I63") in pattern.reasons


def test_a_city_alone_is_given_away_by_what_must_stand() -> None:
    """One city: the province is the city, which knows its 63. From outside 63 still has the cover of 64."""
    alone = annual_pattern(a_year(a=(900, 400, 60, 300, 2000)), Protection(PROVINCE, {}))
    assert alone.exposed == (FigureKey("2021", PROVINCE, "I63"),)
    assert FigureKey("2021", "a", "I64") in alone.reasons
    pattern = quarterly_pattern("2021c03", quarter(a=(100, 80)), sole("a"))
    assert pattern.exposed == (FigureKey("2021c03", "a", "software_revenue"), FigureKey("2021c03", "a", LAST))


LAST = "software_revenue_last_year"


def quarter(**units: tuple[int | None, int]) -> dict[str, Any]:
    def figures(pair: tuple[int | None, int]) -> dict[str, Any]:
        values = {"software_revenue": pair[0], LAST: pair[1]}
        return {name: {"value": None if value is None else str(value)} for name, value in values.items()}

    return {"units": [{"unit": unit, "figures": figures(pair)} for unit, pair in units.items()], "apart": []}


def sole(*units: str) -> Protection:
    return Protection(PROVINCE, {FigureKey("2021c03", unit, "software_revenue"): Contributors(1) for unit in units})


FOUR: dict[str, tuple[int | None, int]] = {"a": (100, 80), "b": (50, 40), "c": (500, 400), "e": (900, 700)}


def test_a_sole_enterprise_takes_its_city_and_two_others_out_of_the_quarter_with_base_and_growth() -> None:
    """The total of the province stands, so 50, the smallest that can give way by 10, covers.

    Its city knows it, so that 500, the next, covers against that city.
    """
    pattern = quarterly_pattern("2021c03", quarter(**FOUR), sole("a"))
    assert {key.region for key in pattern.reasons} == {"a", "b", "c"}
    assert {key.code for key in pattern.reasons} == {"software_revenue", LAST, "level", "growth"}
    assert pattern.reasons[FigureKey("2021c03", "b", "growth")] is R.SECONDARY
    units = (RunUnit("b", "乙", "", 2, None), RunUnit("d", "丁", "", 4, "b"), RunUnit("g", "庚", "", 5, "e"))
    columns = quarterly_columns(pattern, units)
    assert {("b", "level"), ("d", "level")} <= columns
    assert ("g", "level") not in columns
    assert quarterly_pattern("2021c03", quarter(a=(None, 80), b=(50, 40)), sole()).reasons == {}


def test_a_pattern_is_stored_and_read_again_without_a_figure() -> None:
    pattern = quarterly_pattern("2021c03", quarter(**FOUR), sole("a"))
    document = pattern_document(pattern, quarterly_columns(pattern, ()))
    assert read_pattern(document).hides("2021c03", "a", "software_revenue")
    assert not read_pattern(document).hides("2021c03", "e", "software_revenue")
    assert len(pattern_digest(document)) == 64
    assert "100" not in str(document)


def test_a_column_goes_where_a_part_ranked_within_the_unit_is_withheld() -> None:
    units = (RunUnit("a", "甲", "", 1, None), RunUnit("d", "丁", "", 2, "a"), RunUnit("b", "乙", "", 3, None))
    reasons = {FigureKey("2020", "d", "DIGITAL_INDUSTRIALISATION"): R.SECONDARY}
    column = "digital_industrialisation_value_added_last_year"
    assert annual_columns(PublicationPattern(reasons), units, "2021", "2020") == {("a", column), ("d", column)}


def an_evaluation() -> Evaluation:
    """Two indicators: x on 0 to 10, y on its smallest and largest value."""
    rows = [row("a", {"x": 4, "y": 1}), row("b", {"x": 8, "y": 3}), row("c", {"x": 10, "y": 2})]
    parts = (indicator("method: goalposts, lower: 0, upper: 10"), indicator("method: minmax", code="y"))
    return evaluate(scheme(*parts), rows)


VEILED = Withheld({}, frozenset({("a", "x")}))


def test_a_veiled_unit_keeps_total_and_place_and_nothing_below() -> None:
    whole = an_evaluation()
    masked = masked_evaluation(whole, VEILED)
    assert masked.placings == whole.placings
    assert veiled_units(whole, VEILED) == {"a"}
    assert masked.rows[0].values["x"] == SUPPRESSED
    hidden = node(masked, "y", "a")
    assert (hidden.raw, hidden.treated, hidden.normalised, hidden.score, hidden.marker) == (*(None,) * 4, "suppressed")
    total = node(masked, "T", "a")
    assert (total.normalised, total.score) == (None, node(whole, "T", "a").score)
    assert node(masked, "x", "b") == node(whole, "x", "b")
    assert masked_evaluation(whole, NOTHING_WITHHELD) is whole


def test_the_explanation_of_a_veiled_unit_is_its_total_alone_and_no_formula_names_the_ends() -> None:
    tree = explain(an_evaluation(), unit="a", period="2021")
    masked = masked_tree(tree)
    assert masked.score == tree.score
    assert [(one.name, one.score, one.value, one.formula, one.inputs) for one in masked.children] == [
        (one.name, None, None, "", ()) for one in tree.children
    ]
    other = without_formulas(explain(an_evaluation(), unit="b", period="2021"))
    assert [one.formula for one in other.children] == ["", ""]
    assert other.formula


def test_a_withheld_column_of_a_document_is_suppressed_not_missing_and_not_zero() -> None:
    document = quarter(a=(100, 80), b=(50, 40))
    masked = masked_indicators(document, Withheld({}, frozenset({("a", "software_revenue")})))
    assert masked["units"][0]["figures"]["software_revenue"] == {
        "condition": "suppressed", "reason": "", "marker": "suppressed",
    }  # fmt: skip
    assert masked["units"][0]["figures"][LAST] == {"value": "80"}
    assert masked_indicators(document, NOTHING_WITHHELD) is document
