"""结果反馈包: made once for each city of an issued result, its own and nobody else's, kept as it was given."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.jobs import actions as jobs
from assessment.jobs.errors import LeaseLost
from assessment.jobs.leases import Lease
from assessment.messages.models import Notice
from assessment.people.errors import NotFound, PermissionRefused
from assessment.scoring.models import Run
from reporting.city_pack_actions import NOTE, WORKBOOK, download_pack, make_city_packs, pack_content, read_pack
from reporting.city_pack_queries import newer_pack_of, packs_visible_to, report_in
from reporting.models import CityPack
from tests.situations.catalogue import a_reviewer
from tests.situations.measurement import work_off
from tests.situations.packs import (
    CLOSED,
    FELL,
    FOUNDED,
    GREW,
    STEADY,
    ZUNYI,
    a_corrected_run,
    an_issued_run_with_packs,
    an_issued_year_with_packs,
    the_enterprises_of_zunyi,
    the_job_of_the_packs,
    the_pack,
    two_enterprises_of_zunyi,
)
from tests.situations.scoring import ISSUED, an_issued_run, the_filler

pytestmark = pytest.mark.django_db
GUIYANG, LIUPANSHUI = "520100", "520200"
PACK_PAGE_QUERIES, LIST_QUERIES = 17, 10


class DyingLease(Lease):
    """Of a worker that is gone after three cities."""

    def progress(self, done: int, total: int) -> None:
        super().progress(done, total)
        if done == 3:
            raise SystemError("power cut")


def test_a_pack_says_what_was_published_of_all_and_the_detail_of_its_own_city_alone() -> None:
    the_enterprises_of_zunyi()
    run = an_issued_run_with_packs()
    own, other = report_in(the_pack(run, ZUNYI)), report_in(the_pack(run, LIUPANSHUI))
    published = {one.unit: (one.shown, one.rank) for one in run.placings.all()}
    assert {place.unit: (place.score.value, place.rank) for place in own.places} == published
    assert own.growth is not None
    assert other.growth is not None
    pulls = [(line.code, line.kind, str(line.points)) for line in own.growth.lines]
    assert pulls == [
        (GREW, "continuing", "30.00"),
        (FOUNDED, "new", "10.00"),
        (STEADY, "continuing", "0.00"),
        (FELL, "continuing", "-5.00"),
        ("", "rest", "15.00"),
    ]
    assert str(own.growth.points) == "50.00"
    assert {one.kind: str(one.points) for one in own.growth.subtotals} == {
        "continuing": "25.00", "new": "10.00", "rest": "15.00",
    }  # fmt: skip
    assert [(one.code, one.how) for one in own.growth.gone] == [(CLOSED, "注销")]
    assert (own.growth.listed, own.growth.missing) == (5, 1)
    assert [line.kind for line in other.growth.lines] == ["rest"]
    capital = report_in(the_pack(run, GUIYANG)).growth
    assert capital is not None
    assert [(line.kind, str(line.points)) for line in capital.lines] == [("part", "5.00"), ("rest", "20.00")]
    for pack in run.city_packs.exclude(region__code=ZUNYI):
        assert GREW not in pack.document
        assert "演示企业" not in "".join(_texts(bytes(pack.workbook)) + _paragraphs(bytes(pack.note)))
    _assert_the_note_says_what_the_tables_say(the_pack(run))


def _assert_the_note_says_what_the_tables_say(pack: CityPack, *, least: int = 8) -> None:
    """Every figure with decimals in the note stands in a cell of the workbook."""
    cells = {f"{abs(value):.{digits}f}" for value in _numbers(bytes(pack.workbook)) for digits in (1, 2)}
    said = re.findall(r"\d[\d,]*\.\d+", "".join(_paragraphs(bytes(pack.note))))
    assert len(said) >= least
    assert {figure.replace(",", "") for figure in said} <= cells


def test_a_worker_that_dies_leaves_what_it_made_and_the_next_one_makes_the_rest_once() -> None:
    run = an_issued_run()
    job, now = the_job_of_the_packs(run), timezone.now()
    dead = jobs.claim(job.pk, step=0, at=now)
    assert dead is not None
    with override("zh-hans"), pytest.raises(SystemError):
        make_city_packs(DyingLease(dead), at=now)
    first = dict(CityPack.objects.values_list("pk", "digest"))
    assert len(first) == 3
    heir = jobs.claim(job.pk, step=0, at=now + timedelta(days=1))
    assert heir is not None
    with override("zh-hans"):
        make_city_packs(Lease(heir), at=now)
        make_city_packs(Lease(heir), at=now)
    with pytest.raises(LeaseLost):
        Lease(dead).hold()
    assert run.city_packs.count() == 9
    assert first.items() <= dict(CityPack.objects.values_list("pk", "digest")).items()
    assert Entry.objects.filter(action="city_pack.make").count() == 9
    assert Notice.objects.filter(topic="city_pack").count() == len(_told(run))


def test_delivered_twice_it_is_made_once_and_made_anew_it_is_the_same_byte_for_byte() -> None:
    run = an_issued_run_with_packs()
    before = dict(run.city_packs.values_list("pk", "digest"))
    work_off(the_job_of_the_packs(run))
    assert dict(run.city_packs.values_list("pk", "digest")) == before
    pack = the_pack(run)
    with override("zh-hans"):
        again = pack_content(report_in(pack))
    assert (again.document, again.workbook, again.note) == (pack.document, bytes(pack.workbook), bytes(pack.note))
    for change in (lambda: CityPack.objects.filter(pk=pack.pk).update(version=2), pack.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_a_city_reads_and_takes_its_own_and_finds_nothing_of_another(client: Client, django_assert_num_queries) -> None:
    run = an_issued_run_with_packs()
    filler, pack, foreign = the_filler(ZUNYI), the_pack(run), the_pack(run, LIUPANSHUI)
    assert [one.pk for one in packs_visible_to(filler, at=ISSUED)] == [pack.pk]
    for part, stored in ((WORKBOOK, pack.workbook), (NOTE, pack.note)):
        assert download_pack(pack.pk, part, by=filler, at=ISSUED).content == bytes(stored)
        with pytest.raises(NotFound):
            download_pack(foreign.pk, part, by=filler, at=ISSUED)
    with pytest.raises(NotFound):
        read_pack(foreign.pk, by=filler, at=ISSUED)
    with pytest.raises(PermissionRefused):
        read_pack(pack.pk, by=a_reviewer(), at=ISSUED)
    assert Entry.objects.filter(action="city_pack.download", object_id=str(pack.pk), chain=ZUNYI).count() == 2
    client.force_login(filler)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/city-results/")
    with django_assert_num_queries(PACK_PAGE_QUERIES):
        page = client.get(f"/city-results/{pack.pk}/")
    assert page.status_code == 200
    assert client.get(f"/city-results/{foreign.pk}/").status_code == 404
    assert client.get(f"/city-results/{foreign.pk}/note.docx").status_code == 404


def test_a_notice_of_correction_brings_a_second_version_and_leaves_the_first_as_it_was() -> None:
    first = an_issued_run_with_packs()
    before = the_pack(first)
    corrected = a_corrected_run(first)
    work_off(the_job_of_the_packs(corrected))
    after = the_pack(corrected)
    assert (before.version, after.version) == (1, 2)
    assert newer_pack_of(before) == after
    assert newer_pack_of(after) is None
    report = report_in(after)
    assert (report.correction_number, report.version) == ("黔发改数字〔2021〕7号", 2)
    assert "第2版" in "".join(_paragraphs(bytes(after.note)))
    assert the_pack(first).digest == before.digest
    assert report.own.figures[0].value == 9_400


def test_what_is_withheld_from_publication_is_withheld_from_every_pack_and_the_own_pulls_stay() -> None:
    two_enterprises_of_zunyi()
    run = an_issued_run_with_packs()
    own, other = report_in(the_pack(run, ZUNYI)), report_in(the_pack(run, LIUPANSHUI))
    shown = next(place for place in other.places if place.unit == ZUNYI)
    assert {figure.word for figure in shown.figures} == {"×"}
    assert shown.score.value is not None
    assert own.veiled
    assert [(one.score, one.points, one.mean) for one in own.indicators] == [(None, None, None)] * 2
    assert not other.compares
    assert own.growth is not None
    assert [str(line.points) for line in own.growth.lines] == ["30.00", "-5.00", "25.00"]
    said = "".join(_paragraphs(bytes(the_pack(run).note)))
    assert "9,000" not in said
    assert "不予公布" in said


def test_the_pack_of_a_year_has_its_own_sentences_and_no_enterprises() -> None:
    run = an_issued_year_with_packs()
    pack = the_pack(run)
    report = report_in(pack)
    assert (report.kind, report.growth, run.city_packs.count()) == ("annual", None, 9)
    sheets = load_workbook(BytesIO(bytes(pack.workbook))).sheetnames
    assert sheets == ["通报排名", "本市指标", "位次走势", "说明"]
    said = "".join(_paragraphs(bytes(pack.note)))
    assert "数字经济考核中，遵义市" in said
    assert "企业拉动" not in said
    _assert_the_note_says_what_the_tables_say(pack, least=3)


def _told(run: Run) -> set[int]:
    """Everybody who fills or signs in a city of the run: those who were told of the issue."""
    return set(Notice.objects.filter(topic="result").values_list("to", flat=True))


def _texts(content: bytes) -> list[str]:
    book = load_workbook(BytesIO(content))
    return [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]


def _numbers(content: bytes) -> list[float]:
    book = load_workbook(BytesIO(content))
    cells = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return [value for value in cells if isinstance(value, (int, float))]


def _paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
