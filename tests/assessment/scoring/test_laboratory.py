"""方案比选: a draft on the inputs of a run, beside the run; nothing official changes by it."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from assessment.audit.models import Entry
from assessment.catalogue.models import SchemeVersion
from assessment.methodology.errors import AssessmentError
from assessment.methodology.figure_columns import ColumnMissing
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_comparison import compare_runs
from assessment.methodology.run_document import compute
from assessment.methodology.scheme_editing import with_weights
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.scoring.actions import Variation, save_variant
from assessment.scoring.errors.laboratory import DraftFrozen, VariantNameMissing, VariantNameTaken
from assessment.scoring.laboratory_queries import evaluation_of_variant, varied
from assessment.scoring.laboratory_view import variant_view
from assessment.scoring.models import Run, SchemeVariant
from assessment.scoring.queries import document_of, evaluation_of_run
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import (
    ISSUED,
    SCORED,
    a_computed_run,
    a_draft_of_the_quarterly_scheme,
    an_issued_run,
    on_the_insider_list,
    the_approver,
    the_officer,
)

pytestmark = pytest.mark.django_db
# What 方案比选 writes itself, and what any reading or writing leaves behind.
OWN_TABLES = {"scoring_schemevariant", "audit_entry", "audit_head", "audit_anchorrequest", "django_session"}


def saved(run: Run, text: str = "", *, name: str = "增速权重七成", by: User | None = None) -> SchemeVariant:
    draft = a_draft_of_the_quarterly_scheme()
    variation = Variation(draft.pk, run.pk, name, text or draft.text)
    return save_variant(variation, by=by or the_officer(), at=ISSUED)


def other_weights() -> str:
    """Level 70 and growth 30 in the place of whatever the draft says."""
    return with_weights(a_draft_of_the_quarterly_scheme().text, {"level": Decimal(70), "growth": Decimal(30)})


def checksums() -> dict[str, str]:
    """Of every table that 方案比选 has no business with, over all its rows."""
    return {
        model._meta.db_table: sha256(
            repr(list(model._default_manager.order_by("pk").values_list())).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.db_table not in OWN_TABLES
    }


def test_the_same_scheme_gives_the_same_scores_as_the_run() -> None:
    run = an_issued_run()
    changes = compare_runs(evaluation_of_run(run), evaluation_of_variant(saved(run)))
    assert {one.change for one in changes} == {Decimal(0)}
    assert {one.moved for one in changes} == {Decimal(0)}


def test_other_weights_change_the_totals_by_parts_that_add_up() -> None:
    run = an_issued_run()
    changes = compare_runs(evaluation_of_run(run), evaluation_of_variant(saved(run, other_weights())))
    assert any(one.change for one in changes)
    with exact_context():
        assert all(sum((part.change for part in one.parts), Decimal(0)) == one.change for one in changes)


def test_no_row_but_the_variant_and_its_record_changes() -> None:
    run = an_issued_run()
    a_draft_of_the_quarterly_scheme()
    the_officer()
    before = checksums()
    variant = saved(run, other_weights())
    variant_view(variant)
    assert checksums() == before
    assert Entry.objects.filter(action="laboratory.save", object_id=str(variant.pk)).count() == 1


def test_a_variant_says_how_its_result_came_about() -> None:
    run = an_issued_run()
    variant = saved(run, other_weights())
    again = compute(varied(document_of(run), variant.draft, variant.scheme_text))
    assert variant.result_digest == again.digest != run.result_digest


def test_what_differs_is_told_in_words() -> None:
    view = variant_view(saved(an_issued_run(), other_weights()))
    assert {line.new for line in view.changes} >= {"70", "30"}
    assert view.scatter is not None
    assert len(view.scatter.points) == len(view.comparison.rows) == 9


def test_a_frozen_scheme_is_compared_no_more() -> None:
    run = an_issued_run()
    variation = Variation(run.scheme_version_id, run.pk, "一", run.scheme_version.text)
    with pytest.raises(DraftFrozen):
        save_variant(variation, by=the_officer(), at=ISSUED)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("code: [", AssessmentError), ("code: x\n", AssessmentError), ("", AssessmentError)],
)
def test_a_text_that_is_no_scheme_leaves_nothing(text: str, refusal: type[Exception]) -> None:
    run, draft = an_issued_run(), a_draft_of_the_quarterly_scheme()
    with pytest.raises(refusal):
        save_variant(Variation(draft.pk, run.pk, "一", text), by=the_officer(), at=ISSUED)
    assert not SchemeVariant.objects.exists()


def test_a_column_the_run_does_not_have_is_named() -> None:
    text = a_draft_of_the_quarterly_scheme().text.replace("code: level,", "code: unheard_of,")
    with pytest.raises(ColumnMissing):
        saved(an_issued_run(), text)


def test_a_name_is_needed_and_is_there_once() -> None:
    run = an_issued_run()
    with pytest.raises(VariantNameMissing):
        saved(run, name="  ")
    saved(run)
    with pytest.raises(VariantNameTaken):
        saved(run)


def test_it_is_the_commissions_own_and_before_the_issue_of_those_who_know() -> None:
    run = a_computed_run()
    variation = Variation(a_draft_of_the_quarterly_scheme().pk, run.pk, "一", other_weights())
    with pytest.raises(NotFound):
        save_variant(variation, by=the_officer(), at=SCORED)
    for user in (the_confirmer(), the_approver()):
        with pytest.raises(PermissionRefused):
            save_variant(variation, by=user, at=SCORED)
    on_the_insider_list(the_officer())
    assert save_variant(variation, by=the_officer(), at=SCORED).name == "一"


def client_of(user: User) -> Any:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def test_weights_typed_on_the_page_become_a_variant_beside_the_run() -> None:
    run, draft = an_issued_run(), a_draft_of_the_quarterly_scheme()
    client = client_of(the_officer())
    page = client.get(f"/runs/{run.pk}/laboratory/").content.decode()
    assert 'name="weight-growth"' in page
    form = {"draft": str(draft.pk), "name": "七三开", "text": draft.text, "weight-level": "70", "weight-growth": "30"}
    answer = client.post(f"/runs/{run.pk}/laboratory/save/", form)
    variant = SchemeVariant.objects.get()
    assert answer["Location"] == reverse("scoring:variant", args=[variant.pk])
    shown = client.get(answer["Location"]).content.decode()
    assert "七三开" in shown
    assert "位次变动" in shown
    assert client_of(the_confirmer()).get(answer["Location"]).status_code == 403


def test_what_is_wrong_with_a_variant_is_said_on_the_page_it_came_from() -> None:
    run, draft = an_issued_run(), a_draft_of_the_quarterly_scheme()
    client = client_of(the_officer())
    form = {"draft": str(draft.pk), "name": "错", "text": "code: [", "weight-level": "70"}
    answer = client.post(f"/runs/{run.pk}/laboratory/save/", form, follow=True)
    assert answer.redirect_chain == [(f"/runs/{run.pk}/laboratory/?draft={draft.pk}", 302)]
    for name, typed in (("name", "错"), ("text", "code: ["), ("weight-level", "70")):
        assert f'<data title="{name}" value="{typed}"></data>' in answer.content.decode()
    assert not SchemeVariant.objects.exists()
    assert SchemeVersion.objects.filter(pk=draft.pk, text=draft.text).exists()
