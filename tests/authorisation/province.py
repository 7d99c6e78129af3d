"""One seeded province for all requests: an account for each role, and an object in each of its states.

Zunyi is the region of whoever belongs to a city; Liupanshui is the foreign one. Each run and each batch gets a digest
of its own, so that the next one of the same inputs is another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.form_copy_actions import copy_form
from assessment.catalogue.models import FormVersion, SchemeVersion
from assessment.measurement.models import BaseTable, Batch
from tests.authorisation.accounts import accounts_of
from tests.authorisation.audit_extracts import audit_extracts_of
from tests.authorisation.base_tables import base_tables_of
from tests.authorisation.calendar_lines import calendar_of
from tests.authorisation.enterprises import enterprises_of
from tests.authorisation.places import ANY, NOWHERE, OWN_REGION, Province
from tests.authorisation.results import results_of
from tests.authorisation.returns import returns_of, uploads_of
from tests.authorisation.reviewing import corrections_of, findings_of, laid_out_of, review_of
from tests.situations import catalogue, measurement, survey


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def a_province() -> Province:
    catalogue.the_catalogue()
    province = Province()
    accounts_of(province)
    corrections_of(province)
    review_of(province)
    returns_of(province)
    findings_of(province)
    enterprises_of(province)
    uploads_of(province)
    _catalogue(province)
    calendar_of(province)
    _measurement(province)
    base_tables_of(province)
    _surveys(province)
    results_of(province)
    # A table that is delivered later settles the dispute over what stood before it.
    laid_out_of(province)
    audit_extracts_of(province)
    return province


def _catalogue(province: Province) -> None:
    officer = catalogue.a_commission_officer()
    quarterly = SchemeVersion.objects.get(kind="quarterly")
    freeze_scheme(quarterly.pk, by=officer, at=catalogue.moment("2021-01-20 09:00"))
    province.add("scheme", "frozen", id=quarterly.pk)
    province.add("scheme", "draft", id=SchemeVersion.objects.get(kind="annual").pk)
    province.add("collection", "open", id=catalogue.an_open_collection().pk)
    province.add("collection", "planned", id=catalogue.a_planned_collection("SW-Q", "2021c06").pk)
    form = FormVersion.objects.first()
    assert form is not None
    province.add("form", ANY, id=form.pk)
    copied = {"number": 9, "first_period": "2031c03", "last_period": "2031c12", "approval_number": ""}
    province.add("form_to_approve", ANY, id=copy_form(form, copied).pk)
    province.add("year", ANY, year=2022)
    province.missing.update(
        {subject: {"id": NOWHERE} for subject in ("scheme", "collection", "form", "form_to_approve")}
    )
    province.missing["year"] = {"year": 2098}


def _measurement(province: Province) -> None:
    for state, build in measurement.IN_STATE.items():
        batch = _apart(build())
        province.add("batch", state, id=batch.pk)
    for state, raise_dispute in measurement.DISPUTE_IN_STATE.items():
        dispute = raise_dispute()
        _apart(dispute.batch)
        province.add("figure_dispute", state, id=dispute.pk)
    first, second = (_apart(measurement.a_measured_batch()) for _ in range(2))
    province.add("comparison", ANY, id=second.pk, other=first.pk)
    province.add("trace", ANY, id=first.pk, region=OWN_REGION)
    table = BaseTable.objects.first()
    assert table is not None
    province.add("table", ANY, id=table.pk)
    province.missing.update({subject: {"id": NOWHERE} for subject in ("batch", "table", "figure_dispute")})
    province.missing["comparison"] = {"id": NOWHERE, "other": NOWHERE}
    province.missing["trace"] = {"id": NOWHERE, "region": OWN_REGION}


def _surveys(province: Province) -> None:
    """Another frame takes the place of one that is not frozen: that state is built last."""
    survey.the_questionnaire()
    surveys = {
        "drawn": survey.a_survey_on_paper(),
        "designed": survey.a_designed_survey(),
        "frozen": survey.a_frozen_frame(),
        "frame": survey.an_imported_frame(),
    }
    for state, one in surveys.items():
        province.add("survey", state, id=one.pk)
    done = survey.an_estimated_survey(surveys["drawn"])
    requested = survey.a_requested_estimation(surveys["drawn"], collapse_reason="示例")
    province.add("estimation", "done", id=done.pk)
    province.add("estimation", "requested", id=requested.pk)
    province.missing.update({"survey": {"id": NOWHERE}, "estimation": {"id": NOWHERE}})


def _apart(batch: Batch) -> Batch:
    batch.input_digest = f"{batch.pk:064d}"
    batch.save(update_fields=["input_digest"])
    return batch
