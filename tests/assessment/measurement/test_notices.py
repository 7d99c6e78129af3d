"""Who learns of what in the measurement: each once, with the change, and nobody who is not concerned."""

from collections import Counter

import pytest
import time_machine
from django.db import transaction
from django.db.models import Max
from django.test import Client
from django.utils import translation

from assessment.audit.errors import WrongState
from assessment.filing import actions as filing
from assessment.filing.laid_out_actions import Said
from assessment.measurement.actions import confirm_batch, submit_batch
from assessment.measurement.opinion_actions import Statement, give_opinion
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.questionnaire_actions import follow_up, send_questionnaires
from assessment.messages.models import Notice
from assessment.messages.wording import rendered, topic_of
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city
from tests.situations.laid_out import ANSWERED as DISPUTE_ANSWERED
from tests.situations.laid_out import CHECKED, GDP, NOT_OURS, a_laid_out_draft
from tests.situations.measurement import (
    MEASURED,
    a_confirmed_batch,
    a_decided_dispute,
    a_measured_batch,
    a_returned_batch,
    a_submitted_batch,
    an_objection,
    the_commission_officer,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.survey import ANSWERED, SENT, a_filed_questionnaire, an_asked_survey

pytestmark = pytest.mark.django_db


def everybody() -> None:
    """All four accounts and a city are there before anything happens."""
    for account in (the_statistics_bureau, the_communications_administration, the_institute, the_confirmer):
        account()
    the_commission_officer()


def told(after: int = 0) -> Counter[str]:
    return Counter(Notice.objects.filter(pk__gt=after).values_list("to__username", flat=True))


def so_far() -> int:
    return Notice.objects.aggregate(last=Max("pk"))["last"] or 0


def newest(user: User) -> str:
    with translation.override("zh-hans"):
        return rendered(Notice.objects.filter(to=user)[0])


def test_a_submitted_batch_tells_who_confirms_and_who_gives_an_opinion() -> None:
    everybody()
    a_submitted_batch()
    assert told() == {"confirmer": 1, "statistics": 1}
    assert newest(the_confirmer()) == "2021年全年测算第 1 批已提交，待确认。"
    assert newest(the_statistics_bureau()) == "2021年全年测算第 1 批已提交，待省统计局提出意见。"


def test_a_confirmed_batch_tells_the_institute_the_bureau_and_the_commission() -> None:
    everybody()
    batch = a_submitted_batch()
    before = so_far()
    confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)
    assert told(before) == {"institute": 1, "statistics": 1, "commission-officer": 1}


def test_a_returned_batch_tells_the_institute_and_keeps_the_reason_on_the_page() -> None:
    everybody()
    batch = a_returned_batch()
    notice = Notice.objects.get(to=the_institute())
    assert (notice.link, topic_of(notice)) == (f"/batches/{batch.pk}/", "测算批次")
    assert "C39" not in newest(the_institute())


def test_an_agreement_tells_the_institute_and_who_confirms() -> None:
    everybody()
    batch = a_submitted_batch()
    before = so_far()
    give_opinion(batch.pk, Statement(Opinion.Stand.AGREES), by=the_statistics_bureau(), at=MEASURED)
    assert told(before) == {"institute": 1, "confirmer": 1}
    assert newest(the_institute()).endswith("统计局同意2021年全年测算第 1 批。")


def test_a_dispute_over_a_figure_tells_the_commission_as_well_and_names_no_figure() -> None:
    everybody()
    batch = a_submitted_batch()
    before = so_far()
    an_objection(batch)
    assert told(before) == {"institute": 1, "confirmer": 1, "commission-officer": 1}
    assert newest(the_commission_officer()).endswith("的数据有争议，共 1 项，待省发展改革委裁定。")
    assert "1600" not in newest(the_commission_officer())


def test_a_decision_tells_the_institute_the_confirmer_and_the_bureau_of_statistics() -> None:
    everybody()
    a_decided_dispute(Dispute.Upheld.MEASURED)
    decided = Notice.objects.filter(topic="dispute")
    assert sorted(decided.values_list("to__username", flat=True)) == ["confirmer", "institute", "statistics"]
    assert newest(the_institute()) == "2021年全年测算第 1 批的数据争议，省发展改革委已以黔发改数字〔2022〕8号裁定。"


