"""Lists of two cities: one enterprise counts once, a claim is decided with a reason, events move both bases."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.directory import actions
from assessment.directory.claim_actions import Decision
from assessment.directory.errors import (
    ClaimDecided,
    EventBeforeListing,
    EventIncomplete,
    ListWrong,
    NotListed,
    ReasonNeeded,
    RegionNotYours,
)
from assessment.directory.event_actions import EventEntry
from assessment.directory.models import Claim, LifeEvent, Listing
from assessment.directory.queries import claims_visible_to, events_visible_to, listings_on, listings_visible_to
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import RoleGrant, User
from assessment.territory.models import ReportingUnit
from tests.situations.catalogue import a_reviewer
from tests.situations.enterprises import FILED, ISSUED, LISTED, a_code, an_enterprise, an_entry
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city

pytestmark = pytest.mark.django_db
MOVED = date(2021, 2, 1)
HEADING = "统一社会信用代码,企业名称,行业代码,行政区划代码,软件规上,集成电路设计,专项领域,入名录日期"


def a_claim() -> Claim:
    """遵义 lists it, 六盘水 claims it by its own list."""
    an_enterprise(1, ZUNYI)
    entry = an_entry(1, ZUNYI)
    claimed = type(entry)(**{**vars(entry), "region": LIUPANSHUI})
    actions.list_enterprises([claimed], by=a_city(LIUPANSHUI).filler, at=ISSUED)
    return Claim.objects.get()


def an_event(kind: str, number: int = 1, **more: object) -> EventEntry:
    told: dict[str, object] = {"day": MOVED, "reason": "黔市监登字〔2021〕1号", **more}
    return EventEntry(a_code(number), kind, **told)  # type: ignore[arg-type]  # told by name


def a_list(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines]).encode()


def where_listed(day: date) -> dict[str, str]:
    return {one.enterprise.code: one.region.code for one in listings_on(day)}


def test_listing_twice_changes_nothing_and_a_change_is_a_new_row() -> None:
    filler = a_city(ZUNYI).filler
    first = actions.list_enterprises([an_entry(1)], by=filler, at=ISSUED)
    again = actions.list_enterprises([an_entry(1)], by=filler, at=ISSUED)
    assert (first.listed, again.unchanged) == ((a_code(1),), (a_code(1),))
    entry = an_entry(1, valid_from=MOVED)
    changed = actions.list_enterprises([type(entry)(**{**vars(entry), "chip_design": True})], by=filler, at=ISSUED)
    assert changed.changed == (a_code(1),)
    assert [(one.chip_design, one.valid_from, one.valid_until) for one in Listing.objects.order_by("id")] == [
        (False, LISTED, MOVED),
        (True, MOVED, None),
    ]


def test_an_imported_list_is_taken_whole_or_not_at_all() -> None:
    filler = a_city(ZUNYI).filler
    good = f"{a_code(1)},甲公司,6513,{ZUNYI},是,,,2020-01-01"
    bad = f"{a_code(2)},乙公司,65,{ZUNYI},是,,,2020-01-01"
    with pytest.raises(ListWrong) as refused:
        actions.import_list(a_list(good, bad), file_name="名录.csv", by=filler, at=ISSUED)
    assert len(refused.value.problems) == 1
    assert not Listing.objects.exists()
    report = actions.import_list(a_list(good), file_name="名录.csv", by=filler, at=ISSUED)
    assert report.listed == (a_code(1),)
    unit = ReportingUnit.objects.get(kind="enterprise")
    assert (unit.code, unit.region.code, unit.forms) == (a_code(1), ZUNYI, ["SW-Q-E"])
    user = User.objects.get(organisation__code=a_code(1))
    assert not user.has_usable_password()
    assert [(grant.role, grant.region.code) for grant in user.grants.all() if grant.region] == [("enterprise", ZUNYI)]


def test_nobody_keeps_the_list_of_another_city() -> None:
    with pytest.raises(RegionNotYours):
        actions.list_enterprises([an_entry(1, LIUPANSHUI)], by=a_city(ZUNYI).filler, at=ISSUED)
    with pytest.raises(PermissionRefused):
        actions.list_enterprises([an_entry(1)], by=a_reviewer(), at=ISSUED)


def test_a_city_sees_its_own_list_and_the_bureau_all() -> None:
    an_enterprise(1, ZUNYI), an_enterprise(2, LIUPANSHUI)
    day = MOVED
    own = listings_visible_to(a_city(ZUNYI).unit_head, at=ISSUED, day=day)
    assert [one.enterprise.code for one in own] == [a_code(1)]
    assert listings_visible_to(a_reviewer(), at=ISSUED, day=day).count() == 2


def test_an_enterprise_of_another_city_is_claimed_and_not_moved() -> None:
    claim = a_claim()
    assert (claim.holder.code, claim.claimant.code, claim.state) == (ZUNYI, LIUPANSHUI, "open")
    assert where_listed(MOVED) == {a_code(1): ZUNYI}
    entry = an_entry(1)
    again = type(entry)(**{**vars(entry), "region": LIUPANSHUI})
    actions.list_enterprises([again], by=a_city(LIUPANSHUI).filler, at=ISSUED)
    assert Claim.objects.count() == 1
    for city in (ZUNYI, LIUPANSHUI):
        assert list(claims_visible_to(a_city(city).filler, at=ISSUED)) == [claim]
    assert not claims_visible_to(a_city("520400").filler, at=ISSUED).exists()


def test_a_granted_claim_moves_the_enterprise_and_says_so_to_both_cities() -> None:
    claim = a_claim()
    actions.decide_claim(claim.pk, Decision(True, MOVED, "营业执照住所已变更"), by=a_reviewer(), at=FILED)
    assert where_listed(date(2021, 1, 31)) == {a_code(1): ZUNYI}
    assert where_listed(MOVED) == {a_code(1): LIUPANSHUI}
    event = LifeEvent.objects.get()
    assert event.from_region
    assert event.to_region
    assert (event.kind, event.day, event.from_region.code, event.to_region.code) == ("moved", MOVED, ZUNYI, LIUPANSHUI)
    assert ReportingUnit.objects.get(code=a_code(1)).region.code == LIUPANSHUI
    grants = RoleGrant.objects.filter(user__organisation__code=a_code(1), valid_until__isnull=True)
    assert [(grant.region.code, grant.valid_from) for grant in grants if grant.region] == [(LIUPANSHUI, FILED)]
    told = Entry.objects.filter(action="enterprise.decide_claim").values_list("chain", flat=True)
    assert set(told) == {ZUNYI, LIUPANSHUI}
    with pytest.raises(ClaimDecided):
        actions.decide_claim(claim.pk, Decision(False, MOVED, "再议"), by=a_reviewer(), at=ISSUED)


def test_a_refused_claim_leaves_everything_and_keeps_its_reason() -> None:
    claim = actions.decide_claim(a_claim().pk, Decision(False, MOVED, "住所未变更"), by=a_reviewer(), at=ISSUED)
    assert (claim.state, claim.reason) == ("refused", "住所未变更")
    assert where_listed(MOVED) == {a_code(1): ZUNYI}
    assert not LifeEvent.objects.exists()


def test_a_claim_is_decided_by_the_bureau_alone_and_with_a_reason() -> None:
    claim = a_claim()
    for user in (a_city(LIUPANSHUI).filler, a_city(ZUNYI).filler):
        with pytest.raises(PermissionRefused):
            actions.decide_claim(claim.pk, Decision(True, MOVED, "要"), by=user, at=ISSUED)
    with pytest.raises(ReasonNeeded):
        actions.decide_claim(claim.pk, Decision(True, MOVED, "  "), by=a_reviewer(), at=ISSUED)
    with pytest.raises(EventBeforeListing):
        actions.decide_claim(claim.pk, Decision(True, date(2019, 1, 1), "早"), by=a_reviewer(), at=ISSUED)
    actions.enter_event(an_event("closed"), by=a_city(ZUNYI).filler, at=ISSUED)
    with pytest.raises(NotListed):
        actions.decide_claim(claim.pk, Decision(True, MOVED, "迁"), by=a_reviewer(), at=ISSUED)
    with pytest.raises(NotFound):
        actions.decide_claim(0, Decision(True, MOVED, "迁"), by=a_reviewer(), at=ISSUED)


def test_who_moves_leaves_one_list_and_enters_the_other_on_the_same_day() -> None:
    an_enterprise()
    event = actions.enter_event(an_event("moved", to_region=LIUPANSHUI), by=a_city(ZUNYI).filler, at=ISSUED)
    assert where_listed(date(2021, 1, 31)) == {a_code(1): ZUNYI}
    assert where_listed(MOVED) == {a_code(1): LIUPANSHUI}
    for city in (ZUNYI, LIUPANSHUI):
        assert list(events_visible_to(a_city(city).filler, at=ISSUED)) == [event]
    with pytest.raises(NotFound):
        actions.enter_event(an_event("closed"), by=a_city(ZUNYI).filler, at=ISSUED)


@pytest.mark.parametrize("kind", ["dropped_out", "closed"])
def test_who_leaves_the_scope_leaves_the_list(kind: str) -> None:
    an_enterprise()
    event = actions.enter_event(an_event(kind), by=a_city(ZUNYI).filler, at=ISSUED)
    assert where_listed(MOVED) == {}
    assert event.to_region is None


def test_a_merger_names_who_remains_and_a_split_who_is_new() -> None:
    an_enterprise(1), an_enterprise(2, LIUPANSHUI)
    filler = a_city(ZUNYI).filler
    other = a_code(2, LIUPANSHUI)
    split = actions.enter_event(
        an_event("split", counterpart=other, amount_10k_yuan=Decimal("12.5")), by=filler, at=ISSUED
    )
    merged = actions.enter_event(an_event("merged", counterpart=other), by=filler, at=ISSUED)
    assert split.to_region
    assert merged.to_region
    assert (split.to_region.code, split.amount_10k_yuan) == (LIUPANSHUI, Decimal("12.5"))
    assert (merged.to_region.code, merged.amount_10k_yuan) == (LIUPANSHUI, None)
    assert where_listed(MOVED) == {other: LIUPANSHUI}


def test_an_event_says_all_that_its_kind_needs() -> None:
    an_enterprise()
    filler = a_city(ZUNYI).filler
    for entry in (
        an_event("moved"),
        an_event("moved", to_region=ZUNYI),
        an_event("merged"),
        an_event("merged", counterpart=a_code(1)),
        an_event("split", counterpart=a_code(9), amount_10k_yuan=Decimal(1)),
        an_event("new_in_scope"),
        an_event("renamed"),
    ):
        with pytest.raises(EventIncomplete):
            actions.enter_event(entry, by=filler, at=ISSUED)
    with pytest.raises(ReasonNeeded):
        actions.enter_event(an_event("birth", reason=" "), by=filler, at=ISSUED)
    with pytest.raises(EventBeforeListing):
        actions.enter_event(an_event("closed", day=date(2019, 12, 31)), by=filler, at=ISSUED)
    assert not LifeEvent.objects.exists()


def test_the_other_city_enters_nothing_about_it() -> None:
    an_enterprise()
    with pytest.raises(NotFound):
        actions.enter_event(an_event("moved", to_region=LIUPANSHUI), by=a_city(LIUPANSHUI).filler, at=ISSUED)
