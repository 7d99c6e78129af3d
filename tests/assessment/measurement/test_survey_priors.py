"""A sample planned by an earlier survey, and the largest enterprises drawn whole; on the frame of the situations.

贵阳市: six small units of 100 to 200 万元, four medium ones of 1 000 to 1 600; 遵义市: eight small ones of 100 to 240.
"""

from decimal import Decimal
from math import sqrt
from statistics import stdev

import pytest
from django.test import Client
from django.urls import reverse

from assessment.audit.models import Entry
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_actions import Design, draw, fix_design
from assessment.measurement.survey_document import residuals_of
from assessment.measurement.survey_errors import DesignNumberWrong, EarlierEstimationUnknown
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.measurement.survey_planning import Wanted, read_wanted
from assessment.measurement.survey_prior import read_earlier
from assessment.measurement.survey_view import estimation_view
from assessment.methodology.run_document import thaw
from tests.situations.measurement import GUIYANG, ZUNYI, the_institute
from tests.situations.survey import (
    ANSWERED,
    PREPARED,
    a_drawn_survey,
    a_frozen_frame,
    a_requested_estimation,
    an_estimated_survey,
    paper_file,
    paper_line,
)

pytestmark = pytest.mark.django_db
MEDIUM, SMALL, ELSEWHERE = f"{GUIYANG}|C13|medium", f"{GUIYANG}|C13|small", f"{ZUNYI}|C13|small"
CERTAIN = f"{MEDIUM}|all"
FROM_1400 = Wanted(Decimal("0.06"), 1, Decimal(1400))
# ρ by the direct answer: 0.2 everywhere, but 0.1 and 0.3 by turns among the medium ones.
MEDIUM_SHARES = {1000: "0.1", 1200: "0.3", 1400: "0.1", 1600: "0.3"}


def fixed(wanted: Wanted, *, earlier: int | None = None) -> Survey:
    survey = a_frozen_frame()
    return fix_design(survey.pk, Design(wanted, "direct", 2021, earlier), by=the_institute(), at=PREPARED)


def an_uneven_round() -> SurveyEstimation:
    """Everybody answers: Y = 1 080 + 180 + 272 = 1 532 of X = 7 460."""
    survey = a_drawn_survey(share_method="direct")
    lines = []
    for unit in survey.units.order_by("code"):
        output = unit.value_added * 4
        share = Decimal(MEDIUM_SHARES.get(int(unit.value_added), "0.2"))
        lines.append(paper_line(unit, output_increase=output * share))
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    return an_estimated_survey(survey)


def the_residuals_worked_by_hand() -> dict[str, float]:
    ratio = 1532 / 7460
    medium = [float(share) * x - ratio * x for x, share in MEDIUM_SHARES.items()]
    return {
        MEDIUM: stdev(medium),
        SMALL: stdev([(0.2 - ratio) * x for x in range(100, 201, 20)]),
        ELSEWHERE: stdev([(0.2 - ratio) * x for x in range(100, 241, 20)]),
    }


def test_units_from_the_threshold_on_are_all_drawn_in_a_stratum_of_their_own() -> None:
    """1 400 and 1 600 for certain, then one each: variance 40 000 + 42 000 + 134 400, CV 465.2 / 7 460 = 6.2 %; one
    more in 遵义市 gives 139 600 and 5.0 %. Six units, where seven are needed without.
    """
    survey = fixed(FROM_1400)
    strata = survey.strata.values_list("label", "population", "value_added", "take_all", "allocated")
    assert list(strata) == [
        (CERTAIN, 2, 3000, True, 2),
        (MEDIUM, 2, 2200, False, 1),
        (SMALL, 6, 900, False, 1),
        (ELSEWHERE, 8, 1360, False, 2),
    ]
    assert survey.certainty_from == 1400
    draw(survey.pk, by=the_institute(), at=PREPARED)
    drawn = survey.units.filter(drawn=True)
    assert drawn.count() == 6
    assert set(drawn.filter(stratum__label=CERTAIN).values_list("value_added", flat=True)) == {1400, 1600}


def test_a_threshold_nobody_reaches_leaves_the_strata_as_they_were() -> None:
    survey = fixed(Wanted(Decimal("0.06"), 2, Decimal(5000)))
    assert dict(survey.strata.values_list("label", "allocated")) == {MEDIUM: 3, SMALL: 2, ELSEWHERE: 2}
    assert not survey.strata.filter(take_all=True).exists()
    assert not survey.units.filter(stratum__isnull=True).exists()


