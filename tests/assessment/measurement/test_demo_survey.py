"""The survey of the demo year, from its files: drawn, answered online and on paper, estimated; never delivered."""

import pytest

from assessment.measurement.models import BaseTable
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.methodology.run_document import thaw
from deploy.demo.accounts import Demo
from deploy.demo.survey import ONLINE, request_survey
from tests.situations.catalogue import a_reviewer, the_catalogue
from tests.situations.measurement import the_institute, work_off

pytestmark = pytest.mark.django_db


def test_the_demo_survey_estimates_all_nine_cities_around_a_third() -> None:
    the_catalogue()
    demo = Demo({"bureau.reviewer": a_reviewer(), "institute": the_institute()}, "")
    estimation = request_survey(demo)
    assert estimation is not None
    work_off(estimation.job)
    survey = Survey.objects.get()
    assert survey.units.filter(drawn=True).count() == 135
    result = thaw(SurveyEstimation.objects.get().result_document)
    combined = [row for row in result["estimates"] if row["estimator"] == "combined"]
    assert len(combined) == 10
    assert {row["class"] for row in combined} == {"good"}
    assert all(0.25 < float(row["ratio"]) < 0.4 for row in combined)
    channels = [unit["channel"] for unit in thaw(SurveyEstimation.objects.get().document)["units"]]
    assert channels.count("online") == ONLINE
    assert 0.8 < float(result["response_rate"]) < 1
    assert not BaseTable.objects.exists()
    assert request_survey(demo) is None
