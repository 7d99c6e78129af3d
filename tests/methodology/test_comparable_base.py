"""Life events move the comparable base of both cities. Every expected figure is worked by hand, 万元."""

from decimal import Decimal

import pytest

from assessment.methodology.comparable_base import (
    BaseEvent,
    BaseMove,
    CityBase,
    EventAmountMissing,
    EventAmountTooLarge,
    EventUnitUnknown,
    LifeEventKind,
    UnitBase,
    comparable_bases,
)
from assessment.methodology.comparable_scope import UnitPair, comparable_growth_percent

D = Decimal
K = LifeEventKind
# Guiyang filed 1000 last year (600 + 400), Zunyi 500.
LAST_YEAR = (
    UnitBase("GY1", "贵阳", D(600)),
    UnitBase("GY2", "贵阳", D(400)),
    UnitBase("ZY1", "遵义", D(500)),
)


def bases(*events: BaseEvent) -> dict[str, Decimal]:
    return {city: base.comparable for city, base in comparable_bases(LAST_YEAR, events).items()}


def test_without_events_the_base_is_what_was_filed() -> None:
    assert comparable_bases(LAST_YEAR, ())["贵阳"] == CityBase("贵阳", D(1000), (), D(1000))


def test_a_move_takes_the_base_from_one_city_to_the_other() -> None:
    found = comparable_bases(LAST_YEAR, [BaseEvent(K.MOVED, "GY2", city="遵义")])
    assert found["贵阳"] == CityBase("贵阳", D(1000), (BaseMove(K.MOVED, "GY2", D(-400)),), D(600))
    assert found["遵义"] == CityBase("遵义", D(500), (BaseMove(K.MOVED, "GY2", D(400)),), D(900))


def test_growth_after_a_move_is_the_growth_of_the_enterprises_themselves() -> None:
    """GY2 grows from 400 to 480 and moves: naive 遵义 (550+480)/500 = +106 %, comparable 1030/900 = +14.4 %."""
    base = bases(BaseEvent(K.MOVED, "GY2", city="遵义"))["遵义"]
    pairs = [UnitPair("ZY1", D(550), D(500)), UnitPair("GY2", D(480), D(400), counted_last_year=False)]
    growth = comparable_growth_percent(pairs)
    assert growth is not None
    assert (base, round(growth, 1)) == (D(900), D("14.4"))


def test_an_enterprise_new_in_scope_brings_its_own_last_year() -> None:
    assert bases(BaseEvent(K.NEW_IN_SCOPE, "GY3", city="贵阳", amount=D("180.5")))["贵阳"] == D("1180.5")


def test_a_birth_brings_nothing_and_is_still_named() -> None:
    found = comparable_bases(LAST_YEAR, [BaseEvent(K.BIRTH, "AS1", city="安顺")])
    assert found["安顺"] == CityBase("安顺", D(0), (BaseMove(K.BIRTH, "AS1", D(0)),), D(0))


@pytest.mark.parametrize("kind", [K.CLOSED, K.DROPPED_OUT])
def test_who_leaves_the_scope_takes_the_base_along(kind: LifeEventKind) -> None:
    assert bases(BaseEvent(kind, "GY1")) == {"贵阳": D(400), "遵义": D(500)}


def test_a_merger_across_cities_moves_the_base_to_the_city_of_who_remains() -> None:
    events = (BaseEvent(K.MERGED, "GY2", counterpart="ZY1"), BaseEvent(K.MOVED, "ZY1", city="安顺"))
    assert bases(events[0]) == {"贵阳": D(600), "遵义": D(900)}
    assert bases(*events) == {"安顺": D(900), "贵阳": D(600), "遵义": D(0)}


def test_a_merger_inside_a_city_leaves_its_base() -> None:
    assert bases(BaseEvent(K.MERGED, "GY2", counterpart="GY1"))["贵阳"] == D(1000)


def test_a_split_moves_the_named_part() -> None:
    events = (
        BaseEvent(K.SPLIT, "GY1", city="遵义", counterpart="ZY2", amount=D(150)),
        BaseEvent(K.CLOSED, "ZY2"),
        BaseEvent(K.CLOSED, "GY1"),
    )
    assert bases(events[0]) == {"贵阳": D(850), "遵义": D(650)}
    assert bases(*events[:2]) == {"贵阳": D(850), "遵义": D(500)}
    assert bases(*events) == {"贵阳": D(400), "遵义": D(500)}


def test_the_whole_base_of_an_enterprise_may_be_split_off() -> None:
    whole = BaseEvent(K.SPLIT, "GY1", city="遵义", counterpart="ZY2", amount=D(600))
    assert bases(whole) == {"贵阳": D(400), "遵义": D(1100)}


def test_moves_between_cities_cancel_for_the_province() -> None:
    events = (
        BaseEvent(K.MOVED, "GY1", city="遵义"),
        BaseEvent(K.SPLIT, "ZY1", city="贵阳", counterpart="GY9", amount=D("33.33")),
        BaseEvent(K.MERGED, "GY2", counterpart="GY9"),
    )
    assert sum(bases(*events).values()) == D(1500)


def test_an_event_that_cannot_be_applied_is_refused() -> None:
    with pytest.raises(EventUnitUnknown):
        bases(BaseEvent(K.CLOSED, "GY1"), BaseEvent(K.MOVED, "GY1", city="遵义"))
    with pytest.raises(EventUnitUnknown):
        bases(BaseEvent(K.CLOSED, "nobody"))
    with pytest.raises(EventAmountMissing):
        bases(BaseEvent(K.NEW_IN_SCOPE, "GY3", city="贵阳"))
    with pytest.raises(EventAmountMissing):
        bases(BaseEvent(K.SPLIT, "GY1", city="贵阳", counterpart="GY3"))
    with pytest.raises(EventAmountTooLarge, match="600"):
        bases(BaseEvent(K.SPLIT, "GY1", city="贵阳", counterpart="GY3", amount=D(601)))