def test_the_units_drawn_whole_stand_for_themselves_in_the_estimate() -> None:
    """All answer 0.2: the ratio is 0.2 whatever was drawn, and the certain two carry the weight 1."""
    survey = draw(fixed(FROM_1400).pk, by=the_institute(), at=PREPARED)
    lines = [paper_line(unit) for unit in survey.units.filter(drawn=True)]
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    estimation = an_estimated_survey(survey)
    result = thaw(estimation.result_document)
    assert {row["label"]: float(row["weight"]) for row in result["strata"]}[CERTAIN] == 1
    assert {round(float(row["ratio"]), 12) for row in result["estimates"]} == {0.2}
    view = estimation_view(estimation)
    assert view is not None
    assert all("|" not in one.where for one in view.findings)


def test_an_earlier_round_gives_the_spread_of_its_residuals() -> None:
    ratio, residuals = residuals_of(thaw(an_uneven_round().document))
    assert ratio == pytest.approx(1532 / 7460)
    assert residuals == pytest.approx(the_residuals_worked_by_hand())


def test_a_sample_is_planned_by_the_residuals_of_the_earlier_round() -> None:
    """6 % of 1 532 is 91.9. The medium ones, S = 151.3, leave 16 · 22 885 · (1/3 − 1/4) with three, so all four are
    drawn; of the small ones, whose residuals lie within 0.3, two each are enough. By value added it was 3, 2, 2.
    """
    estimation = an_uneven_round()
    survey = fixed(Wanted(Decimal("0.06"), 2), earlier=estimation.pk)
    assert survey.planned_from_id == estimation.pk
    assert dict(survey.strata.values_list("label", "allocated")) == {MEDIUM: 4, SMALL: 2, ELSEWHERE: 2}
    planned = dict(survey.strata.values_list("label", "planned_deviation"))
    assert planned == pytest.approx(the_residuals_worked_by_hand())
    assert dict(survey.strata.values_list("label", "deviation"))[SMALL] == pytest.approx(sqrt(1400))
    assert Entry.objects.filter(action="survey.design", object_id=str(survey.pk)).count() == 1


def test_a_design_by_other_numbers_has_another_digest() -> None:
    plain, certain = fixed(Wanted(Decimal("0.06"), 2)), fixed(Wanted(Decimal("0.06"), 2, Decimal(5000)))
    assert plain.design_digest != certain.design_digest


@pytest.mark.parametrize("threshold", ["0", "-1", "NaN", "1.23456", "1e13"])
def test_a_threshold_that_is_no_amount_is_refused(threshold: str) -> None:
    with pytest.raises(DesignNumberWrong):
        read_wanted("5", "2", threshold)
    with pytest.raises(DesignNumberWrong):
        fixed(Wanted(Decimal("0.06"), 2, Decimal(threshold)))
    with pytest.raises(DesignNumberWrong):
        read_wanted("5", "2", "many")
    assert read_wanted("5", "2", " 1400 ").certainty_from == 1400
    assert read_wanted("5", "2", " ").certainty_from is None


def test_only_a_finished_estimation_can_be_planned_by() -> None:
    requested = a_requested_estimation()
    for earlier in (requested.pk, 999_999):
        with pytest.raises(EarlierEstimationUnknown):
            fixed(FROM_1400, earlier=earlier)
    assert read_earlier("") is None
    for text in ("x", "9" * 19):
        with pytest.raises(EarlierEstimationUnknown):
            read_earlier(text)


def client() -> Client:
    one = Client()
    one.force_login(the_institute())
    return one


def test_the_page_tries_a_threshold_and_an_earlier_round_without_writing_and_fixes_both() -> None:
    estimation = an_uneven_round()
    survey = a_frozen_frame()
    typed = {"cv": "6", "minimum": "2", "certainty": "1400", "earlier": str(estimation.pk)}
    page = client().get(reverse("measurement:survey-design", args=[survey.pk]), typed).content.decode()
    assert "全数调查" in page
    assert "第 1 次推算的残差" in page
    assert survey.strata.count() == 3
    form = {**typed, "share_method": "direct", "seed": "1"}
    client().post(reverse("measurement:survey-fix", args=[survey.pk]), form)
    survey.refresh_from_db()
    assert (survey.state, survey.certainty_from, survey.planned_from_id) == ("designed", 1400, estimation.pk)
    shown = client().get(reverse("measurement:survey-design", args=[survey.pk])).content.decode()
    assert "1,400.00" in shown
    assert "第 1 次推算的残差" in shown
    wrong = client().get(reverse("measurement:survey-design", args=[survey.pk]), {"certainty": "many"})
    assert wrong.status_code == 200


def test_the_interface_takes_both_and_tells_them() -> None:
    estimation = an_uneven_round()
    survey = a_frozen_frame()
    body = {"target_cv": "0.06", "minimum": 2, "share_method": "direct", "certainty_from": "1400"}
    address = f"/api/measurement/surveys/{survey.pk}/"
    answer = client().post(f"{address}design/", {**body, "earlier": estimation.pk}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    told = client().get(address).json()
    assert (told["certainty_from"], told["planned_from"]) == ("1400.0000", estimation.pk)
    assert [one["take_all"] for one in told["strata"]] == [True, False, False, False]
