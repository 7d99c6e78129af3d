"""Checks between the figures of a measurement: V-A4 to V-A9, V-R1, V-Q1."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.measurement_checks import (
    CHECK_BANDS,
    CheckBands,
    CheckFinding,
    EconomyFigures,
    SectionFigures,
    cities_against_province,
    economy_adds_up,
    growth_agrees_with_shares,
    industries_fit_their_section,
    part_fits_the_year,
    revision_is_reasoned,
    share_is_plausible,
)
from assessment.methodology.periods import Period
from assessment.methodology.sample_quality import SampleQuality, StratumQuality, sample_findings
from assessment.methodology.vintages import revision

D = Decimal
BANDS = CheckBands()
# The synthetic city, 亿元 written as 万元: 100 + 100 = 200 of 600 is 33.33 %.
CITY = EconomyFigures("A", D(100), D(100), D(200), D(600), D("33.33"), D("16.67"), D("16.67"))


def codes(findings: Iterable[CheckFinding]) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.code, finding.severity.value) for finding in findings]


def test_the_bands_are_dated() -> None:
    assert CHECK_BANDS.at(Period.annual(2021)) == BANDS
    with pytest.raises(RuleNotYetInForce):
        CHECK_BANDS.at(Period.annual(2019))


@pytest.mark.parametrize(("cities", "found"), [("100.5", 0), ("99.5", 0), ("100.51", 1), ("99.49", 1)])
def test_cities_may_differ_from_the_province_by_half_a_percent(cities: str, found: int) -> None:
    findings = list(cities_against_province("GDP", D(cities), D(100), BANDS))
    assert codes(findings) == [("V-A4", "cities_do_not_add_up:GDP", "explain")] * found


def test_guizhou_2014_is_found_with_the_size_of_the_gap() -> None:
    (finding,) = cities_against_province("GDP", D("10007.78"), D("9251.01"), BANDS)
    assert finding.document() == {
        "rule": "V-A4",
        "code": "cities_do_not_add_up:GDP",
        "severity": "explain",
        "region": "",
        "expected": "9251.01",
        "received": "10007.78",
        "difference": "756.77",
    }


def test_the_synthetic_city_adds_up() -> None:
    assert list(economy_adds_up(CITY, BANDS)) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"economy": D("201.01"), "share_percent": None}, "economy_is_not_its_parts"),
        ({"share_percent": D("33.5"), "industrialisation_share_percent": None}, "share_is_not_economy_of_gdp"),
        ({"industrialisation_share_percent": D("16.8")}, "share_is_not_its_parts"),
    ],
)
def test_a_total_that_is_not_its_parts_is_an_error(wrong: dict[str, Decimal | None], code: str) -> None:
    assert codes(economy_adds_up(replace(CITY, **wrong), BANDS)) == [("V-A5", code, "blocking")]


def test_nothing_is_checked_against_a_figure_that_is_missing() -> None:
    nothing = EconomyFigures("A")
    assert list(economy_adds_up(nothing, BANDS)) == []
    assert list(economy_adds_up(replace(CITY, gdp=D(0), digitalisation_share_percent=None), BANDS)) == []
    assert list(share_is_plausible(nothing, CITY, BANDS)) == []
    assert list(part_fits_the_year("A", None, D(1), BANDS)) == []
    assert list(part_fits_the_year("A", D(1), None, BANDS)) == []
    assert list(part_fits_the_year("A", D(1), D(0), BANDS)) == []
    assert list(industries_fit_their_section(SectionFigures("A", None, D(1), D(2), None), BANDS)) == []
    assert list(industries_fit_their_section(SectionFigures("A", D(2), None, None, D(1)), BANDS)) == []


def test_the_nation_2021_adds_up_in_shares() -> None:
    """CAICT: 7.3 + 32.5 = 39.8 %; Guizhou 3.5 + 31.8 = 35.3 %, not the 34 % printed before."""
    nation = EconomyFigures("", None, None, None, None, D("39.8"), D("7.3"), D("32.5"))
    assert list(economy_adds_up(nation, BANDS)) == []
    earlier = EconomyFigures("", None, None, None, None, D(34), D("3.5"), D("31.8"))
    (finding,) = economy_adds_up(earlier, BANDS)
    assert (finding.expected, finding.received, finding.difference) == (D("35.3"), D(34), D("-1.3"))


def agreement(
    growth: str | None, gdp: str | None = "9.7", share: str | None = "35.3", before: str | None = "32.3"
) -> int:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else D(text)

    now, base = (EconomyFigures("A", share_percent=number(text)) for text in (share, before))
    found = list(
        growth_agrees_with_shares(now, base, growth_percent=number(growth), gdp_growth_percent=number(gdp), bands=BANDS)
    )
    assert codes(found) == [("V-A6", "growth_and_shares_disagree", "explain")] * len(found)
    return len(found)


def test_nominal_growth_must_agree_with_the_shares() -> None:
    """Guizhou 2021: 35.3 / 32.3 × 1.097 gives 19.89 %; the printed 20.6 % is more than half a point away."""
    assert agreement("20.6") == 1
    assert agreement("20.3") == 0
    assert [agreement(None), agreement("20.6", None), agreement("20.6", "9.7", None)] == [0, 0, 0]
    assert [agreement("20.6", "9.7", "35.3", None), agreement("20.6", "9.7", "35.3", "0")] == [0, 0]


@pytest.mark.parametrize(
    ("share", "before", "found"),
    [
        ("10", "12", []),
        ("60", None, []),
        ("9.99", None, ["share_outside_band"]),
        ("60.01", "56", ["share_outside_band"]),
        ("35", "30", []),
        ("35.01", "30", ["share_moved_far"]),
        ("24.99", "30", ["share_moved_far"]),
    ],
)
def test_a_share_lies_between_10_and_60_percent_and_moves_by_5_points_at_most(
    share: str, before: str | None, found: list[str]
) -> None:
    now = EconomyFigures("A", share_percent=D(share))
    base = EconomyFigures("A", share_percent=D(before) if before else None)
    assert [finding.code for finding in share_is_plausible(now, base, BANDS)] == found


def test_industries_fit_inside_their_section() -> None:
    """63 + 64 + 65 may exceed 门类 I by 1 %, 39 may not exceed 工业 at all."""
    assert list(industries_fit_their_section(SectionFigures("A", D(101), D(100), D(50), D(50)), BANDS)) == []
    above = SectionFigures("A", D("101.01"), D(100), D("50.01"), D(50))
    assert codes(industries_fit_their_section(above, BANDS)) == [
        ("V-A8", "services_above_section_i", "blocking"),
        ("V-A8", "electronics_above_industry", "blocking"),
    ]
    assert [finding.document()["expected"] for finding in industries_fit_their_section(above, BANDS)] == [
        "<= 101",
        "<= 50",
    ]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("85", []),
        ("97", []),
        ("84.99", ["part_of_year_outside_band"]),
        ("97.01", ["part_of_year_outside_band"]),
        ("100", ["part_of_year_outside_band"]),
        ("100.01", ["part_above_year"]),
    ],
)
def test_january_to_november_is_85_to_97_percent_of_the_year(part: str, found: list[str]) -> None:
    findings = list(part_fits_the_year("A", D(part), D(100), BANDS))
    assert [finding.code for finding in findings] == found
    assert {finding.rule for finding in findings} <= {"V-A9"}


def test_a_large_revision_passes_with_a_signed_reason_only() -> None:
    large = revision(D(100), D(103))
    assert codes(revision_is_reasoned("A", large, signed_reason="  ")) == [
        ("V-R1", "revision_without_reason", "explain")
    ]
    assert list(revision_is_reasoned("A", large, signed_reason="第四次经济普查")) == []
    assert list(revision_is_reasoned("A", revision(D(100), D(101)), signed_reason="")) == []


GOOD = SampleQuality((StratumQuality("A/C13/大", 10, 7),), {"A": D(30)}, seed_stored=True)


def test_a_sample_at_its_limits_is_good_enough() -> None:
    assert list(sample_findings(GOOD)) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"strata": (StratumQuality("A", 4, 4),)}, [("too_few_respondents", "A", "4")]),
        ({"strata": (StratumQuality("A", 100, 69),)}, [("response_too_low", "", "69")]),
        ({"strata": ()}, [("response_too_low", "", "")]),
        ({"cv_percent": {"A": D("30.01"), "B": None}}, [("cv_too_large", "A", "30.01"), ("cv_too_large", "B", "")]),
        ({"seed_stored": False}, [("seed_not_stored", "", "")]),
        ({"in_both_parts": ("91520000X",)}, [("unit_in_both_parts", "91520000X", "91520000X")]),
    ],
)
def test_what_a_sample_lacks_is_found_by_name(wrong: dict[str, object], expected: list[tuple[str, str, str]]) -> None:
    found = list(sample_findings(replace(GOOD, **wrong)))  # type: ignore[arg-type]  # one field a case
    assert [(finding.code, finding.region, finding.document()["received"]) for finding in found] == expected
    assert {finding.rule for finding in found} == {"V-Q1"}
