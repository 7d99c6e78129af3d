"""The approval of a form (批准文号): recorded anew, beside the version that carries the old one."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.audit.models import Entry
from assessment.catalogue.actions import open_collection
from assessment.catalogue.approval_actions import Approval, record_approval
from assessment.catalogue.errors import (
    ApprovalMarkMissing,
    ApprovalMarkTooLong,
    ApprovalOver,
    ApprovalPeriodWrong,
    ApprovalRecordedAlready,
    FormExpired,
    LegalMarksMissing,
)
from assessment.catalogue.models import Collection, FormVersion
from assessment.catalogue.queries import form_version_for
from assessment.catalogue.roll_over_actions import roll_over
from assessment.display.wording import say
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.roles import Role
from tests.situations.catalogue import (
    a_commission_officer,
    a_planned_collection,
    a_reviewer,
    an_account,
    an_open_collection,
    moment,
    the_catalogue,
)

pytestmark = pytest.mark.django_db
DECEMBER = moment("2021-12-20 09:00")
NEW = {
    "table_number": "DE-A",
    "approver": "贵州省统计局",
    "approval_number": "黔统制〔2022〕08号",
    "valid_until": date(2024, 12, 31),
}


def a_copied_form() -> FormVersion:
    """DE-A ended with 2021 and was taken over into 2022, together with its collection."""
    the_catalogue()
    FormVersion.objects.filter(form__code="DE-A").update(last_period="2021")
    roll_over(2022, by=a_reviewer(), at=DECEMBER)
    return FormVersion.objects.select_related("form").get(form__code="DE-A", number=2)


def test_a_copied_form_opens_nothing_before_its_new_approval_is_recorded() -> None:
    copied = a_copied_form()
    planned = Collection.objects.get(form_version=copied)
    with pytest.raises(LegalMarksMissing) as refused:
        open_collection(planned.pk, by=a_reviewer(), at=planned.opens_at)
    assert "批准文号未填写" in say(refused.value)
    made = record_approval(copied.pk, Approval(**NEW), by=a_reviewer(), at=DECEMBER)
    assert (made.pk, made.approval_number, made.valid_until) == (copied.pk, "黔统制〔2022〕08号", date(2024, 12, 31))
    old = FormVersion.objects.get(form__code="DE-A", number=1)
    assert (old.approval_number, old.valid_until) == ("黔统制〔2020〕01号（演示）", date(2023, 12, 31))
    assert open_collection(planned.pk, by=a_reviewer(), at=planned.opens_at).opened_at


def test_beside_a_version_in_force_a_new_one_is_made_and_later_collections_go_by_it() -> None:
    opened = an_open_collection("SW-Q", "2021c03")
    before = opened.form_version
    FormVersion.objects.filter(pk=before.pk).update(valid_until=date(2021, 6, 30))
    autumn = a_planned_collection("SW-Q", "2021c09")
    with pytest.raises(FormExpired):
        open_collection(autumn.pk, by=a_reviewer(), at=autumn.opens_at)
    stored = FormVersion.objects.filter(pk=before.pk).values().get()
    made = record_approval(before.pk, Approval(**NEW, first_period="2021c09"), by=a_reviewer(), at=opened.opens_at)
    assert FormVersion.objects.filter(pk=before.pk).values().get() == stored
    # SW-Q has two versions on file, so the new one is the third; the half year stays with the old one.
    assert (made.number, made.first_period, made.maker) == (3, "2021c09", before.maker)
    versions = {one.period: one.form_version_id for one in Collection.objects.filter(form_version__form=made.form)}
    assert versions["2021c03"] == versions["2021c06"] == before.pk
    assert versions["2021c09"] == versions["2021c12"] == made.pk
    assert form_version_for("SW-Q", Period.parse("2021c12")) == made
    assert form_version_for("SW-Q", Period.parse("2021c06")) == before
    assert list(made.items.values_list("code", "number", "unit")) == list(
        before.items.values_list("code", "number", "unit")
    )
    assert list(made.sign_off_steps.values_list("role", flat=True)) == list(
        before.sign_off_steps.values_list("role", flat=True)
    )
    assert open_collection(autumn.pk, by=a_reviewer(), at=autumn.opens_at).opened_at
    facts = Entry.objects.get(action="form.record_approval").facts
    assert (facts["version"], facts["beside"], facts["approval_number"]) == (3, 1, "黔统制〔2022〕08号")


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"approval_number": " "}, ApprovalMarkMissing, "批准文号未填写"),
        ({"table_number": "表" * 41}, ApprovalMarkTooLong, "表号超过40个字"),
        ({"valid_until": date(2021, 3, 31)}, ApprovalOver, "有效期至2021-03-31，早于今日（2021-04-01）"),
        ({"first_period": "2021c03"}, ApprovalPeriodWrong, "可选：2021c06、2021c09、2021c12"),
    ],
)
def test_what_is_wrong_with_an_approval_is_told_at_its_field(
    change: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    opened = an_open_collection("SW-Q", "2021c03")
    with pytest.raises(error) as refused:
        record_approval(opened.form_version_id, Approval(**{**NEW, **change}), by=a_reviewer(), at=opened.opens_at)
    assert sentence in say(refused.value)  # type: ignore[arg-type]  # each of the classes is one of ours
    assert not Entry.objects.filter(action="form.record_approval").exists()


def test_the_same_approval_again_is_refused() -> None:
    version = an_open_collection("SW-Q", "2021c03").form_version
    same = Approval(version.table_number, version.approver, version.approval_number, version.valid_until)
    with pytest.raises(ApprovalRecordedAlready):
        record_approval(version.pk, same, by=a_reviewer(), at=moment("2021-04-01 09:00"))


def test_nobody_else_records_an_approval() -> None:
    version = a_planned_collection().form_version
    for stranger in (a_commission_officer(), an_account("confirmer", Role.CONFIRMER)):
        with pytest.raises(PermissionRefused):
            record_approval(version.pk, Approval(**NEW), by=stranger, at=DECEMBER)
    with pytest.raises(NotFound):
        record_approval(0, Approval(**NEW), by=a_reviewer(), at=DECEMBER)


def test_the_page_of_a_collection_leads_to_the_approval_and_the_page_names_the_field() -> None:
    planned = Collection.objects.get(form_version=a_copied_form())
    client = Client()
    client.force_login(a_reviewer())
    address = reverse("catalogue:form-approval", args=[planned.form_version_id])
    shown = client.get(reverse("catalogue:collection", args=[planned.pk])).content.decode()
    assert "批准文号未填写" in shown
    assert address in shown
    form = {name: str(value) for name, value in NEW.items()} | {"valid_until": "2099-12-31"}
    wrong = client.post(address, {**form, "valid_until": "明年"})
    assert wrong.status_code == 400
    assert "“明年”不是日期" in wrong.content.decode()
    assert 'aria-describedby="valid_until-wrong"' in wrong.content.decode()
    done = client.post(address, form, follow=True)
    assert done.redirect_chain == [(reverse("catalogue:collection", args=[planned.pk]), 302)]
    assert "已登记批准文号：报表第2版，自2022年度起适用。" in done.content.decode()
    client.force_login(a_commission_officer())
    assert client.get(address).status_code == 403


def test_over_http_a_repeated_request_records_one_approval() -> None:
    version = an_open_collection("SW-Q", "2021c03").form_version
    client = Client()
    client.force_login(a_reviewer())
    body = {**NEW, "valid_until": "2099-12-31"}
    told = [
        client.post(
            f"/api/catalogue/forms/{version.pk}/approval/",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "k"},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in told] == [201, 201]
    assert told[0].json()["id"] == told[1].json()["id"]
    assert (told[0].json()["number"], told[0].json()["first_period"]) == (3, "2021c06")
