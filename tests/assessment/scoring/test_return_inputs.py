"""What a run freezes of the returns: figures as filed or as adopted, and how they came about."""

import json
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.filing.models import AdoptedValue, Return, Version
from assessment.filing.reporting_quality import ReportingQuality, reporting_quality_of
from assessment.methodology.periods import Period
from assessment.scoring.return_inputs import return_texts, waived_units
from tests.situations import filing, review
from tests.situations.catalogue import a_reviewer
from tests.situations.scoring import FIRST_QUARTER, the_returns_of_the_first_quarter

pytestmark = pytest.mark.django_db
ITEMS = ["software_revenue"]


def documents() -> dict[str, dict[str, Any]]:
    read = [json.loads(text) for text in return_texts(Period.parse(FIRST_QUARTER), ITEMS)]
    return {one["unit"]: one for one in read}


def test_a_return_that_went_straight_through_counts_nothing() -> None:
    version = filing.an_accepted_version()
    assert reporting_quality_of([version.return_filed_id]) == {version.return_filed_id: ReportingQuality(0, 0, 0)}


def test_being_sent_back_is_counted_with_the_return_and_not_with_its_next_version() -> None:
    version = filing.a_version_sent_back()
    assert reporting_quality_of([version.return_filed_id])[version.return_filed_id].sent_back == 1


def test_a_correction_counts_once_granted_and_a_refused_one_not_at_all() -> None:
    settled, refused = filing.a_settled_correction("520200"), filing.a_refused_correction("520300")
    counted = reporting_quality_of([settled.return_filed_id, refused.return_filed_id])
    assert counted[settled.return_filed_id].corrected == 1
    assert counted[refused.return_filed_id].corrected == 0


def test_an_answer_after_which_the_bureau_asks_again_is_an_explanation_refused() -> None:
    thread = filing.an_answered_thread()
    filed = thread.version.return_filed_id
    assert reporting_quality_of([filed])[filed].refused == 0
    thread.messages.create(kind="question", text="请补充合同依据", by=a_reviewer(), at=filing.SUBMITTED)
    assert reporting_quality_of([filed])[filed].refused == 1


def test_an_adopted_value_is_what_the_run_reads_and_the_filed_one_stands_beside_it() -> None:
    """The city filed its figure, the bureau adopted 1 100 with a second person."""
    adopted = review.an_adopted_value()
    [version] = Version.objects.filter(return_filed=adopted.return_filed, state="accepted")
    filed = version.cells.get(item="software_revenue", basis="current").value
    [current] = [one for one in documents()["520200"]["cells"] if one["basis"] == "current"]
    assert current["value"] == "1100"
    assert Decimal(current["filed"]["value"]) == filed
    assert current["adopted"] == {"number": 1, "document": "核实单H20210413-0001"}


@pytest.mark.parametrize("build", [review.a_proposed_value, review.a_rejected_value])
def test_a_value_without_its_second_person_changes_nothing(build: Any) -> None:
    build()
    assert all("adopted" not in cell for cell in documents()["520200"]["cells"])


def test_a_withdrawn_adoption_gives_the_filed_figure_back() -> None:
    adopted = review.an_adopted_value()
    AdoptedValue.objects.create(
        return_filed=adopted.return_filed, item=adopted.item, basis=adopted.basis, number=2, kind="withdrawn",
        state="confirmed", reason="查明无误", document="-", proposed_by=adopted.proposed_by,
        proposed_at=adopted.proposed_at, decided_by=adopted.decided_by, decided_at=adopted.decided_at,
    )  # fmt: skip
    assert all("adopted" not in cell for cell in documents()["520200"]["cells"])


def test_a_waived_unit_is_named_and_one_that_owes_is_not() -> None:
    filed = Return.objects.get(pk=filing.an_accepted_version().return_filed_id)
    owed = filed.collection.obligations
    assert waived_units(Period.parse(FIRST_QUARTER), ITEMS) == []
    owed.filter(reporting_unit__code="520300").update(waived_at=filing.SUBMITTED, waiver_reason="机构撤并")
    assert waived_units(Period.parse(FIRST_QUARTER), ITEMS) == ["520300"]


def test_ten_returns_take_as_many_questions_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    the_returns_of_the_first_quarter()
    with django_assert_num_queries(7):
        assert len(documents()) == 10
