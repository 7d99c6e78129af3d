"""Questionnaires: one link each, answers online and on paper, and nobody answers for an enterprise that has filed."""

import io
from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.catalogue.models import Obligation
from assessment.directory.errors import CollectionNotForEnterprises, LinkRevoked
from assessment.directory.invitation_actions import Invited, invite
from assessment.directory.models import Link
from assessment.filing.checking import checked
from assessment.filing.errors.findings import BlockingFindings
from assessment.filing.models import Version
from assessment.measurement.questionnaire_actions import enter_paper_answers, follow_up, send_questionnaires
from assessment.measurement.survey_answers import Channel, answers_of
from assessment.measurement.survey_errors import PaperWrong, QuestionnaireMissing
from assessment.measurement.survey_models import PaperAnswer, PaperImport, Survey
from assessment.people.errors import PermissionRefused
from assessment.people.permissions import Action
from assessment.people.queries import require
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.measurement import the_institute
from tests.situations.survey import (
    ANSWERED,
    SENT,
    a_drawn_survey,
    a_filed_questionnaire,
    account_of,
    an_asked_survey,
    paper_file,
    paper_line,
)

pytestmark = pytest.mark.django_db


def entered(survey: Survey, *lines: str) -> PaperImport:
    return enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)


def refusals(survey: Survey, *lines: str) -> list[str]:
    with pytest.raises(PaperWrong) as refused:
        entered(survey, *lines)
    assert not PaperAnswer.objects.exists()
    return [str(problem) for problem in refused.value.problems]


def test_every_drawn_unit_gets_a_link_to_its_own_questionnaire_and_owes_it() -> None:
    survey, sent = an_asked_survey()
    assert len(sent) == 18
    user = account_of(sent[0])
    assert user.organisation.code == sent[0].unit.code
    assert user.collection_open == sent[0].issued.link.collection_id
    survey.refresh_from_db()
    assert Obligation.objects.filter(collection=survey.collection_id).count() == 18
    assert send_questionnaires(survey.pk, by=a_reviewer(), at=SENT) == []


def test_without_an_open_questionnaire_nothing_is_sent() -> None:
    survey = a_drawn_survey()
    with pytest.raises(QuestionnaireMissing):
        send_questionnaires(survey.pk, by=a_reviewer(), at=SENT)


def test_the_institute_sends_nothing_and_opens_no_unit() -> None:
    survey = a_drawn_survey()
    with pytest.raises(PermissionRefused):
        send_questionnaires(survey.pk, by=the_institute(), at=SENT)
    with pytest.raises(PermissionRefused):
        require(the_institute(), Action.SURVEY_UNIT_VIEW, at=SENT)
    with pytest.raises(PermissionRefused):
        require(the_institute(), Action.RETURN_VIEW, at=SENT)


def test_a_form_of_a_region_is_never_sent_to_an_enterprise() -> None:
    survey = a_drawn_survey()
    unit = survey.units.select_related("region").first()
    assert unit is not None
    asked = [Invited(unit.code, unit.name_zh, unit.region)]
    with pytest.raises(CollectionNotForEnterprises):
        invite(asked, an_open_collection(), by=a_reviewer(), at=SENT)


def test_an_enterprise_files_its_questionnaire_and_its_answer_counts() -> None:
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0], direct="0.2", digital_cost=80)
    survey.refresh_from_db()
    answers = answers_of(survey)
    assert list(answers) == [sent[0].unit.pseudonym]
    assert answers[sent[0].unit.pseudonym].channel is Channel.ONLINE
    assert answers[sent[0].unit.pseudonym].amounts["digital_services"] == Decimal(20)


def test_a_digital_cost_above_total_cost_cannot_be_filed() -> None:
    _, sent = an_asked_survey()
    with pytest.raises(BlockingFindings):
        a_filed_questionnaire(sent[0], digital_cost=808)
    version = Version.objects.get()
    assert "V-S4" in {finding.rule for finding in checked(version).findings}


