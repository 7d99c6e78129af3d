"""核对 beside a base table: which items of the annual return show it, what each city says, how many agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from assessment.display.templatetags.components import Light
from assessment.filing.check_states import CheckKey, CheckState, UnitCheck, check_states
from assessment.filing.models import FigureCheck
from assessment.measurement.annual_return import FORM, ITEMS_OF_TABLES
from assessment.measurement.models import BaseTable
from assessment.measurement.table_keys import industries_of_body
from assessment.methodology.errors import N_
from assessment.methodology.run_measurement import GDP

LIGHTS = {
    CheckState.WAITING: ("plain", N_("to be checked")),
    CheckState.AGREED: ("good", N_("agreed")),
    CheckState.DISPUTED: ("bad", N_("disputed")),
    CheckState.ANSWERED: ("note", N_("dispute answered")),
}
Checks = Mapping[CheckKey, UnitCheck]


@dataclass(frozen=True)
class CheckCount:
    """How many of the cities agree with every figure of the table, dispute one, or have still to say something."""

    cities: int
    agreed: int
    disputed: int
    waiting: int

    @property
    def light(self) -> Light:
        if self.disputed:
            words = ngettext("{count} city disputes", "{count} cities dispute", self.disputed)
            return Light("bad", words.format(count=self.disputed))
        if self.waiting:
            words = ngettext("{count} city to check", "{count} cities to check", self.waiting)
            return Light("warn", words.format(count=self.waiting))
        return Light("good", gettext("all agreed"))


def all_checks() -> dict[CheckKey, UnitCheck]:
    return check_states(FORM, ITEMS_OF_TABLES)


def items_of_table(table: BaseTable) -> dict[str, str]:
    """Industry (or GDP) -> the item that shows it; empty for a table that cities see only in the batch."""
    known = {code: item for item, code in ITEMS_OF_TABLES.items()}
    if table.kind == BaseTable.Kind.GDP:
        return {GDP: known[GDP]}
    if table.kind != BaseTable.Kind.INDUSTRY_ACCOUNTS:
        return {}
    return {code: known[code] for code in industries_of_body(table.loaded_by.organisation.kind)}


def count_of(table: BaseTable, checks: Checks, cities: Iterable[str]) -> CheckCount | None:
    """None while nothing of the table is laid out for any city."""
    items = items_of_table(table).values()
    states = [
        {checks[key].state for item in items if (key := CheckKey(table.period, city, item)) in checks}
        for city in cities
    ]
    said = [states_of_city for states_of_city in states if states_of_city]
    if not said:
        return None
    disputed = sum(CheckState.DISPUTED in one for one in said)
    waiting = sum(CheckState.WAITING in one and CheckState.DISPUTED not in one for one in said)
    return CheckCount(len(said), len(said) - disputed - waiting, disputed, waiting)


def light_of_check(check: UnitCheck | None) -> Light | None:
    if check is None:
        return None
    tone, words = LIGHTS[check.state]
    return Light(tone, gettext(words))


def disputes_of(table: BaseTable, checks: Checks) -> list[FigureCheck]:
    """Disputes that stand about the figures of the table, unanswered ones first."""
    items = set(items_of_table(table).values())
    found = [
        one.check
        for key, one in checks.items()
        if key.period == table.period and key.item in items and one.state in {CheckState.DISPUTED, CheckState.ANSWERED}
    ]
    known = [check for check in found if check is not None]
    return sorted(known, key=lambda check: (check.answered_at is not None, check.checked_at))
