"""营业收入 of a part of the year by CSV: compared cell by cell, all bad cells told at once, then taken over."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.filing.upload_actions import Incoming
from assessment.measurement.errors import (
    ComparisonOutdated,
    FileNotText,
    HeaderWrong,
    IndustryOfAnotherBody,
    UploadSettled,
    UploadUndeliverable,
)
from assessment.measurement.revenue_files import COLUMNS
from assessment.measurement.revenue_models import RevenueDelivery, RevenueUpload
from assessment.measurement.revenue_queries import revenue_upload_seen
from assessment.measurement.revenue_template import revenue_template
from assessment.measurement.revenue_upload_actions import (
    confirm_revenues,
    discard_revenues,
    expire_revenues,
    upload_revenues,
)
from assessment.measurement.revenue_view import revenue_preview
from assessment.measurement.upload_states import KEPT
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from tests.situations.measurement import (
    CITIES,
    the_communications_administration,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.measurement import moment as moment_of
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
SENT = moment_of("2021-12-10 09:00")
HEADER = ",".join(COLUMNS) + "\n"


@pytest.fixture(autouse=True)
def the_territory() -> None:
    guizhou()


def lines(*, revenue: str = "660", city: str = "520100", industry: str = "C39", months: int = 11) -> str:
    return f"{city},2021,{months},{industry},{revenue},550,600,万元,快报\n"


def sent(text: str, *, by: User | None = None) -> RevenueUpload:
    return upload_revenues(Incoming("revenue.csv", text.encode()), by=by or the_statistics_bureau(), at=SENT)


def confirmed(upload: RevenueUpload, *, compared_with: int | None = None) -> RevenueUpload:
    return confirm_revenues(upload.pk, compared_with=compared_with, by=the_statistics_bureau(), at=SENT)


def test_nothing_is_written_before_it_is_confirmed() -> None:
    upload = sent(HEADER + lines())
    assert not RevenueDelivery.objects.exists()
    delivery = confirmed(upload).delivery
    assert delivery is not None
    assert (delivery.period, delivery.months, delivery.rows.get().revenue) == ("2021", 11, 660)
    assert list(Entry.objects.filter(action__startswith="revenue.").values_list("action", flat=True)) == [
        "revenue.upload",
        "revenue.load",
        "revenue.confirm_upload",
    ]


def test_the_comparison_names_each_cell_that_changes_and_counts_the_others() -> None:
    first = confirmed(sent(HEADER + lines() + lines(city="520300"))).delivery
    assert first is not None
    preview = revenue_preview(sent(HEADER + lines(revenue="671.5") + lines(city="520300")))
    assert [(one.where, one.old, one.new) for one in preview.changes] == [
        ("电子信息制造业（39） 贵阳市", "660.00", "671.50")
    ]
    assert (preview.unchanged, preview.compared_with) == (5, first.pk)


def test_a_city_that_is_left_out_is_shown_as_a_blank() -> None:
    confirmed(sent(HEADER + lines() + lines(city="520300")))
    preview = revenue_preview(sent(HEADER + lines()))
    assert [one.new for one in preview.changes] == ["--", "--", "--"]


def test_every_bad_cell_is_told_at_once_and_keeps_the_file_from_being_confirmed() -> None:
    text = HEADER + (
        "520100,2021,11,C39,x,y,600,万元,快报\n"
        "990000,2021,11,C39,660,550,600,万元,快报\n"
        "520300,2021,12,C99,660,,600,斤,快报\n"
        "520100,2021,11,C39,660,550,600,万元,快报\n"
        "520200,2021,11,C39,1.00001,550,600,万元,快报\n"
    )
    upload = sent(text)
    told = [(one["where"]["row"], one["where"].get("column", "")) for one in upload.problems]
    assert told == [
        (2, "revenue"),
        (2, "revenue_same_months_last_year"),
        (3, "region"),
        (4, "months"),
        (4, ""),
        (4, "unit"),
        (4, "revenue_same_months_last_year"),
        (5, ""),
        (6, "revenue"),
    ]
    with pytest.raises(UploadUndeliverable):
        confirmed(upload)
    assert not RevenueDelivery.objects.exists()


def test_a_file_whose_year_and_months_cannot_be_read_is_kept_with_its_problems() -> None:
    upload = sent(HEADER + "520100,21,十一,C39,1,1,1,万元,s\n")
    assert (upload.period, upload.months, len(upload.problems)) == ("", 0, 2)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"a,b\n1,2\n", HeaderWrong), (HEADER.encode() + "贵阳".encode("gb18030"), FileNotText)],
)
def test_what_is_no_table_of_revenues_is_refused_as_a_whole(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        upload_revenues(Incoming("revenue.csv", content), by=the_statistics_bureau(), at=SENT)
    assert not RevenueUpload.objects.exists()


def test_each_body_sends_its_own_industries_and_sees_its_own_uploads() -> None:
    with pytest.raises(IndustryOfAnotherBody):
        sent(HEADER + lines(), by=the_communications_administration())
    with pytest.raises(PermissionRefused):
        sent(HEADER + lines(), by=the_institute())
    upload = sent(HEADER + lines())
    with pytest.raises(NotFound):
        revenue_upload_seen(upload.pk, by=the_communications_administration(), at=SENT)
    with pytest.raises(NotFound):
        confirm_revenues(upload.pk, compared_with=None, by=the_communications_administration(), at=SENT)


def test_a_delivery_that_came_meanwhile_is_looked_at_before_it_is_overwritten() -> None:
    upload = sent(HEADER + lines())
    confirmed(upload)
    again = sent(HEADER + lines(revenue="670"))
    with pytest.raises(ComparisonOutdated):
        confirmed(again, compared_with=None)
    assert confirmed(again, compared_with=RevenueDelivery.objects.get().pk).state == "confirmed"


def test_confirming_or_discarding_again_changes_nothing() -> None:
    upload = sent(HEADER + lines())
    confirmed(upload)
    assert confirmed(upload).state == "confirmed"
    assert RevenueDelivery.objects.count() == 1
    with pytest.raises(UploadSettled):
        discard_revenues(upload.pk, by=the_statistics_bureau(), at=SENT)
    other = sent(HEADER + lines(months=10))
    for _ in range(2):
        assert discard_revenues(other.pk, by=the_statistics_bureau(), at=SENT).state == "discarded"
    with pytest.raises(UploadSettled):
        confirmed(other)


def test_a_later_file_of_the_same_months_takes_the_place_of_the_earlier() -> None:
    first, other = sent(HEADER + lines()), sent(HEADER + lines(months=10))
    sent(HEADER + lines(revenue="661"))
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, other.state) == ("expired", "pending")


def test_what_nobody_confirms_lapses_after_a_day() -> None:
    upload = sent(HEADER + lines())
    late = SENT + KEPT + timedelta(minutes=1)
    with pytest.raises(UploadSettled):
        confirm_revenues(upload.pk, compared_with=None, by=the_statistics_bureau(), at=late)
    assert (expire_revenues(at=SENT + KEPT), expire_revenues(at=late), expire_revenues(at=late)) == (0, 1, 0)


def test_the_template_has_a_row_for_each_city_and_own_industry() -> None:
    text = revenue_template(by=the_statistics_bureau(), at=SENT).decode("utf-8-sig").splitlines()
    assert text[0] + "\n" == HEADER
    assert len(text) == 1 + len(CITIES) * 2
    assert text[1] == "520100,2021,11,C39,,,,万元,"
    in_january = revenue_template(by=the_statistics_bureau(), at=moment_of("2022-01-10 09:00")).decode("utf-8-sig")
    assert in_january.splitlines()[1] == "520100,2021,11,C39,,,,万元,"


def test_the_bureau_sends_compares_and_confirms_on_its_pages(client: Client) -> None:
    client.force_login(the_statistics_bureau())
    with time_machine.travel(SENT, tick=False):
        assert client.get("/revenues/template.csv").status_code == 200
        file = SimpleUploadedFile("revenue.csv", (HEADER + lines()).encode(), "text/csv")
        shown = client.post("/revenues/upload/", {"file": file}, follow=True)
        assert "660.00" in shown.content.decode()
        upload = RevenueUpload.objects.get()
        waiting = client.get("/").context["tasks"].todos
        assert [one.address for one in waiting if one.what == "营业收入"] == [f"/revenues/uploads/{upload.pk}/"]
        done = client.post(f"/revenues/uploads/{upload.pk}/confirm/", {"compared_with": ""}, follow=True)
        assert done.redirect_chain[-1][0] == f"/revenues/{RevenueDelivery.objects.get().pk}/"
        assert ">20.0<" in done.content.decode()


def test_the_pages_say_what_is_wrong(client: Client) -> None:
    client.force_login(the_statistics_bureau())
    with time_machine.travel(SENT, tick=False):
        nothing = client.post("/revenues/upload/")
        assert (nothing.status_code, "选择要报送的文件" in nothing.content.decode()) == (400, True)
        file = SimpleUploadedFile("revenue.csv", (HEADER + lines(revenue="x") + lines(city="1")).encode(), "text/csv")
        shown = client.post("/revenues/upload/", {"file": file}, follow=True).content.decode()
        assert "2 个单元格不能接收" in shown
        upload = RevenueUpload.objects.get()
        assert client.post(f"/revenues/uploads/{upload.pk}/confirm/").status_code == 409
        assert client.post(f"/revenues/uploads/{upload.pk}/discard/").status_code == 302


def test_who_measures_reads_the_revenues_and_sends_none(client: Client) -> None:
    delivery = confirmed(sent(HEADER + lines())).delivery
    assert delivery is not None
    client.force_login(the_institute())
    assert client.get("/revenues/").status_code == 200
    assert client.get(f"/revenues/{delivery.pk}/").status_code == 200
    assert client.get("/revenues/template.csv").status_code == 403
    assert client.post("/revenues/upload/", {}).status_code in {400, 403}


def test_the_list_asks_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    confirmed(sent(HEADER + lines()))
    client.force_login(the_statistics_bureau())
    client.get("/revenues/")
    with django_assert_num_queries(12):
        client.get("/revenues/")
    for months in (9, 10):
        confirmed(sent(HEADER + lines(months=months)))
    with django_assert_num_queries(12):
        client.get("/revenues/")
    with django_assert_num_queries(8):
        assert len(client.get("/api/measurement/revenues/").json()["results"]) == 3
