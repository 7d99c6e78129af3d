"""A survey of the whole province: 9 cities, 4 traditional industries, 5 200 units drawn, 5 000 of them answered.

Values and answers come from a seed; every thirteenth questionnaire of the first 2 600 units stays out.
"""

import random
from decimal import Decimal

from assessment.measurement.estimation_actions import deliver_estimates
from assessment.measurement.models import BaseTable
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_actions import Design, draw, fix_design, freeze_frame, import_frame
from assessment.measurement.survey_models import Survey, SurveyUnit
from assessment.measurement.survey_planning import Wanted
from assessment.measurement.table_actions import load_gdp, load_industry_accounts
from tests.situations.catalogue import a_reviewer
from tests.situations.kept_rows import kept
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    accounts_of,
    figures_of,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.people import guizhou
from tests.situations.survey import (
    ANSWERED,
    ESTIMATED,
    PREPARED,
    a_frame,
    a_frame_line,
    an_estimated_survey,
    paper_file,
    paper_line,
)

SEED = 20211231
# No stratum has as many units, so that each is drawn whole.
WHOLE_STRATA = Wanted(Decimal("0.0001"), 200)
UNITS, QUESTIONNAIRES = 5_200, 5_000
INDUSTRIES = ("1310", "1711", "2511", "3011")
_SILENT_AMONG, _SILENT_EACH = 2_600, 13


@kept
def a_survey_of_the_province() -> Survey:
    """Drawn whole and answered on paper; who stayed silent is spread over all strata."""
    guizhou()
    survey = import_frame(a_frame(_frame_lines()), "2021", file="frame.csv", by=a_reviewer(), at=PREPARED)
    freeze_frame(survey.pk, by=a_reviewer(), at=PREPARED)
    fix_design(survey.pk, Design(WHOLE_STRATA, "cost_share", SEED), by=the_institute(), at=PREPARED)
    survey = draw(survey.pk, by=the_institute(), at=PREPARED)
    lines = _answers(list(survey.units.order_by("code")))
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    return survey


@kept
def the_tables_of_the_province() -> BaseTable:
    """Accounts and GDP of 2021, and as industrial digitalisation what the survey gave: that delivery is returned."""
    guizhou()
    load_industry_accounts(accounts_of("2021"), by=the_statistics_bureau(), at=DELIVERED)
    gdp = figures_of("2021", dict.fromkeys(CITIES, 1_000_000))
    load_gdp(gdp, by=the_statistics_bureau(), at=DELIVERED)
    estimation = an_estimated_survey(a_survey_of_the_province())
    return deliver_estimates(estimation.pk, by=the_institute(), at=ESTIMATED, vintage="final").table


def _frame_lines() -> list[str]:
    values = random.Random(SEED)
    return [
        a_frame_line(
            number,
            city=CITIES[number % len(CITIES)],
            industry=INDUSTRIES[number // len(CITIES) % len(INDUSTRIES)],
            medium=number % 5 == 0,
            value=values.randint(80, 400),
        )
        for number in range(1, UNITS + 1)
    ]


def _answers(units: list[SurveyUnit]) -> list[str]:
    costs = random.Random(SEED)
    return [
        paper_line(unit, ict_depreciation=costs.randint(10, 120), digital_services=costs.randint(5, 60))
        for place, unit in enumerate(units)
        if place >= _SILENT_AMONG or place % _SILENT_EACH
    ]
