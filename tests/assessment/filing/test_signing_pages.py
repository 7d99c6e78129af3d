"""Pages of the sign-off: the pledge, the summary, the receipt and its verification, the sheet that is stamped."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.audit.models import Entry
from assessment.display.formats import check_code
from assessment.evidence.models import StoredFile
from assessment.filing import actions
from assessment.filing.errors.findings import SheetDiffers
from assessment.filing.evidence_actions import Upload
from assessment.filing.models import Cell, Receipt, Version
from assessment.filing.print_view import FIRST_SHEET_MM, NEXT_SHEET_MM, ROW_MM, SIGNATURES_MM, Note, sheets_of
from assessment.filing.version_document import figures_digest, submission_document
from assessment.methodology.canonical import digest
from assessment.people.models import User
from tests.situations.catalogue import moment
from tests.situations.filing import (
    FILLED,
    SIGNED,
    SUBMITTED,
    a_city,
    a_filled_draft,
    a_receipt,
    a_signed_version,
    a_submitted_version,
    a_value,
    a_withdrawn_version,
    awaiting_signature,
)
from tests.situations.findings import TEXT, a_draft_that_doubled, an_explained_draft, filed_up_to_acceptance

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def at_desk(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def page(client: Client, address: str, **more: str) -> str:
    with time_machine.travel(SUBMITTED, tick=False):
        return client.get(address, more).content.decode()


def pressed(client: Client, address: str, **body: object) -> str:
    """The page a button leads to."""
    with time_machine.travel(SUBMITTED, tick=False):
        return client.post(address, body, follow=True).content.decode()


# The pledge


@pytest.mark.parametrize("step", ["sign", "submit"])
def test_nobody_signs_or_submits_without_the_pledge(step: str) -> None:
    version = awaiting_signature() if step == "sign" else a_signed_version()
    state, signatures = version.state, version.signatures.count()
    by = a_city().statistics_head if step == "sign" else a_city().filler
    told = pressed(at_desk(by), f"/returns/versions/{version.pk}/{step}/")
    assert "还没有勾选承诺" in told
    version = Version.objects.get(pk=version.pk)
    assert (version.state, version.signatures.count()) == (state, signatures)


def test_with_the_pledge_the_signature_is_given() -> None:
    version = awaiting_signature()
    pressed(at_desk(a_city().statistics_head), f"/returns/versions/{version.pk}/sign/", pledge="on")
    assert version.signatures.count() == 1


# The summary


def test_the_summary_shows_key_figures_growth_last_period_and_open_warnings() -> None:
    filed_up_to_acceptance("2021c03", "1200", "1000")
    version = a_draft_that_doubled("2600", "1000", period="2021c06", at=moment("2021-07-05 09:00"))
    shown = page(at_desk(a_city().filler), f"/returns/versions/{version.pk}/summary/")
    cells = re.sub(r"<[^>]+>", " ", shown[shown.index("软件业务收入合计") : shown.index("软件产品收入")]).split()
    # 2600 against 1000 a year ago, and 1400 more than the 1200 of the first quarter.
    assert cells[1:] == ["万元", "2,600.00", "1,000.00", "160.0", "1,200.00", "+1,400.00", "02"]
    assert "还有强制性错误，或有核实性问题未说明" in shown
    assert "确认提交" not in shown


def test_the_summary_names_what_differs_from_the_version_before() -> None:
    version = a_withdrawn_version()
    following = actions.start_version(
        version.return_filed.collection_id, a_city().code, by=a_city().filler, at=SUBMITTED
    )
    actions.save_cells(following.pk, [a_value("1300")], revision=0, by=a_city().filler, at=SUBMITTED)
    shown = page(at_desk(a_city().filler), f"/returns/versions/{following.pk}/summary/")
    assert "与第1版的差异" in shown
    assert "1,234.50" in shown
    assert "1,300.00" in shown


def test_a_signer_sees_the_explanations_before_signing() -> None:
    version = an_explained_draft()
    actions.request_signatures(version.pk, by=a_city().filler, at=FILLED)
    shown = page(at_desk(a_city().statistics_head), f"/returns/versions/{version.pk}/summary/")
    assert TEXT in shown
    assert "承诺依照统计法报送" in shown


# The receipt


def test_the_receipt_prints_the_rule_by_which_it_is_on_time_or_late() -> None:
    version = a_signed_version()
    actions.submit(version.pk, by=a_city().filler, at=moment("2021-04-15 18:00"))
    shown = page(at_desk(a_city().filler), f"/returns/versions/{version.pk}/receipt/")
    assert "按服务器时间在 2021-04-15 18:00:00 之前收到，属按期报送" in shown
    late = a_signed_version("520300")
    actions.submit(late.pk, by=a_city("520300").filler, at=moment("2021-04-15 18:00") + timedelta(seconds=1))
    shown = page(at_desk(a_city("520300").filler), f"/returns/versions/{late.pk}/receipt/")
    assert "按服务器时间在 2021-04-15 18:00:00 之后收到，属迟报" in shown


def test_submitting_twice_on_the_page_leads_to_the_same_receipt() -> None:
    version = a_signed_version()
    client = at_desk(a_city().filler)
    first = pressed(client, f"/returns/versions/{version.pk}/submit/", pledge="on")
    again = pressed(client, f"/returns/versions/{version.pk}/submit/", pledge="on")
    assert Receipt.objects.get().number in first
    assert Receipt.objects.get().number in again
    assert Entry.objects.filter(action="return.submit").count() == 1


def test_verification_shows_genuine_withdrawn_or_forged_and_no_figure() -> None:
    receipt = a_receipt()
    anybody = at_desk(a_city("520300").filler)
    typed = f" {receipt.digest[:32]}\n{receipt.digest[32:]} "
    told = pressed(anybody, "/returns/receipts/verify/", number=receipt.number, digest=typed)
    assert "真实有效" in told
    assert "1,234.50" not in told
    assert "六盘水" not in told
    assert "未通过验真" in pressed(anybody, "/returns/receipts/verify/", number=receipt.number, digest="0" * 64)
    actions.withdraw(receipt.version_id, by=a_city().filler, at=SUBMITTED)
    told = pressed(anybody, "/returns/receipts/verify/", number=receipt.number, digest=receipt.digest)
    assert "真实，但已撤回" in told


@pytest.mark.no_cover
def test_a_thousand_receipts_are_accepted_and_a_thousand_altered_ones_refused() -> None:
    version = filed_up_to_acceptance("2021c03", "2500", "1000")
    document = submission_document(version)
    chance = random.Random(20210412)
    accepted = refused = 0
    for number in range(1000):
        written = {**document, "version": number}
        receipt = digest(written, schema=2)
        accepted += digest(written, schema=2) == receipt
        refused += digest(altered(written, chance), schema=2) != receipt
    assert (accepted, refused) == (1000, 1000)
    assert digest(document, schema=2) == version.digest


def altered(document: dict[str, object], chance: random.Random) -> dict[str, object]:
    """The document with one thing changed: a figure, a signature, an explanation, an outcome, or the unit."""
    cells, signatures, findings = document["cells"], document["signatures"], document["findings"]
    assert isinstance(cells, list)
    assert isinstance(signatures, list)
    assert isinstance(findings, dict)
    kind = chance.choice(["cell", "signature", "rule", "unit", "filler"])
    if kind == "cell":
        place = chance.randrange(len(cells))
        return {**document, "cells": [*cells[:place], {**cells[place], "value": "1"}, *cells[place + 1 :]]}
    if kind == "signature":
        return {**document, "signatures": [{**signatures[0], "signer": "somebody"}, *signatures[1:]]}
    if kind == "rule":
        place = chance.randrange(len(findings["rules"]))
        rules = [dict(rule) for rule in findings["rules"]]
        rules[place]["digest"] = "0" * 64
        return {**document, "findings": {**findings, "rules": rules}}
    return {**document, {"unit": "reporting_unit", "filler": "filler"}[kind]: "altered"}


# The sheet


def test_the_sheet_carries_the_marks_the_version_the_signers_and_the_check_code() -> None:
    version = a_submitted_version()
    shown = page(at_desk(a_city().filler), f"/returns/versions/{version.pk}/print/")
    for text in ("表号：", "制定机关：", "批准机关：", "批准文号：", "有效期至：", "（单位公章）", "第 1 页　共 1 页"):
        assert text in shown, text
    assert shown.count("第1版") >= 6
    assert check_code(figures_digest(version)) in shown
    assert "style=" not in shown
    draft = a_filled_draft("520300")
    assert "草稿 第1版" in page(at_desk(a_city("520300").filler), f"/returns/versions/{draft.pk}/print/")


def test_sheets_break_before_they_overflow_and_the_signatures_stay_with_the_last_line() -> None:
    note = Note("SW7.1", "字" * 200)
    for count in range(60):
        sheets = sheets_of([], [note] * count)
        assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
        assert sum(len(sheet.notes) for sheet in sheets) == count
        assert [sheet.signed for sheet in sheets] == [False] * (len(sheets) - 1) + [True]
        for sheet in sheets:
            room = (FIRST_SHEET_MM if sheet.number == 1 else NEXT_SHEET_MM) - (SIGNATURES_MM if sheet.signed else 0)
            assert sum(one.height for one in sheet.notes) <= room
        assert count == 0 or sheets[-1].notes
    assert ROW_MM * 15 + SIGNATURES_MM < FIRST_SHEET_MM


def test_a_stamped_page_is_kept_with_the_version_whose_check_code_it_bears() -> None:
    version = a_submitted_version()
    code = check_code(figures_digest(version))
    scan = SimpleUploadedFile("盖章页.pdf", PDF, "application/pdf")
    told = pressed(
        at_desk(a_city().filler),
        f"/returns/versions/{version.pk}/evidence/stamped/",
        file=scan,
        check_code=code.upper(),
    )
    assert "盖章页.pdf" in told
    kept = StoredFile.objects.get()
    assert (kept.kind, kept.key) == ("filing.stamped_page", str(version.pk))


def test_a_sheet_printed_from_other_figures_is_refused() -> None:
    version = a_submitted_version()
    code = check_code(figures_digest(version))
    Cell.objects.filter(version=version, item="software_revenue", basis="current").update(value=9999)
    with pytest.raises(SheetDiffers):
        actions.add_stamped_page(version.pk, Upload("a.pdf", PDF, check_code=code), by=a_city().filler, at=SIGNED)
    assert not StoredFile.objects.exists()
