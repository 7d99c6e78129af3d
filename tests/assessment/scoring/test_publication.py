"""What an issued result withholds: settled and kept at the issue, and in no page, address or export of it."""

import re
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import resolve

from assessment.audit.models import Entry
from assessment.measurement.models import Batch
from assessment.methodology.disclosure import SuppressionReason
from assessment.methodology.publication_tables import FigureKey
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.scoring.actions import (
    DecisionOnFigures,
    add_issue_scan,
    approve_run,
    decide_unchecked,
    issue_run,
)
from assessment.scoring.errors.publication import FiguresUndecided, PublicationSettled, ReasonOfPublicationMissing
from assessment.scoring.models import PublicationPattern, Run
from assessment.scoring.publication_view import published_view
from reporting.models import CityPack
from tests.authorisation.addresses import addresses
from tests.situations.catalogue import a_reviewer
from tests.situations.files import PDF
from tests.situations.measurement import CITIES, INDUSTRIES, QIANNAN, ZUNYI
from tests.situations.packs import an_issued_year_with_packs
from tests.situations.publication import (
    QUARTER_ISSUED,
    SOLE_BASE,
    SOLE_LEVEL,
    a_checked_annual_run,
    account_of,
    an_issued_quarter_with_a_sole_enterprise,
    value_added_of,
)
from tests.situations.scoring import a_checked_run, the_approver, the_filler, the_officer

pytestmark = pytest.mark.django_db
# Whatever tells of figures or results; the rest of the addresses has none to tell.
STAGES = ("assessment.measurement", "assessment.scoring", "assessment.messages", "reporting")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses_of(run: Run, unit: str) -> list[str]:
    """Every address of the later stages, with the run, a unit, its check and its pack in the gaps."""
    batch, pack = Batch.objects.first(), CityPack.objects.filter(run=run, region__code=unit).first()
    check = str(run.feedback.get(unit=unit).pk)
    values = dict.fromkeys(("runs", "run_id", "rankings", "other_id", "against"), str(run.pk))
    values |= {"unit": unit, "feedback": check, "feedback_id": check, "code": "level"}
    values |= {"city-packs": str(pack.pk)} if pack else {}
    values |= {"batches": str(batch.pk)} if batch else {}
    return [one for one in addresses(values) if resolve(one).func.__module__.startswith(STAGES)]


def everything_read(client: Client, run: Run, *units: str) -> dict[str, str]:
    """What each address that opens to this reader says; workbooks and documents part by part."""
    said = {}
    for address in dict.fromkeys(one for unit in units for one in addresses_of(run, unit)):
        answer = client.get(address)
        if answer.status_code == 200:
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]  # a file answers by blocks
            said[address] = _text(body)
    return said


def _text(body: bytes) -> str:
    try:
        with ZipFile(BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode(errors="ignore") for name in packed.namelist())
    except BadZipFile:
        return body.decode(errors="ignore")


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"[\d,]+\.?\d*", text))


def forms_of(value: Decimal) -> set[str]:
    """As data, as printed in 万元, and in 亿元 with the digits nobody else has."""
    yi = value / 10_000
    return {f"{value:f}", f"{value:,.2f}", f"{value:.2f}", f"{yi:f}", f"{yi:,.4f}"}


def test_an_issued_year_withholds_telecommunications_and_no_city_meets_another_s_in_any_form() -> None:
    """With it at least one more figure of each city, or the sum would give 63 back; never the economy as a whole."""
    run = an_issued_year_with_packs()
    withheld = published_view(run)
    for city in CITIES:
        assert withheld.reasons[FigureKey("2021", city, "I63")] is SuppressionReason.PRESUMED_FEW
        assert [code for code in ("C39", "I64", "I65") if withheld.hides("2021", city, code)]
    assert not any(key.code == "DIGITAL_ECONOMY" for key in withheld.reasons), "share and GDP give it"
    said = everything_read(signed_in(the_filler(ZUNYI)), run, ZUNYI, QIANNAN)
    assert {f"/rankings/{run.pk}/", f"/feedback/{run.feedback.get(unit=ZUNYI).pk}/"} <= set(said)
    assert {f"/api/reports/runs/{run.pk}/observations.{form}" for form in ("csv", "sdmx.csv")} <= set(said)
    assert len([address for address in said if "city-packs" in address]) >= 2, sorted(said)
    hidden = {(city, code) for city in CITIES for code in INDUSTRIES if withheld.hides("2021", city, code)}
    others = [value for city, code in hidden if city != ZUNYI for value in amounts_of(city, code)]
    told = {address: numbers_in(text) for address, text in said.items()}
    assert [(address, one) for one in others for address, found in told.items() if forms_of(one) & found] == []
    for own in (code for city, code in hidden if city == ZUNYI):
        assert f"{value_added_of(ZUNYI, own):,.2f}" in said[f"/rankings/{run.pk}/{ZUNYI}/"], "a city reads its own"
    inside = signed_in(the_officer()).get(f"/rankings/{run.pk}/{ZUNYI}/").content.decode()
    assert f"{value_added_of(ZUNYI, 'I63'):,.2f}" in inside


