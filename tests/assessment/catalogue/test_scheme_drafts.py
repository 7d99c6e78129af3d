"""Draft schemes: shown as a difference, written whole by the commission, never over what is in force."""

from dataclasses import replace

import pytest
from django.test import Client

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.errors import (
    CatalogueFileWrong,
    DraftChangedMeanwhile,
    DraftInUse,
    LabelsIncomplete,
    OfficeMarksMissing,
    OtherScheme,
    PeriodTaken,
    SchemeFileMissing,
    SchemeFileTooLarge,
    SchemeFileUnreadable,
    SchemePeriodsWrong,
    SchemeTextWrong,
)
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.scheme_actions import delete_draft, save_draft
from assessment.catalogue.scheme_documents import office_text, scheme_document
from assessment.catalogue.scheme_upload import (
    LARGEST,
    SentFile,
    files_of,
    files_sent,
    preview_of,
    ready_made_files,
    ready_made_schemes,
)
from assessment.catalogue.scheme_view import change_lines
from assessment.catalogue.stored_schemes import document_of
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.roles import Role
from assessment.scoring.laboratory_actions import Variation, delete_variant, save_variant
from tests.situations.catalogue import (
    a_commission_officer,
    a_draft_scheme,
    a_frozen_scheme,
    a_reviewer,
    an_account,
    moment,
    the_catalogue,
)
from tests.situations.schemes import (
    a_changed_scheme_text,
    a_ready_made_scheme,
    files_of_the_quarterly_draft,
    replaced,
)
from tests.situations.scoring import ISSUED, a_draft_of_the_quarterly_scheme, an_issued_run, the_officer

pytestmark = pytest.mark.django_db
JANUARY = moment("2021-01-15 09:00")


def saved(document: str | None = None, scheme: str | None = None, *, seen: str | None = None) -> SchemeVersion:
    """The quarterly draft saved with other texts."""
    draft, files = files_of_the_quarterly_draft()
    files = replace(files, scheme=scheme or files.scheme, document=document or files.document)
    wanted = draft.digest if seen is None else seen
    return save_draft(scheme_document(files), seen=wanted, by=a_commission_officer(), at=JANUARY)


def test_a_change_is_shown_as_old_and_new_and_nothing_is_written_before_it_is_confirmed() -> None:
    draft, files = files_of_the_quarterly_draft()
    changed = replace(files, scheme=a_changed_scheme_text())
    preview = preview_of(changed, draft=draft)
    assert [(one.place, one.what, one.old, one.new) for one in change_lines(preview.changes)] == [
        ("绝对值 (level)", "权重", "40", "45")
    ]
    assert (preview.seen, preview.compared_with) == (draft.digest, draft)
    assert "weight: 40" in SchemeVersion.objects.get(pk=draft.pk).text
    assert not Entry.objects.filter(action="scheme.draft").exists()


def test_the_commission_saves_what_was_shown_and_it_is_recorded() -> None:
    before = files_of_the_quarterly_draft()[0].digest
    version = saved(scheme=a_changed_scheme_text())
    stored = SchemeVersion.objects.get(pk=version.pk)
    assert "weight: 45" in stored.text
    assert document_of(stored).digest == stored.digest != before
    entry = Entry.objects.get(action="scheme.draft")
    assert entry.by == "officer"
    assert entry.facts == {
        "code": "guizhou-2021-quarterly",
        "version": 1,
        "digest": stored.digest,
        "before": before,
    }


def test_the_same_files_again_change_nothing_and_record_nothing() -> None:
    saved()
    assert not Entry.objects.filter(action="scheme.draft").exists()
    draft, files = files_of_the_quarterly_draft()
    assert preview_of(files, draft=draft).unchanged


def test_a_draft_that_changed_since_the_difference_was_shown_is_not_overwritten() -> None:
    shown = files_of_the_quarterly_draft()[0].digest
    saved(scheme=a_changed_scheme_text("50"))
    with pytest.raises(DraftChangedMeanwhile):
        save_draft(
            scheme_document(replace(files_of_the_quarterly_draft()[1], scheme=a_changed_scheme_text_again())),
            seen=shown,
            by=a_commission_officer(),
            at=JANUARY,
        )
    assert "weight: 50" in files_of_the_quarterly_draft()[1].scheme


def a_changed_scheme_text_again() -> str:
    return replaced(files_of_the_quarterly_draft()[1].scheme, "weight: 50", "weight: 55")


def test_a_frozen_scheme_takes_no_change() -> None:
    draft, files = files_of_the_quarterly_draft()
    changed = replace(files, scheme=a_changed_scheme_text())
    a_frozen_scheme()
    with pytest.raises(WrongState):
        preview_of(changed)
    with pytest.raises(WrongState):
        save_draft(scheme_document(changed), seen=draft.digest, by=a_commission_officer(), at=JANUARY)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER, Role.FILLER])
