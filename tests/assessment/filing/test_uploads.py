"""Upload → preview → confirm: nothing before, all or nothing then, and never over somebody else's figure unseen."""

from decimal import Decimal

import pytest

from assessment.filing import actions
from assessment.filing.models import Cell, Upload, Version
from assessment.filing.upload_queries import upload_seen
from assessment.filing.upload_view import preview_of
from tests.situations.filing import FILLED, a_city, a_filled_draft
from tests.situations.workbooks import an_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]


def stored(version: Version, item: str, basis: str = "current") -> Cell:
    return Cell.objects.get(version=version, item=item, basis=basis)


def test_nothing_is_written_before_the_upload_is_confirmed() -> None:
    draft, city = a_filled_draft(), a_city()
    upload = an_upload(draft, {"D7": 2000, "D8": 900})
    assert stored(draft, "software_revenue").value == Decimal("1234.5")
    preview = preview_of(upload_seen(upload.pk, by=city.filler, at=FILLED))
    assert [(one.cell, one.old, one.new) for one in preview.differences] == [
        ("D7", "1,234.50", "2,000.00"),
        ("D8", "未填", "900.00"),
    ]
    actions.confirm_upload(upload.pk, revision=draft.revision, by=city.filler, at=FILLED)
    assert stored(draft, "software_revenue").value == Decimal(2000)
    assert stored(draft, "software_products_revenue").value == Decimal(900)
    assert Upload.objects.get().state == Upload.State.CONFIRMED
