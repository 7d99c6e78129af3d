"""The only writer of regions, organisations and reporting units: loading them from files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from assessment.audit.actions import PROVINCE, Actor, Fact, record_all
from assessment.territory.errors import RegionUnknown
from assessment.territory.files import TerritoryFiles
from assessment.territory.models import Organisation, Region, ReportingUnit


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
        differences = [
            *_load_regions(files.regions),
            *_load_organisations(files.organisations),
            *_load_units(files.reporting_units),
        ]
        facts = [_fact(difference) for difference in differences]
        if facts:
            record_all(facts, by=by, at=at)
    return differences


def _load_regions(rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    for row in rows:
        fields = {
            k: v
            for k, v in row.items()
            if k not in {"code", "valid_from", "parent_code", "ranked_within_code"}
        }
        fields["parent"] = _region(row["parent_code"])
        fields["ranked_within"] = _region(row["ranked_within_code"])
        yield from _store(Region, {"code": row["code"], "valid_from": row["valid_from"]}, fields)


def _load_organisations(rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    for row in rows:
        fields = {k: v for k, v in row.items() if k not in {"code", "region_code"}}
        yield from _store(
            Organisation, {"code": row["code"]}, {**fields, "region": _region(row["region_code"])}
        )


def _load_units(rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    for row in rows:
        region = _region(row["region_code"])
        name = row.get("name_zh") or (region.name_zh if region else "")
        fields = {"kind": row["kind"], "region": region, "forms": row["forms"], "name_zh": name}
        yield from _store(ReportingUnit, {"code": row["code"]}, fields)


def _region(code: str | None) -> Region | None:
    if code is None:
        return None
    region = Region.objects.filter(code=code).order_by("-valid_from").first()
    if region is None:
        raise RegionUnknown(code=code)
    return region


def _store(
    model: type[models.Model], key: Mapping[str, Any], fields: Mapping[str, Any]
) -> Iterator[Difference]:
    stored = model._default_manager.select_for_update().filter(**key).first()
    if stored is None:
        model._default_manager.create(**key, **fields)
        yield Difference(model.__name__, str(key["code"]), added=True, fields={})
        return
    changed = {k: (getattr(stored, k), v) for k, v in fields.items() if getattr(stored, k) != v}
    if changed:
        for name, (_, new) in changed.items():
            setattr(stored, name, new)
        stored.save(update_fields=list(changed))
        yield Difference(model.__name__, str(key["code"]), added=False, fields=changed)


def _fact(difference: Difference) -> Fact:
    changes = {name: (str(old), str(new)) for name, (old, new) in difference.fields.items()}
    verb = "add" if difference.added else "change"
    return Fact(f"territory.{verb}", PROVINCE, difference.kind.lower(), difference.code, changes=changes)