def test_nobody_else_writes_a_draft(role: Role) -> None:
    the_catalogue()
    stranger = an_account("stranger", role, "520200" if role is Role.FILLER else None)
    document = scheme_document(a_ready_made_scheme())
    with pytest.raises(PermissionRefused):
        save_draft(document, seen="", by=stranger, at=JANUARY)


def test_each_ready_made_scheme_becomes_a_draft_that_can_be_frozen_where_none_is_in_force() -> None:
    the_catalogue()
    documents = ready_made_schemes()
    assert len(documents) == 5
    for document in documents:
        save_draft(scheme_document(files_of(document)), seen="", by=a_commission_officer(), at=JANUARY)
    drafts = SchemeVersion.objects.filter(code__in=[document.code for document in documents])
    assert {draft.code: draft.digest for draft in drafts} == {one.code: one.digest for one in documents}
    first, second = drafts.order_by("code")[:2]
    freeze_scheme(first.pk, by=a_commission_officer(), at=JANUARY)
    with pytest.raises(PeriodTaken) as refused:
        freeze_scheme(second.pk, by=a_commission_officer(), at=JANUARY)
    assert first.title_zh in say(refused.value)
    with pytest.raises(SchemeFileMissing):
        ready_made_files("unknown")


def test_a_new_scheme_is_shown_beside_the_one_in_force() -> None:
    frozen = a_frozen_scheme("annual")
    preview = preview_of(a_ready_made_scheme())
    assert (preview.draft, preview.compared_with, preview.seen) == (None, frozen, "")
    lines = [(one.place, one.what, one.old, one.new) for one in change_lines(preview.changes)]
    assert ("占GDP比重 (share)", "权重", "50", "25") in lines
    assert ("考核办法", "文号", "黔发改数字〔2021〕01号（演示）", "黔发改数字〔2021〕02号（演示）") in lines


def test_a_next_version_is_shown_beside_the_version_before_it() -> None:
    frozen = a_frozen_scheme()
    files = files_of(document_of(frozen))
    later = replaced(replaced(files.document, "version: 1", "version: 2"), "2021c03", "2021c06")
    later = replaced(later, "label_zh: 综合得分", "label_zh: 总分")
    preview = preview_of(replace(files, document=later))
    assert preview.compared_with == frozen
    lines = [(one.place, one.what, one.old, one.new) for one in change_lines(preview.changes)]
    assert lines == [
        ("考核办法", "首期", "2021年一季度", "2021年上半年"),
        ("TOTAL", "显示名称", "综合得分 · Total score · 分 · 2", "总分 · Total score · 分 · 2"),
    ]


def test_the_first_scheme_of_all_has_nothing_to_be_compared_with() -> None:
    the_catalogue()
    preview = preview_of(a_ready_made_scheme())
    assert (preview.compared_with, preview.changes) == (None, ())


def test_the_files_of_a_draft_read_again_are_the_same_scheme() -> None:
    draft, files = files_of_the_quarterly_draft()
    assert scheme_document(files).digest == draft.digest
    assert list(scheme_document(files).labels) == ["level", "growth", "TOTAL", "SOFTWARE"]
    assert files.document == office_text(document_of(draft))


