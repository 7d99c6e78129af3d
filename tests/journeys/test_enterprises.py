"""An enterprise files its row by the link it was sent; the city sees it come in and no figure of it."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from assessment.directory import actions as directory
from assessment.filing.models import Version
from tests.journeys.conftest import Desk, still_running
from tests.situations.enterprises import a_code, an_enterprise, the_collection
from tests.situations.filing import ZUNYI, a_city

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_enterprise_files_by_its_link_and_the_city_sees_that_it_did(desks: Callable[[], Desk]) -> None:
    an_enterprise(1), an_enterprise(2)
    collection, filler = still_running(the_collection()), a_city(ZUNYI).filler
    issued = directory.issue_link(a_code(1), collection.pk, by=filler, at=timezone.now())
    enterprise, office = desks(), desks()
    page = enterprise.go(f"/enterprise/#{issued.token}")
    assert issued.token not in page.url
    barriers = enterprise.grave_barriers()
    enterprise.press("打开本企业报表")
    barriers += enterprise.grave_barriers()
    enterprise.press("开始填报")
    page.fill('[id="software_revenue.current"]', "1,234.5")
    page.fill('[id="software_revenue.same_period_last_year"]', "1000")
    page.fill("#filler_name", "王一")
    page.fill("#head_name", "李二")
    page.check("[name=promised]")
    barriers += enterprise.grave_barriers()
    enterprise.press("保存、签名并报送")
    assert "回执" in enterprise.text()
    barriers += enterprise.grave_barriers()
    assert Version.objects.get().state == "submitted"
    office.sit_down(filler)
    office.go("/enterprises/")
    assert "已上报" in office.text()
    assert "1,234.5" not in office.text()
    assert barriers + office.grave_barriers() == []