def test_answers_on_paper_are_marked_with_who_and_when() -> None:
    survey = a_drawn_survey()
    units = list(survey.units.order_by("code")[:2])
    done = entered(survey, *(paper_line(unit) for unit in units))
    assert (done.number, done.rows, done.entered_by, done.entered_at) == (1, 2, the_institute(), ANSWERED)
    assert {one.channel for one in answers_of(survey).values()} == {Channel.PAPER}
    assert Entry.objects.get(action="survey.enter").facts["rows"] == 2


def test_paper_never_overwrites_what_an_enterprise_filed() -> None:
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0])
    survey.refresh_from_db()
    entered(survey, paper_line(sent[0].unit, output=99999))
    answer = answers_of(survey)[sent[0].unit.pseudonym]
    assert (answer.channel, answer.amounts["output"]) == (Channel.ONLINE, sent[0].unit.value_added * 4)


def test_of_two_papers_the_later_counts() -> None:
    survey = a_drawn_survey()
    unit = survey.units.order_by("code")[0]
    entered(survey, paper_line(unit))
    entered(survey, paper_line(unit, output=4321))
    assert answers_of(survey)[unit.pseudonym].amounts["output"] == 4321


def test_a_blank_answer_stays_unknown() -> None:
    survey = a_drawn_survey()
    unit = survey.units.order_by("code")[0]
    entered(survey, paper_line(unit, total_cost=None))
    assert answers_of(survey)[unit.pseudonym].amounts["total_cost"] is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pseudonym": "ABCDEF0123"}, "Row 2: ABCDEF0123 is not the number of a questionnaire of this sample"),
        ({"output": "12万"}, "Row 2, column “产出”: expected a number of at most four decimals, received “12万”"),
        ({"output": "NaN"}, "Row 2, column “产出”: expected a number of at most four decimals, received “NaN”"),
        ({"output": "400.12345"}, "Row 2, column “产出”: expected a number of at most four decimals"),
        ({"total_cost": "-1"}, "Row 2, column “总成本”: expected 0 or more, received -1"),
        ({"output_increase": 1000000}, "Row 2: 数字化带来的产出增加额 is more than 产出"),
        ({"total_cost": 79}, "Row 2: 信息通信资产折旧＋数字服务费用＋数字人员薪酬 is more than 总成本"),
    ],
)
def test_a_wrong_paper_is_refused_with_row_and_column(changed: dict[str, object], said: str) -> None:
    survey = a_drawn_survey()
    sentences = refusals(survey, paper_line(survey.units.order_by("code")[0], **changed))
    assert said in sentences[0]


def test_a_paper_twice_in_one_file_and_a_wrong_heading_are_refused() -> None:
    survey = a_drawn_survey()
    line = paper_line(survey.units.order_by("code")[0])
    assert "stands in row 2 already" in refusals(survey, line, line)[0]
    with pytest.raises(PaperWrong) as refused:
        enter_paper_answers(survey.pk, io.BytesIO(b"a,b\n"), name="x", by=the_institute(), at=ANSWERED)
    assert refused.value.problems[0].code == "survey_heading_wrong"


@pytest.mark.parametrize("content", [b"\xff\xfe", b'"A', b"A,1,2,3,4,5,6,7,8,9"])
def test_a_paper_file_that_is_no_csv_is_refused(content: bytes) -> None:
    survey = a_drawn_survey()
    file = paper_file([])
    file.seek(0, 2)
    file.write(b"\n" + content)
    with pytest.raises(PaperWrong):
        enter_paper_answers(survey.pk, file, name="x.csv", by=the_institute(), at=ANSWERED)
    assert not PaperImport.objects.exists()


def test_who_has_not_answered_gets_a_new_link_and_the_old_one_ends() -> None:
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0])
    entered(survey, paper_line(sent[1].unit))
    again = follow_up(survey.pk, by=a_reviewer(), at=ANSWERED)
    assert len(again) == 16
    assert not {one.unit.pk for one in again} & {sent[0].unit.pk, sent[1].unit.pk}
    assert set(survey.units.values_list("reminders", flat=True)) == {0, 1}
    assert Link.objects.filter(revoked_at__isnull=True).count() == 18
    with pytest.raises(LinkRevoked):
        account_of(sent[2])
