"""参数集: the dated sets of parameters a batch is measured with, as they stand in fixtures/measurement."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.conf import settings

from assessment.display import formats
from assessment.measurement.errors import ParameterSetUnknown
from assessment.methodology.periods import Period

FILE: Final = Path(settings.BASE_DIR) / "fixtures" / "measurement" / "parameter_sets.yaml"
# Under this key a batch keeps the identifier of its set beside the values.
SET: Final = "set"


@dataclass(frozen=True)
class ParameterSet:
    """Values as text, frozen into every batch measured with them."""

    id: str
    since: Period
    default: bool
    name_zh: str
    name_en: str
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.name_zh if formats.in_chinese() else self.name_en

    @property
    def frozen(self) -> dict[str, str]:
        return {SET: self.id, **self.values}


@cache
def parameter_sets() -> tuple[ParameterSet, ...]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(ParameterSet(**{**row, "since": Period.parse(row["since"])}) for row in rows)


def sets_for(year: str) -> tuple[ParameterSet, ...]:
    """The sets that may be chosen for `year`, the one that holds by default first."""
    known = [one for one in parameter_sets() if one.since.year <= int(year)]
    latest = max((one for one in known if one.default), key=lambda one: one.since.year, default=None)
    return tuple(sorted(known, key=lambda one: one is not latest))


def parameter_set(identifier: str, *, year: str) -> ParameterSet:
    """The set of that identifier for `year`; without an identifier the one that holds by default."""
    known = sets_for(year)
    found = next((one for one in known if identifier in {"", one.id}), None)
    if found is None:
        raise ParameterSetUnknown(received=identifier, year=year, known=", ".join(one.id for one in known))
    return found


def set_named(identifier: str) -> str:
    """The name of a set as a page shows it; one that is gone shows its identifier."""
    return next((one.name for one in parameter_sets() if one.id == identifier), identifier)
