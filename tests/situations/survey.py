"""Situations of the survey: a frame of two cities, a design, a sample, answers online and on paper.

贵阳市 has 6 small and 4 medium food makers (C1310), 遵义市 8 small ones. Small units are worth 100, 120, 140, …
万元, medium ones 1 000, 1 200, 1 400, 1 600. Drawn are all (target CV near 0), unless a test says otherwise. Every
answer has output of four times value added, total cost of 800 and digital costs of 80, so that ρ by cost share is 0.1;
the direct answer is `direct` of output.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from stdnum.cn import uscc

from assessment.catalogue.models import Collection
from assessment.directory import actions as directory
from assessment.filing import actions as filing
from assessment.filing.cells import CellChange
from assessment.filing.enterprise_actions import Statement
from assessment.filing.models import Version
from assessment.measurement.estimation_actions import request_estimation
from assessment.measurement.paper_file import COLUMNS as PAPER_COLUMNS
from assessment.measurement.questionnaire_actions import SentQuestionnaire, enter_paper_answers, send_questionnaires
from assessment.measurement.survey_actions import Design, draw, fix_design, freeze_frame, import_frame
from assessment.measurement.survey_frame_file import COLUMNS as FRAME_COLUMNS
from assessment.measurement.survey_models import Survey, SurveyEstimation, SurveyUnit
from assessment.measurement.survey_planning import Wanted
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.kept_rows import kept
from tests.situations.measurement import GUIYANG, ZUNYI, moment, the_institute, work_off
from tests.situations.people import guizhou

PREPARED = moment("2022-02-08 09:00")
SENT = moment("2022-02-10 09:00")
ANSWERED = moment("2022-02-15 09:00")
ESTIMATED = moment("2022-03-20 09:00")
SAID = Statement("王填报", "李负责", promised=True)
ALL_UNITS = Wanted(Decimal("0.0001"), 2)


def a_unit_code(number: int) -> str:
    body = f"91520000MA8{number:06d}"
    return body + str(uscc.calc_check_digit(body))


def a_frame_line(
    number: int, *, city: str = GUIYANG, industry: str = "1310", medium: bool = False, value: int = 0
) -> str:
    """Small: 50 persons and 500 万元; medium: 400 persons and 5 000 万元."""
    employees, revenue = (400, 5000) if medium else (50, 500)
    worth = value or 80 + 20 * number
    return f"{a_unit_code(number)},演示企业{number},{city},{industry},{employees},{revenue},,{worth}"


def the_frame_lines() -> list[str]:
    small = [a_frame_line(number, value=80 + 20 * number) for number in range(1, 7)]
    medium = [a_frame_line(number, medium=True, value=800 + 200 * (number - 6)) for number in range(7, 11)]
    zunyi = [a_frame_line(number, city=ZUNYI, value=80 + 20 * (number - 10)) for number in range(11, 19)]
    return [*small, *medium, *zunyi]


def a_frame(lines: Iterable[str] | None = None) -> bytes:
    return "\n".join([",".join(FRAME_COLUMNS.values()), *(lines or the_frame_lines())]).encode()


@kept
def an_imported_frame() -> Survey:
    guizhou()
    return import_frame(a_frame(), "2021", file="frame.csv", by=a_reviewer(), at=PREPARED)


@kept
def a_frozen_frame() -> Survey:
    return freeze_frame(an_imported_frame().pk, by=a_reviewer(), at=PREPARED)


@kept
def a_designed_survey(wanted: Wanted = ALL_UNITS, *, share_method: str = "cost_share", seed: int = 2021) -> Survey:
    survey = a_frozen_frame()
    return fix_design(survey.pk, Design(wanted, share_method, seed), by=the_institute(), at=PREPARED)


@kept
def a_drawn_survey(wanted: Wanted = ALL_UNITS, *, share_method: str = "cost_share") -> Survey:
    return draw(a_designed_survey(wanted, share_method=share_method).pk, by=the_institute(), at=PREPARED)


@kept
def the_questionnaire() -> Collection:
    return an_open_collection("DS-Q", "2021")


def an_asked_survey() -> tuple[Survey, list[SentQuestionnaire]]:
    the_questionnaire()
    survey = a_drawn_survey()
    return survey, send_questionnaires(survey.pk, by=a_reviewer(), at=SENT)


def amounts_of(unit: SurveyUnit, *, direct: str = "0.2", digital_cost: int = 80) -> dict[str, Decimal]:
    """By item of the questionnaire."""
    output = unit.value_added * 4
    return {
        "annual_output": output,
        "value_added": unit.value_added,
        "digital_output_increase": output * Decimal(direct),
        "total_cost": Decimal(800),
        "digital_input_cost": Decimal(digital_cost),
        "ict_depreciation": Decimal(digital_cost) / 2,
        "digital_services_cost": Decimal(digital_cost) / 4,
        "cloud_services_cost": Decimal(digital_cost) / 4,
        "software_cost": Decimal(0),
        "bandwidth_cost": Decimal(0),
        "digital_staff_pay": Decimal(digital_cost) / 4,
        "ict_assets": Decimal(500),
        "ict_asset_life": Decimal(5),
        "digital_staff": Decimal(3),
    }


def account_of(sent: SentQuestionnaire, *, at: datetime = ANSWERED) -> User:
    return directory.use_link(sent.issued.token, source="10.1.1.1", at=at).user


def a_filed_questionnaire(sent: SentQuestionnaire, *, direct: str = "0.2", digital_cost: int = 80) -> Version:
    user = account_of(sent)
    version = filing.start_version(sent.issued.link.collection_id, user.organisation.code, by=user, at=ANSWERED)
    figures = amounts_of(sent.unit, direct=direct, digital_cost=digital_cost)
    changes = [CellChange(item, "current", "value", value) for item, value in figures.items()]
    filing.save_cells(version.pk, changes, revision=0, by=user, at=ANSWERED)
    filing.sign_and_submit(version.pk, SAID, by=user, at=ANSWERED)
    return Version.objects.get(pk=version.pk)


def paper_line(unit: SurveyUnit, **changed: object) -> str:
    told = amounts_of(unit)
    names = {
        "pseudonym": unit.pseudonym,
        "output": told["annual_output"],
        "output_increase": told["digital_output_increase"],
        "digital_services": told["digital_services_cost"],
        **told,
        **changed,
    }
    return ",".join("" if names[name] is None else str(names[name]) for name in PAPER_COLUMNS)


def paper_file(lines: Iterable[str]) -> io.BytesIO:
    return io.BytesIO("\n".join([",".join(PAPER_COLUMNS.values()), *lines]).encode())


@kept
def a_survey_on_paper(changed: Mapping[str, object] | None = None, *, share_method: str = "cost_share") -> Survey:
    """Drawn whole and answered on paper by every unit."""
    survey = a_drawn_survey(share_method=share_method)
    lines = [paper_line(unit, **(changed or {})) for unit in survey.units.order_by("code")]
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    return survey


@kept
def a_requested_estimation(survey: Survey | None = None, *, collapse_reason: str = "") -> SurveyEstimation:
    chosen = survey or a_survey_on_paper()
    return request_estimation(chosen.pk, by=the_institute(), at=ESTIMATED, collapse_reason=collapse_reason)


@kept
def an_estimated_survey(survey: Survey | None = None, *, collapse_reason: str = "") -> SurveyEstimation:
    estimation = a_requested_estimation(survey, collapse_reason=collapse_reason)
    assert work_off(estimation.job).state == "done"
    return SurveyEstimation.objects.get(pk=estimation.pk)
