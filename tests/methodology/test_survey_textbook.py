"""Survey estimates that were printed elsewhere: a textbook table and the manual of a statistics package."""

import pytest
from scipy import stats

from assessment.methodology.survey_student import t_quantile
from tests.methodology.survey_situations import estimated, row

# Risto Lehtonen and Erkki Pahkinen, Practical Methods for Design and Analysis of Complex Surveys, 2nd ed. 2004,
# page 74, table 3.3: stratified simple random sample of 8 of the 32 municipalities of Province'91, unemployed persons
# (ue91); printed with limits by UCLA, Stata Textbook Examples, chapter 3
# (http://www.ats.ucla.edu/stat/stata/examples/svy_pmdacs/statach3.htm): Number of strata = 2, Design df = 6,
# ue91 15210.5 4279.452 4739.059 25681.94.
PROVINCE_91 = [("1", 4123), ("1", 666), ("1", 760), ("1", 457), ("2", 61), ("2", 262), ("2", 331), ("2", 98)]

# SAS/STAT 9.22 User's Guide, The SURVEYMEANS Procedure, Getting Started, “Simple Random Sampling” (data) and
# “Stratified Sampling” (http://support.sas.com/documentation/cdl/en/statug/63347/HTML/default/
# statug_surveymeans_sect003.htm and sect004.htm): 40 pupils of grades 7, 8, 9, weekly spending in dollars.
SPENDING = {
    "7": (7, 7, 1, 10, 3, 2, 2, 6, 6, 6, 3, 12, 4, 2, 1, 4, 11, 2, 2, 9),
    "8": (12, 20, 19, 16, 17, 14, 18, 10, 13),
    "9": (10, 15, 15, 8, 8, 7, 14, 9, 8, 6, 11),
}
PUPILS = {"7": 1824, "8": 1025, "9": 1151}

# R. L. Scheaffer, W. Mendenhall and R. L. Ott, Elementary Survey Sampling, chapter 6, exercise 6.1: 12 of 250 trees,
# basal area x in square feet (data: https://math313-fall24.netlify.app/day19) and volume y in cubic feet. Printed in a
# solution (https://www.coursehero.com/file/6287055/STAT-4240-HW8/): r 21.19403, s² of y − r·x 1.750299, variance of
# the total 8678.564, bound of two standard errors 186.3176, with (N − n)/(n·N)·s²·N² for the variance.
BASAL_AREA = (0.3, 0.5, 0.4, 0.9, 0.7, 0.2, 0.6, 0.5, 0.8, 0.4, 0.8, 0.6)
VOLUME = (6, 9, 7, 19, 15, 5, 12, 9, 20, 9, 18, 13)


def test_the_volume_of_250_trees_by_the_ratio_to_their_basal_area() -> None:
    """The error of the ratio itself divides by the mean of x in the sample, 6.7/12, which the total multiplies by."""
    answers = [("Timber", "all", float(y), x) for x, y in zip(BASAL_AREA, VOLUME, strict=True)]
    total = row(estimated(answers, {"all": 250}), "TOTAL")
    assert total.ratio is not None
    assert total.standard_error is not None
    assert round(total.ratio, 5) == 21.19403
    assert round(75 * total.ratio, 2) == 1589.55
    error_of_total = total.standard_error * 250 * 6.7 / 12
    assert error_of_total**2 == pytest.approx(8678.564, abs=5e-4)
    assert 2 * error_of_total == pytest.approx(186.3176, abs=5e-5)


def test_the_stratified_total_of_unemployed_in_province_91() -> None:
    """With x = 1 the ratio is the mean of the 32 municipalities; 32 times it is the printed total."""
    answers = [("Province", stratum, unemployed, 1.0) for stratum, unemployed in PROVINCE_91]
    total = row(estimated(answers, {"1": 7, "2": 25}), "TOTAL")
    numbers = [total.ratio, total.standard_error, total.lower, total.upper]
    printed = [15210.5, 4279.452, 4739.059, 25681.94]
    assert [round(32 * number, 3) for number in numbers[:3] if number is not None] == printed[:3]
    assert total.upper is not None
    assert round(32 * total.upper, 2) == printed[3]


def test_the_mean_spending_of_a_stratified_sample_of_pupils() -> None:
    """Printed: 9.141298, standard error 0.531799, limits 8.06377052 and 10.2188254, 37 degrees of freedom."""
    answers = [("School", grade, float(dollars), 1.0) for grade, all_ in SPENDING.items() for dollars in all_]
    assert len(answers) == 40
    total = row(estimated(answers, PUPILS), "TOTAL")
    assert total.ratio == pytest.approx(9.141298, abs=5e-7)
    assert total.standard_error == pytest.approx(0.531799, abs=5e-7)
    assert total.lower == pytest.approx(8.06377052, abs=5e-9)
    assert total.upper == pytest.approx(10.2188254, abs=5e-8)


def test_the_mean_spending_of_a_simple_random_sample_of_pupils() -> None:
    """Printed: 8.750000, standard error 0.845139, limits 7.04054539 and 10.4594546: one stratum of 4000."""
    answers = [("School", "all", float(dollars), 1.0) for all_ in SPENDING.values() for dollars in all_]
    total = row(estimated(answers, {"all": 4000}), "TOTAL")
    assert total.ratio == pytest.approx(8.75, abs=5e-7)
    assert total.standard_error == pytest.approx(0.845139, abs=5e-7)
    assert total.lower == pytest.approx(7.04054539, abs=5e-9)
    assert total.upper == pytest.approx(10.4594546, abs=5e-8)


@pytest.mark.parametrize(
    ("degrees", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (30, 2.042), (120, 1.980), (1000, 1.962), (10**7, 1.960)],
)
def test_quantiles_of_students_t_as_every_table_prints_them(degrees: int, printed: float) -> None:
    assert round(t_quantile(degrees), 3) == printed


@pytest.mark.parametrize("degrees", [*range(1, 50), 333, 999, 1000, 1001, 5000, 10**6])
def test_quantiles_agree_with_a_statistics_library(degrees: int) -> None:
    from_library = float(stats.t.ppf(0.975, degrees))
    assert t_quantile(degrees) == pytest.approx(from_library, rel=2e-13)