def amounts_of(city: str, code: str) -> list[Decimal]:
    return [value_added_of(city, code), *(part for part in account_of(city, code)[1:5] if part is not None)]


def test_a_quarter_of_one_enterprise_shows_others_its_total_and_place_and_nothing_below_in_any_form() -> None:
    run = an_issued_quarter_with_a_sole_enterprise()
    veiled = {unit for unit, _ in published_view(run).columns}
    assert {ZUNYI} < veiled, "the total of the province would give the one back"
    assert len(veiled) > 2, "whose figure covers it would work it out"
    shown = f"{run.placings.get(unit=ZUNYI).shown:.2f}"
    growth = str(Decimal(SOLE_LEVEL) / SOLE_BASE * 100 - 100)[:7]
    own = everything_read(signed_in(the_filler(ZUNYI)), run, ZUNYI)
    assert str(SOLE_LEVEL) in own[f"/api/reports/runs/{run.pk}/observations.csv"], "a city reads its own"
    said = everything_read(signed_in(the_filler(QIANNAN)), run, QIANNAN, ZUNYI)
    assert len(said) >= 15, sorted(said)
    secrets = forms_of(Decimal(SOLE_LEVEL)) | forms_of(Decimal(SOLE_BASE))
    assert [address for address, text in said.items() if secrets & numbers_in(text) or growth in text] == []
    assert shown in said[f"/rankings/{run.pk}/"]
    assert "×" in said[f"/rankings/{run.pk}/"]


def test_the_pattern_is_recorded_with_the_issue_and_never_changed() -> None:
    run = an_issued_quarter_with_a_sole_enterprise()
    stored = PublicationPattern.objects.get(run=run)
    assert Entry.objects.get(action="run.issue", object_id=str(run.pk)).facts["publication_pattern"] == stored.digest
    assert str(SOLE_LEVEL) not in stored.document
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicationPattern.objects.filter(pk=stored.pk).update(document="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        stored.delete()


def test_before_the_issue_the_commission_looks_at_both_views_and_nobody_else_does() -> None:
    run = a_checked_annual_run()
    client = signed_in(the_officer())
    page = client.get(f"/runs/{run.pk}/publication/").content.decode()
    assert f"{value_added_of(ZUNYI, 'I63') / 10_000:,.2f}" in page
    assert "×" in page
    assert "可据以推算" in page
    assert not PublicationPattern.objects.exists()
    for person in (a_reviewer(), the_filler(ZUNYI)):
        client.force_login(person)
        assert client.get(f"/runs/{run.pk}/publication/").status_code == 403


def test_what_nobody_could_check_goes_out_by_a_recorded_decision_or_the_result_is_not_issued() -> None:
    """Of a quarter without rows of enterprises nobody knows the contributors; withheld, every city shows ×."""
    run = approve_run(a_checked_run().pk, by=the_approver(), at=QUARTER_ISSUED)
    add_issue_scan(run.pk, "印发件.pdf", PDF, by=the_officer(), at=QUARTER_ISSUED)
    figure = frozenset({("2021c03", "software_revenue")})
    with pytest.raises(FiguresUndecided):
        issue_run(run.pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=QUARTER_ISSUED)
    for wrong in (
        DecisionOnFigures(figure, "publish", " "),
        DecisionOnFigures(frozenset(), "publish", "十家以上"),
        DecisionOnFigures(figure, "perhaps", "十家以上"),
    ):
        with pytest.raises(ReasonOfPublicationMissing):
            decide_unchecked(run.pk, wrong, by=the_officer(), at=QUARTER_ISSUED)
    unknown = DecisionOnFigures(frozenset({("2021c03", "growth")}), "publish", "十家以上")
    with pytest.raises(NotFound):
        decide_unchecked(run.pk, unknown, by=the_officer(), at=QUARTER_ISSUED)
    with pytest.raises(PermissionRefused):
        decide_unchecked(run.pk, DecisionOnFigures(figure, "publish", "十家以上"), by=the_approver(), at=QUARTER_ISSUED)
    decide_unchecked(run.pk, DecisionOnFigures(figure, "withhold", "不足三家"), by=the_officer(), at=QUARTER_ISSUED)
    entry = Entry.objects.get(action="publication.decide")
    assert (entry.facts["choice"], entry.facts["reason"]) == ("withhold", "不足三家")
    assert entry.facts["figures"] == ["2021c03/software_revenue"]
    page = signed_in(the_officer()).get(f"/runs/{run.pk}/publication/").content.decode()
    assert "不足三家" in page
    assert "单位构成不明，经决定不予公开" in page
    issue_run(run.pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=QUARTER_ISSUED)
    columns = published_view(run).columns
    assert {(unit, "level") for unit in run.placings.values_list("unit", flat=True)} <= columns
    with pytest.raises(PublicationSettled):
        decide_unchecked(run.pk, DecisionOnFigures(figure, "publish", "十家以上"), by=the_officer(), at=QUARTER_ISSUED)