def test_a_refused_step_tells_nobody() -> None:
    everybody()
    batch = a_confirmed_batch()
    before = so_far()
    with pytest.raises(WrongState):
        submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    assert told(before) == {}


def test_a_notice_goes_with_the_change_when_the_transaction_is_undone() -> None:
    everybody()
    batch = a_measured_batch()
    with transaction.atomic():
        submit_batch(batch.pk, by=the_institute(), at=MEASURED)
        transaction.set_rollback(True)
    assert told() == {}


def test_a_citys_disputes_tell_each_body_of_its_own_items_alone() -> None:
    draft = a_laid_out_draft()
    filler = a_city(LIUPANSHUI).filler
    said = [
        Said(GDP, "disputed", NOT_OURS),
        Said("electronics_manufacturing_value_added", "disputed", NOT_OURS),
        Said("telecommunications_value_added", "agreed"),
    ]
    filing.check_figures(draft.pk, said, by=filler, at=CHECKED)
    assert told() == {"statistics": 1}
    assert newest(the_statistics_bureau()).endswith("下达数据有异议，共 2 项。逐项答复，或重新下达该数据。")
    filing.check_figures(draft.pk, said, by=filler, at=CHECKED)
    assert told() == {"statistics": 1}


def test_the_answer_to_a_dispute_tells_the_officers_of_that_city_alone() -> None:
    draft = a_laid_out_draft()
    filler, elsewhere = a_city(LIUPANSHUI).filler, a_city(ZUNYI).filler
    filing.check_figures(draft.pk, [Said(GDP, "disputed", NOT_OURS)], by=filler, at=CHECKED)
    check = draft.figure_checks.get(item=GDP)
    filing.answer_dispute(check.pk, "以省统一核算结果为准", by=the_statistics_bureau(), at=DISPUTE_ANSWERED)
    notice = Notice.objects.get(to=filler)
    assert notice.link == f"/returns/versions/{draft.pk}/figure-check/"
    assert "省统计局已答复贵单位对“" in newest(filler)
    assert not Notice.objects.filter(to=elsewhere).exists()


def test_questionnaires_tell_the_institute_how_many_and_each_enterprise_of_its_own() -> None:
    the_institute()
    survey, sent = an_asked_survey()
    assert newest(the_institute()) == "2021年度第 1 次抽样调查：已向 18 家单位发放问卷。"
    enterprises = Notice.objects.exclude(to=the_institute())
    assert enterprises.count() == 18
    assert set(enterprises.values_list("to__organisation__code", flat=True)) == {one.unit.code for one in sent}
    assert send_questionnaires(survey.pk, by=a_reviewer(), at=SENT) == []
    assert Notice.objects.count() == 19


def test_a_reminder_reaches_the_enterprises_that_have_not_answered(client: Client) -> None:
    the_institute()
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0])
    before = so_far()
    follow_up(survey.pk, by=a_reviewer(), at=ANSWERED)
    reached = set(
        Notice.objects.filter(pk__gt=before)
        .exclude(to=the_institute())
        .values_list("to__organisation__code", flat=True)
    )
    assert reached == {one.unit.code for one in sent[1:]}
    assert newest(the_institute()) == "2021年度第 1 次抽样调查：已催报 17 家未答单位。"


def test_an_enterprise_reads_its_notice_and_is_led_to_its_row(client: Client) -> None:
    _, sent = an_asked_survey()
    with time_machine.travel(ANSWERED, tick=False):
        client.post("/enterprise/", {"token": sent[0].issued.token})
        notice = Notice.objects.get(to__organisation__code=sent[0].unit.code)
        assert "贵企业已抽入样本，按时报送截至" in newest(notice.to)
        assert client.post(f"/messages/{notice.pk}/open/").headers["Location"] == "/enterprise/row/"
        assert client.get("/enterprise/row/").status_code == 200
