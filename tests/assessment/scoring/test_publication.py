"""What an issued result withholds: settled and kept at the issue, and in no page, address or export of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assessment.audit.models import Entry
from assessment.methodology.disclosure import SuppressionReason
from assessment.methodology.publication_tables import FigureKey
from assessment.people.models import User
from assessment.scoring.models import PublicationPattern, Run
from assessment.scoring.publication_view import published_view
from tests.situations.catalogue import a_reviewer
from tests.situations.measurement import CITIES, QIANNAN, ZUNYI
from tests.situations.publication import (
    SOLE_BASE,
    SOLE_LEVEL,
    a_checked_annual_run,
    account_of,
    an_issued_annual_run,
    an_issued_quarter_with_a_sole_enterprise,
    value_added_of,
)
from tests.situations.scoring import the_filler, the_officer

pytestmark = pytest.mark.django_db
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, here)
        else:
            yield here


def addresses_of(run: Run, unit: str) -> list[str]:
    """Every address of scoring and reporting that a run and a unit are enough for."""
    known = {"pk": str(run.pk), "run_id": str(run.pk), "unit": unit}
    of_runs = [one for one in routes(get_resolver().url_patterns) if "runs/<" in one or "rankings/" in one]
    filled = [one for one in of_runs if set(PARAMETER.findall(one)) <= set(known)]
    return [PARAMETER.sub(lambda found: known[found.group(1)], one) for one in filled]


def everything_read(client: Client, run: Run, unit: str) -> dict[str, str]:
    """What each address that opens to this reader says; workbooks part by part."""
    said = {}
    for address in addresses_of(run, unit):
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


def test_an_issued_year_withholds_telecommunications_and_a_city_meets_it_in_no_form() -> None:
    """With it at least one more figure of each city, or the sum would give 63 back; never the economy as a whole."""
    run = an_issued_annual_run()
    withheld = published_view(run)
    for city in CITIES:
        assert withheld.reasons[FigureKey("2021", city, "I63")] is SuppressionReason.PRESUMED_FEW
        assert [code for code in ("C39", "I64", "I65") if withheld.hides("2021", city, code)]
    assert not any(key.code == "DIGITAL_ECONOMY" for key in withheld.reasons), "share and GDP give it"
    said = everything_read(signed_in(the_filler(ZUNYI)), run, ZUNYI)
    assert len(said) >= 7, sorted(said)
    hidden = [code for code in ("C39", "I63", "I64", "I65") if withheld.hides("2021", ZUNYI, code)]
    amounts = [part for code in hidden for part in account_of(ZUNYI, code)[1:5] if part is not None]
    for value in (*amounts, *(value_added_of(ZUNYI, code) for code in hidden)):
        for address, text in said.items():
            assert not forms_of(value) & numbers_in(text), (address, value)
    page = said[f"/rankings/{run.pk}/{ZUNYI}/"]
    assert page.count("×") >= 2 * 5 * len(hidden)
    assert "为保护单个统计调查对象的资料" in page
    inside = signed_in(the_officer()).get(f"/rankings/{run.pk}/{ZUNYI}/").content.decode()
    assert f"{value_added_of(ZUNYI, 'I63'):,.2f}" in inside


def test_a_quarter_of_one_enterprise_shows_total_and_place_and_nothing_below_in_any_form() -> None:
    run = an_issued_quarter_with_a_sole_enterprise()
    withheld = published_view(run)
    veiled = {unit for unit, _ in withheld.columns}
    assert ZUNYI in veiled
    assert len(veiled) > 1, "the total of the province would give the one back"
    shown = run.placings.get(unit=ZUNYI).shown
    growth = str(Decimal(SOLE_LEVEL) / SOLE_BASE * 100 - 100)[:7]
    score = str(run.scores.get(unit=ZUNYI, code="level").score)[:8]
    for reader in (ZUNYI, QIANNAN):
        said = everything_read(signed_in(the_filler(reader)), run, reader)
        assert len(said) >= 7, sorted(said)
        for address, text in said.items():
            found = numbers_in(text)
            for value in (Decimal(SOLE_LEVEL), Decimal(SOLE_BASE)):
                assert not forms_of(value) & found, (address, value)
            assert growth not in text, address
            assert score == "100.0000" or score not in text, address
        assert f"{shown:.2f}" in said[f"/rankings/{run.pk}/"]
        assert "×" in said[f"/rankings/{run.pk}/"]
    nodes = {
        one["code"]: one
        for one in signed_in(the_filler(ZUNYI)).get(f"/api/scoring/runs/{run.pk}/scores/").json()["results"]
    }
    assert (nodes["level"]["score"], nodes["level"]["marker"]) == (None, "suppressed")
    assert nodes["TOTAL"]["score"] is not None


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
