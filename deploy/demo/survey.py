"""The survey of the demo year: frame, design, draw, a few answers by link, the rest on paper, estimates."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from assessment.catalogue.actions import open_collection
from assessment.catalogue.models import Collection
from assessment.directory.actions import use_link
from assessment.filing.actions import save_cells, sign_and_submit, start_version
from assessment.filing.cells import CellChange
from assessment.filing.enterprise_actions import Statement
from assessment.measurement.estimation_actions import request_estimation
from assessment.measurement.paper_file import COLUMNS
from assessment.measurement.questionnaire_actions import SentQuestionnaire, enter_paper_answers, send_questionnaires
from assessment.measurement.survey_actions import Design, draw, fix_design, freeze_frame, import_frame
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.measurement.survey_planning import Wanted
from deploy.demo.accounts import Demo
from deploy.demo.enterprises import FOLDER, SOURCE
from deploy.demo.waiting import wait_for

YEAR, SEED = "2021", 2021
ONLINE = 4
SAID = Statement("演示填报人", "演示单位负责人", promised=True)
Answers = dict[str, dict[str, str]]


def run_survey(demo: Demo) -> SurveyEstimation | None:
    """The survey with its estimates, which are not delivered; None when it stands already."""
    estimation = request_survey(demo)
    if estimation is not None:
        wait_for(estimation.job)
    return estimation


def request_survey(demo: Demo) -> SurveyEstimation | None:
    """Everything up to the estimation, which a worker carries out."""
    if Survey.objects.filter(period=YEAR).exists():
        return None
    collection = Collection.objects.get(form_version__form__code="DS-Q", period=YEAR)
    opened = collection.opens_at
    if collection.opened_at is None:
        open_collection(collection.pk, by=demo["bureau.reviewer"], at=opened)
    survey = _drawn(demo, at=opened)
    sent = send_questionnaires(survey.pk, by=demo["bureau.reviewer"], at=opened + timedelta(hours=2))
    answers = _answers()
    answering = [one for one in sent if one.unit.code in answers]
    for one in answering[:ONLINE]:
        _file(one, answers[one.unit.code], at=opened + timedelta(days=1))
    at = collection.on_time_until
    paper = _paper(answering[ONLINE:], answers)
    enter_paper_answers(survey.pk, paper, name="纸质问卷（演示数据）.csv", by=demo["institute"], at=at)
    return request_estimation(survey.pk, by=demo["institute"], at=at + timedelta(days=3))


def _drawn(demo: Demo, *, at: datetime) -> Survey:
    content = (FOLDER / f"survey_frame_{YEAR}.csv").read_bytes()
    survey = import_frame(content, YEAR, file=f"survey_frame_{YEAR}.csv", by=demo["bureau.reviewer"], at=at)
    freeze_frame(survey.pk, by=demo["bureau.reviewer"], at=at)
    design = Design(Wanted(Decimal("0.05"), 5), "cost_share", SEED)
    fix_design(survey.pk, design, by=demo["institute"], at=at)
    return draw(survey.pk, by=demo["institute"], at=at)


def _file(sent: SentQuestionnaire, answer: dict[str, str], *, at: datetime) -> None:
    user = use_link(sent.issued.token, source=SOURCE, at=at).user
    version = start_version(sent.issued.link.collection_id, user.organisation.code, by=user, at=at)
    given = {name: Decimal(text) for name, text in answer.items() if name != "code"}
    costs = given["ict_depreciation"] + given["digital_services"] + given["digital_staff_pay"]
    figures = {
        "annual_output": given["output"],
        "value_added": given["value_added"],
        "digital_output_increase": given["output_increase"],
        "total_cost": given["total_cost"],
        "digital_input_cost": costs,
        "ict_depreciation": given["ict_depreciation"],
        "digital_services_cost": given["digital_services"],
        "cloud_services_cost": given["digital_services"],
        "software_cost": Decimal(0),
        "bandwidth_cost": Decimal(0),
        "digital_staff_pay": given["digital_staff_pay"],
        "ict_assets": given["ict_depreciation"] * 5,
        "ict_asset_life": Decimal(5),
        "digital_staff": Decimal(5),
    }
    changes = [CellChange(item, "current", "value", value, source="演示数据") for item, value in figures.items()]
    save_cells(version.pk, changes, revision=0, by=user, at=at)
    sign_and_submit(version.pk, SAID, by=user, at=at + timedelta(hours=1))


def _paper(sent: Iterable[SentQuestionnaire], answers: Answers) -> io.BytesIO:
    """The file as the institute types it: under the numbers of the questionnaires alone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS.values())
    for one in sent:
        answer = {**answers[one.unit.code], "pseudonym": one.unit.pseudonym}
        writer.writerow([answer[name] for name in COLUMNS])
    return io.BytesIO(text.getvalue().encode())


def _answers() -> Answers:
    with (FOLDER / f"survey_answers_{YEAR}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}
