"""The only writer of regions, organisations and reporting units: loading them from files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from assessment.audit.actions import PROVINCE, Actor, Fact, record_all
from assessment.territory.errors import RegionUnknown
from assessment.territory.files import TerritoryFiles
from assessment.territory.models import Organisation, Region, ReportingUnit

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Difference:
    """What loading changed in one row: `fields` maps a field to (old, new); None as old means a new row."""

    kind: str
    code: str
    added: bool
    fields: Mapping[str, tuple[object, object]]


def load_territory(files: TerritoryFiles, *, by: Actor, at: datetime) -> list[Difference]:
    """Bring the stored territory to what the files say; loading twice changes nothing. Rows are never deleted."""
    with transaction.atomic():
        regions = _Stored(Region, ("code", "valid_from"))
        differences = [
            *_load_regions(files.regions, regions),
            *_load_organisations(files.organisations, regions),
            *_load_units(files.reporting_units, regions),
        ]
        facts = [_fact(difference) for difference in differences]
        if facts:
            record_all(facts, by=by, at=at)
    return differences


class _Stored(Generic[Row]):
    """The locked rows of one table by their key, so that a file is compared without a query for each line."""

    def __init__(self, model: type[Row], key: tuple[str, ...]) -> None:
        self.model, self.key = model, key
        self.rows = {self._key_of(row): row for row in model._default_manager.select_for_update()}

    def store(self, fields: Mapping[str, Any]) -> Iterator[Difference]:
        """Add or change the row these fields name; says what it did, nothing when there was nothing to do."""
        key = tuple(fields[name] for name in self.key)
        stored = self.rows.get(key)
        if stored is None:
            self.rows[key] = self.model._default_manager.create(**fields)
            yield Difference(self.model.__name__, str(key[0]), added=True, fields={})
            return
        changed = {name: (getattr(stored, name), new) for name, new in fields.items() if getattr(stored, name) != new}
        if changed:
            for name, (_, new) in changed.items():
                setattr(stored, name, new)
            stored.save(update_fields=list(changed))
            yield Difference(self.model.__name__, str(key[0]), added=False, fields=changed)

    def _key_of(self, row: Row) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self.key)


def _load_regions(rows: Sequence[Mapping[str, Any]], regions: _Stored[Region]) -> Iterator[Difference]:
    for row in rows:
        fields = {name: value for name, value in row.items() if name not in {"parent_code", "ranked_within_code"}}
        parent, within = _region(regions, row["parent_code"]), _region(regions, row["ranked_within_code"])
        yield from regions.store({**fields, "parent": parent, "ranked_within": within})


def _load_organisations(rows: Sequence[Mapping[str, Any]], regions: _Stored[Region]) -> Iterator[Difference]:
    stored = _Stored(Organisation, ("code",))
    for row in rows:
        fields = {name: value for name, value in row.items() if name != "region_code"}
        yield from stored.store({**fields, "region": _region(regions, row["region_code"])})


def _load_units(rows: Sequence[Mapping[str, Any]], regions: _Stored[Region]) -> Iterator[Difference]:
    stored = _Stored(ReportingUnit, ("code",))
    for row in rows:
        region = _region(regions, row["region_code"])
        fields = {name: value for name, value in row.items() if name != "region_code"}
        name = row.get("name_zh") or (region.name_zh if region else "")
        yield from stored.store({**fields, "region": region, "name_zh": name})


def _region(regions: _Stored[Region], code: str | None) -> Region | None:
    """The newest region of that code among those stored so far."""
    if code is None:
        return None
    found = [region for region in regions.rows.values() if region.code == code]
    if not found:
        raise RegionUnknown(code=code)
    return max(found, key=lambda region: region.valid_from)


def _fact(difference: Difference) -> Fact:
    changes = {name: (str(old), str(new)) for name, (old, new) in difference.fields.items()}
    verb = "add" if difference.added else "change"
    return Fact(f"territory.{verb}", PROVINCE, difference.kind.lower(), difference.code, changes=changes)
