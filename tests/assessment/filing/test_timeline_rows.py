"""时间线: queries, extensions, files, uploads and explanations stand in it beside the steps of the return."""

from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.catalogue.models import Obligation
from assessment.filing import actions
from assessment.filing.evidence_actions import Upload
from assessment.filing.explanation_actions import Explaining
from assessment.filing.extension_actions import Until
from assessment.filing.models import Version
from assessment.filing.timeline import timeline
from tests.situations.catalogue import a_reviewer, moment
from tests.situations.files import PDF
from tests.situations.filing import (
    DUE,
    FILLED,
    LIUPANSHUI,
    REVIEWED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_requested_correction,
    a_submitted_version,
    a_value,
    an_answered_thread,
)
from tests.situations.workbooks import an_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]
QUERIES_OF_A_TIMELINE = 14


def told(
    version: Version, *, code: str = LIUPANSHUI, at: datetime = REVIEWED
) -> list[tuple[str, int, tuple[str, ...]]]:
    _, events = timeline(version.return_filed_id, by=a_city(code).filler, at=at)
    return [(event.sentence, event.version, event.items) for event in events]


def test_what_a_city_does_while_it_fills() -> None:
    draft, filler = a_filled_draft(), a_city().filler
    actions.add_evidence(draft.pk, Upload("合同.pdf", PDF, "software_revenue"), by=filler, at=FILLED)
    upload = an_upload(draft, {"D7": 3000})
    actions.confirm_upload(upload.pk, revision=upload.revision, by=filler, at=FILLED)
    draft.refresh_from_db()
    said = Explaining("SW7.1:software_revenue.current", "large_contract", "新签政务云合同二千万元")
    actions.explain(draft.pk, [said], by=filler, at=SUBMITTED)
    rows = told(draft)
    assert ("添加佐证材料", 1, ("软件业务收入合计",)) in rows
    assert ("确认写入 Excel", 1, ()) in rows
    assert ("填写核实性问题说明", 1, ("软件业务收入合计",)) in rows


def test_questions_and_answers_by_their_number_on_the_sheet() -> None:
    thread = an_answered_thread()
    actions.ask_again(thread.pk, "附该企业验收单", DUE, by=a_reviewer(), at=REVIEWED)
    actions.close_query(thread.pk, "凭证齐全", by=a_reviewer(), at=REVIEWED)
    rows = told(thread.version)[-4:]
    item = ("软件业务收入合计",)
    assert rows == [
        (f"发出核实，核实单{thread.sheet.number}", 1, item),
        ("答复核实第1号", 1, ()),
        ("再次核实第1号", 1, item),
        ("结束核实第1号", 1, item),
    ]


def test_extensions_and_documents_of_a_correction_are_told_and_no_neighbours() -> None:
    correction = a_requested_correction()
    filed, filler = correction.return_filed, a_city().filler
    neighbour = a_submitted_version(ZUNYI)
    actions.add_correction_file(correction.pk, Upload("凭证.pdf", PDF), by=filler, at=REVIEWED)
    obligations = Obligation.objects.filter(collection=filed.collection)
    own = obligations.get(reporting_unit=filed.reporting_unit)
    late = Until(moment("2021-04-25 18:00"), moment("2021-04-28 18:00"))
    actions.ask_extension(own.pk, "企业未报", wanted_until=None, by=filler, at=FILLED)
    actions.grant_extension(own.pk, "同意", late, by=a_reviewer(), at=FILLED)
    other = obligations.get(reporting_unit=neighbour.return_filed.reporting_unit)
    asked = actions.ask_extension(other.pk, "机房检修", wanted_until=None, by=a_city(ZUNYI).filler, at=FILLED)
    actions.refuse_extension(asked.pk, "理由不充分", by=a_reviewer(), at=FILLED)
    rows = [sentence for sentence, _, _ in told(correction.version)]
    assert {"申请延期", "同意延期", "为更正申请添加佐证材料"} <= set(rows)
    assert "不同意延期" not in rows
    assert "不同意延期" in [sentence for sentence, _, _ in told(neighbour, code=ZUNYI)]


def test_the_number_of_questions_does_not_grow_with_the_story(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    draft, filler = a_filled_draft(), a_city().filler
    client = Client()
    client.force_login(filler)
    address = f"/returns/{draft.return_filed_id}/timeline/"
    client.get(address)
    with django_assert_num_queries(QUERIES_OF_A_TIMELINE):
        client.get(address)
    for number in range(3):
        actions.save_cells(draft.pk, [a_value(str(number))], revision=1 + number, by=filler, at=SUBMITTED)
        actions.add_evidence(draft.pk, Upload(f"{number}.pdf", PDF), by=filler, at=SUBMITTED)
    with django_assert_num_queries(QUERIES_OF_A_TIMELINE):
        assert client.get(address).status_code == 200
