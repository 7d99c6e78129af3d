"""The enterprises of the demo year: lists imported by two cities, rows filed through one-time links and accepted."""

import csv
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from assessment.catalogue.actions import open_collection
from assessment.catalogue.models import Collection
from assessment.directory.actions import enter_event, import_list, issue_links, use_link
from assessment.directory.event_actions import EventEntry
from assessment.directory.models import Listing
from assessment.filing.actions import accept_rows, save_cells, sign_and_submit, start_version
from assessment.filing.cells import CellChange
from assessment.filing.enterprise_actions import Statement
from assessment.filing.models import Return
from assessment.people.models import User
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
PERIOD = "2021c12"
SAID = Statement("演示填报人", "演示单位负责人", promised=True)
SOURCE = "demo"


def file_enterprise_rows(demo: Demo, *, at: datetime) -> int:
    """List, link, file and accept; doing it twice changes nothing. Returns the rows accepted now."""
    collection = Collection.objects.get(form_version__form__code="SW-Q-E", period=PERIOD)
    if Return.objects.filter(collection=collection).exists():
        return 0
    if collection.opened_at is None:
        open_collection(collection.pk, by=demo["bureau.reviewer"], at=collection.opens_at)
    cells = _cells()
    versions: list[int] = []
    for region, own in _lists().items():
        filler = demo[f"{DESKS[region]}.filler"]
        import_list(own, file_name="enterprises.csv", by=filler, at=at)
        _enter_births(region, filler, at=at)
        opened = max(at, collection.opens_at)
        for issued in issue_links(region, collection.pk, by=filler, at=opened):
            user = use_link(issued.token, source=SOURCE, at=opened + timedelta(days=1)).user
            versions.append(_file(user, collection, cells, at=opened + timedelta(days=1)))
    done = accept_rows(versions, by=demo["bureau.reviewer"], at=collection.on_time_until + timedelta(days=1))
    return len(done.accepted)


def _file(user: User, collection: Collection, cells: dict[str, list[CellChange]], *, at: datetime) -> int:
    code = user.organisation.code
    version = start_version(collection.pk, code, by=user, at=at)
    save_cells(version.pk, cells[code], revision=0, by=user, at=at)
    sign_and_submit(version.pk, SAID, by=user, at=at + timedelta(hours=1))
    return version.pk


def _enter_births(region: str, filler: User, *, at: datetime) -> None:
    """Who is listed from a day of this year on was founded then."""
    young = Listing.objects.filter(region__code=region, valid_from__gt=date(2021, 1, 1)).select_related("enterprise")
    for listing in young:
        entry = EventEntry(listing.enterprise.code, "birth", listing.valid_from, "新设登记（演示）")
        enter_event(entry, by=filler, at=at)


def _lists() -> dict[str, bytes]:
    """The list cut into one file a city: each office imports its own."""
    head, *lines = (FOLDER / "enterprises.csv").read_text("utf-8").splitlines()
    parts: dict[str, list[str]] = defaultdict(lambda: [head])
    for line in lines:
        parts[line.split(",")[3]].append(line)
    return {region: "\n".join(own).encode() for region, own in parts.items()}


def _cells() -> dict[str, list[CellChange]]:
    found: dict[str, list[CellChange]] = defaultdict(list)
    with (FOLDER / f"enterprise_rows_{PERIOD}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            value = Decimal(row["value"]) if row["value"] else None
            condition = "not_applicable" if value is None else "value"
            found[row["code"]].append(
                CellChange(row["item"], row["basis"], condition, value, reason=row["reason"], source=row["source"])
            )
    return found