REFUSED: dict[str, tuple[str, str, str, type[AssessmentError], str]] = {
    "a misspelt key": ("scheme", "weight: 40", "wieght: 40", SchemeTextWrong, "第19行"),
    "a code of another scheme": (
        "scheme", "code: guizhou-2021-quarterly", "code: other", CatalogueFileWrong, "应为guizhou-2021-quarterly",
    ),
    "an unknown key of the office": ("document", "issuer:", "office:", CatalogueFileWrong, "office"),
    "a date that is none": ("document", "'2021-01-20'", "'2021-02-30'", CatalogueFileWrong, "effective_on"),
    "a kind with other periods": ("document", "kind: quarterly", "kind: annual", SchemePeriodsWrong, "first_period"),
    "periods the wrong way round": ("document", "2021c03", "2022c03", SchemePeriodsWrong, "2022c03 – 2021c12"),
    "a label that is missing": ("document", "  level:", "  other:", LabelsIncomplete, "level"),
    "a unit nobody knows": ("document", "unit: 万元", "unit: 石", CatalogueFileWrong, "indicators.level.unit"),
    "an alias": ("document", "issuer:", "code: &a x\nissuer: *a #", CatalogueFileWrong, "YAML"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_with_a_file_is_said_with_its_place_and_nothing_is_written(case: str) -> None:
    part, old, new, error, said = REFUSED[case]
    draft, files = files_of_the_quarterly_draft()
    wrong = replace(files, **{part: replaced(getattr(files, part), old, new)})
    with pytest.raises(error) as refused:
        preview_of(wrong, draft=draft)
    sentence = say(refused.value)
    assert said in sentence
    assert (wrong.scheme_name if part == "scheme" else wrong.document_name) in sentence
    assert SchemeVersion.objects.get(pk=draft.pk).digest == draft.digest


def test_files_of_another_scheme_are_not_taken_for_a_draft() -> None:
    draft, _ = files_of_the_quarterly_draft()
    with pytest.raises(OtherScheme) as refused:
        preview_of(a_ready_made_scheme(), draft=draft)
    assert "efficacy-60-40 v1" in say(refused.value)


def test_a_file_that_is_not_sent_stays_as_it_is_in_the_draft() -> None:
    draft, files = files_of_the_quarterly_draft()
    text = a_changed_scheme_text().replace("\n", "\r\n").encode("utf-8-sig")
    sent = files_sent(SentFile("新.yaml", text), None, beside=draft)
    assert (sent.scheme, sent.document, sent.scheme_name) == (a_changed_scheme_text(), files.document, "新.yaml")
    office = files_sent(None, SentFile("d.yaml", files.document.encode()), beside=draft)
    assert (office.scheme, office.document_name) == (files.scheme, "d.yaml")


@pytest.mark.parametrize("sent", [(None, None), (SentFile("a.yaml", b""), None), (None, SentFile("a.yaml", b""))])
def test_a_new_scheme_needs_both_files(sent: tuple[SentFile | None, SentFile | None]) -> None:
    with pytest.raises(SchemeFileMissing):
        files_sent(*sent, beside=None)


def test_a_file_that_is_too_large_or_no_text_is_not_read() -> None:
    draft, _ = files_of_the_quarterly_draft()
    with pytest.raises(SchemeFileTooLarge):
        files_sent(SentFile("a.yaml", b"x" * (LARGEST + 1)), None, beside=draft)
    with pytest.raises(SchemeFileUnreadable):
        files_sent(SentFile("a.yaml", "方案".encode("gbk")), None, beside=draft)


def test_a_scheme_without_its_document_number_is_not_frozen() -> None:
    _, files = files_of_the_quarterly_draft()
    number = "document_number: 黔发改数字〔2021〕00号（演示）"
    version = saved(document=replaced(files.document, number, "document_number: ''"))
    with pytest.raises(OfficeMarksMissing) as refused:
        freeze_scheme(version.pk, by=a_commission_officer(), at=JANUARY)
    assert "文号" in say(refused.value)


def test_a_draft_that_nothing_goes_by_is_deleted_and_the_record_keeps_what_it_was() -> None:
    draft = a_draft_scheme()
    delete_draft(draft.pk, by=a_commission_officer(), at=JANUARY)
    assert not SchemeVersion.objects.filter(pk=draft.pk).exists()
    entry = Entry.objects.get(action="scheme.delete")
    assert (entry.object_id, entry.facts["code"], entry.facts["digest"]) == (str(draft.pk), draft.code, draft.digest)
    with pytest.raises(NotFound):
        delete_draft(draft.pk, by=a_commission_officer(), at=JANUARY)


def test_a_frozen_scheme_and_a_draft_that_a_variant_goes_by_stay() -> None:
    run = an_issued_run()
    with pytest.raises(WrongState):
        delete_draft(run.scheme_version_id, by=a_commission_officer(), at=JANUARY)
    draft = a_draft_of_the_quarterly_scheme()
    variant = save_variant(Variation(draft.pk, run.pk, "权重不变", draft.text), by=the_officer(), at=ISSUED)
    with pytest.raises(DraftInUse):
        delete_draft(draft.pk, by=the_officer(), at=ISSUED)
    assert not Entry.objects.filter(action="scheme.delete").exists()
    client = Client()
    client.force_login(the_officer())
    page = client.get(f"/laboratory/{variant.pk}/").content.decode()
    assert "删除比选方案“权重不变”" in page
    gone = client.post(f"/laboratory/{variant.pk}/delete/", follow=True)
    assert "比选方案“权重不变”已删除。" in gone.content.decode()
    assert Entry.objects.get(action="laboratory.delete").facts["result_digest"] == variant.result_digest
    with pytest.raises(NotFound):
        delete_variant(variant.pk, by=the_officer(), at=ISSUED)
    assert f"删除《{draft.title_zh}》" in client.get(f"/schemes/{draft.pk}/").content.decode()
    gone = client.post(f"/schemes/{draft.pk}/delete/", follow=True)
    assert gone.redirect_chain == [("/schemes/", 302)]
    assert not SchemeVersion.objects.filter(pk=draft.pk).exists()


def test_nobody_else_deletes_a_draft() -> None:
    draft = a_draft_scheme()
    for stranger in (a_reviewer(), an_account("approver", Role.COMMISSION_APPROVER)):
        with pytest.raises(PermissionRefused):
            delete_draft(draft.pk, by=stranger, at=JANUARY)
