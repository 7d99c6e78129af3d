"""A collection that is open by the clock of this machine, for the tests that ask real processes."""

from datetime import timedelta

from django.utils import timezone

from assessment.catalogue.models import Collection
from assessment.filing import actions
from assessment.filing.models import Version
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import City, a_city, a_value, sign_all


def a_collection_open_now() -> Collection:
    """The first quarter, its dates laid around this moment."""
    now = timezone.now()
    collection = an_open_collection()
    Collection.objects.filter(pk=collection.pk).update(
        opens_at=now - timedelta(days=5),
        opened_at=now - timedelta(days=5),
        on_time_until=now + timedelta(days=5),
        locks_at=now + timedelta(days=9),
    )
    collection.refresh_from_db()
    return collection


def a_draft_now(code: str) -> Version:
    collection = a_collection_open_now()
    return actions.start_version(collection.pk, code, by=a_city(code).filler, at=timezone.now())


def signed_now(code: str) -> tuple[Version, City]:
    """Complete chain, ready to be submitted."""
    draft, city, now = a_draft_now(code), a_city(code), timezone.now()
    figures = [a_value("1234.5"), a_value("1100", basis="same_period_last_year")]
    actions.save_cells(draft.pk, figures, revision=0, by=city.filler, at=now)
    actions.request_signatures(draft.pk, by=city.filler, at=now)
    sign_all(draft, city, at=now)
    return Version.objects.get(pk=draft.pk), city
