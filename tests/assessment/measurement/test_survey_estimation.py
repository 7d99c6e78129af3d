"""From answers to estimates by city, and from these to the delivery that batches take in."""

from decimal import Decimal

import pytest

from assessment.directory.actions import list_enterprises
from assessment.directory.list_file import ListRow
from assessment.jobs.models import Job
from assessment.measurement.actions import request_batch
from assessment.measurement.estimation_actions import deliver_estimates, request_estimation
from assessment.measurement.models import BaseTable
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_errors import DesignNumberWrong, EstimatesRefused, EstimationUnfinished, NoAnswersYet
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.methodology.canonical import digest
from assessment.methodology.run_document import thaw
from assessment.people.errors import PermissionRefused
from tests.situations.catalogue import a_reviewer
from tests.situations.enterprises import LISTED
from tests.situations.filing import a_city
from tests.situations.measurement import GUIYANG, ZUNYI, the_institute, the_tables_of, work_off
from tests.situations.survey import (
    ANSWERED,
    ESTIMATED,
    a_drawn_survey,
    a_requested_estimation,
    a_survey_on_paper,
    an_estimated_survey,
    paper_file,
    paper_line,
)

pytestmark = pytest.mark.django_db


def estimates(estimation: SurveyEstimation, estimator: str = "combined") -> dict[str, dict[str, str]]:
    rows = thaw(estimation.result_document)["estimates"]
    return {row["domain"]: row for row in rows if row["estimator"] == estimator}


def answered_by(*numbers: int) -> Survey:
    """Only these units, by their place in the frame from 0, have answered."""
    survey = a_drawn_survey()
    units = list(survey.units.order_by("code"))
    lines = [paper_line(units[number]) for number in numbers]
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    return survey


@pytest.mark.parametrize("estimator", ["combined", "separate"])
def test_a_tenth_of_the_value_added_of_each_city_is_estimated_without_error(estimator: str) -> None:
    """Every unit says 80 of 800, so ρ = 0.1: 贵阳市 610 of 900 + 5 200, 遵义市 136 of 1 360."""
    rows = estimates(an_estimated_survey(), estimator)
    assert [Decimal(rows[city]["digital_value_added"]) for city in (GUIYANG, ZUNYI, "TOTAL")] == [610, 136, 746]
    assert {round(float(row["ratio"]), 12) for row in rows.values()} == {0.1}
    assert {row["class"] for row in rows.values()} == {"good"}


def test_the_direct_answer_is_read_where_the_survey_has_chosen_it_and_caps_a_cost_share() -> None:
    direct = estimates(an_estimated_survey(a_survey_on_paper(share_method="direct")))
    assert round(float(direct["TOTAL"]["ratio"]), 12) == 0.2
    capped = an_estimated_survey(a_survey_on_paper({"digital_staff_pay": 420}))
    # (40 + 20 + 420) / 800 = 0.6, more than the 0.2 that was answered directly.
    assert round(float(estimates(capped)["TOTAL"]["ratio"]), 12) == 0.2
    assert thaw(capped.result_document)["capped"] == 18


def test_an_estimation_is_canonical_and_the_same_answers_give_the_same_one() -> None:
    survey = a_survey_on_paper()
    first = an_estimated_survey(survey)
    assert first.result_digest == digest(thaw(first.result_document))
    again = request_estimation(survey.pk, by=the_institute(), at=ESTIMATED)
    assert again.pk == first.pk
    assert survey.estimations.count() == 1


def test_the_document_names_units_by_pseudonym_alone() -> None:
    estimation = a_requested_estimation()
    for code, name in estimation.survey.units.values_list("code", "name_zh"):
        assert code not in estimation.document
        assert name not in estimation.document


def test_a_second_delivery_of_the_job_changes_nothing() -> None:
    estimation = an_estimated_survey()
    work_off(estimation.job)
    assert SurveyEstimation.objects.get().estimated_at == estimation.estimated_at


def test_too_few_answers_are_found_and_strata_collapse_only_with_a_reason() -> None:
    survey = answered_by(0, 1, 6, 7, 10, 11, 12, 13, 14)
    plain = thaw(an_estimated_survey(survey).result_document)
    assert {"respondents_too_few", "response_rate_low"} <= {finding["code"] for finding in plain["findings"]}
    assert (plain["collapses"], float(plain["response_rate"])) == ([], 0.5)
    collapsed = an_estimated_survey(survey, collapse_reason="贵阳市两层回答不足5家")
    assert collapsed.number == 2
    result = thaw(collapsed.result_document)
    assert {one["merged_into"] for one in result["collapses"]} == {f"{GUIYANG}|C13|medium+{GUIYANG}|C13|small"}


def test_city_results_become_the_delivery_that_batches_take_in() -> None:
    loaded = deliver_estimates(an_estimated_survey().pk, by=the_institute(), at=ESTIMATED)
    table = loaded.table
    assert (table.kind, table.period) == (BaseTable.Kind.INDUSTRIAL_DIGITALISATION, "2021")
    figures = {row.region.code: row for row in table.region_figures.select_related("region")}
    assert (figures[GUIYANG].value, figures[GUIYANG].marker) == (610, "survey")
    assert "CV 0.00%" in figures[ZUNYI].source


def test_a_batch_states_how_good_the_survey_of_its_figures_is() -> None:
    """Every drawn unit answered, so there is nothing to find but the strata of fewer than five (V-Q1)."""
    the_tables_of("2021")
    estimation = an_estimated_survey()
    deliver_estimates(estimation.pk, by=the_institute(), at=ESTIMATED)
    batch = request_batch("2021", by=the_institute(), at=ESTIMATED)
    sample = thaw(batch.document)["inputs"]["sample"]
    assert sample["seed"] == estimation.survey.seed
    assert sample["in_both_parts"] == []
    assert set(sample["cv_percent"]) == {GUIYANG, ZUNYI, "TOTAL"}
    assert all(one["drawn"] == one["respondents"] for one in sample["strata"])
    work_off(batch.job)
    batch.refresh_from_db()
    checks = thaw(batch.result_document)["checks"]
    few = [one for one in sample["strata"] if one["respondents"] < 5]
    assert [one["code"] for one in checks if one["code"] == "too_few_respondents"] == ["too_few_respondents"] * len(few)


def test_a_city_beyond_the_publish_rule_is_not_delivered() -> None:
    survey = answered_by(0, *range(10, 18))
    estimation = an_estimated_survey(survey)
    assert estimates(estimation)[GUIYANG]["class"] == "refuse"
    with pytest.raises(EstimatesRefused) as refused:
        deliver_estimates(estimation.pk, by=the_institute(), at=ESTIMATED)
    assert refused.value.where == {"regions": ["贵阳市"], "highest": "30%"}
    assert not BaseTable.objects.exists()


def test_nothing_is_estimated_without_answers_or_delivered_before_it_is_done() -> None:
    with pytest.raises(NoAnswersYet):
        a_requested_estimation(a_drawn_survey())
    with pytest.raises(EstimationUnfinished):
        deliver_estimates(a_requested_estimation().pk, by=the_institute(), at=ESTIMATED)


def test_a_unit_that_a_city_lists_in_a_digital_industry_is_found() -> None:
    survey = a_survey_on_paper()
    unit = survey.units.select_related("region").order_by("code")[0]
    row = ListRow(unit.code, unit.name_zh, "6513", unit.region.code, False, False, False, LISTED)
    list_enterprises([row], by=a_city(unit.region.code).filler, at=ANSWERED)
    findings = thaw(an_estimated_survey(survey).result_document)["findings"]
    assert [one["where"] for one in findings if one["code"] == "unit_in_both_parts"] == [unit.pseudonym]


def test_a_batch_takes_the_estimates_in_with_their_marker() -> None:
    the_tables_of("2021")
    deliver_estimates(an_estimated_survey().pk, by=the_institute(), at=ESTIMATED, vintage="final")
    batch = request_batch("2021", by=the_institute(), at=ESTIMATED)
    rows = {row["region"]: row for row in thaw(batch.document)["inputs"]["industrial_digitalisation"]}
    assert (Decimal(rows[GUIYANG]["value"]), rows[GUIYANG]["marker"]) == (610, "survey")


def test_an_estimator_nobody_knows_delivers_nothing() -> None:
    with pytest.raises(DesignNumberWrong):
        deliver_estimates(an_estimated_survey().pk, by=the_institute(), at=ESTIMATED, estimator="median")


def test_an_estimation_whose_job_failed_is_tried_again() -> None:
    estimation = a_requested_estimation()
    Job.objects.filter(pk=estimation.job_id).update(state=Job.State.FAILED)
    again = request_estimation(estimation.survey_id, by=the_institute(), at=ESTIMATED)
    assert again.pk == estimation.pk
    assert work_off(again.job).state == Job.State.DONE


def test_only_the_institute_estimates() -> None:
    survey = a_survey_on_paper()
    with pytest.raises(PermissionRefused):
        request_estimation(survey.pk, by=a_reviewer(), at=ESTIMATED)
