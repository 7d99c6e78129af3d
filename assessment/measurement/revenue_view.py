"""Revenues as their pages show them: what a file changes, cell by cell, and a delivery by industry and city."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.wording import say_phrase
from assessment.filing.return_view import growth_text
from assessment.filing.told_again import phrase_of
from assessment.filing.upload_view import REPAIR_WORDS
from assessment.measurement.revenue_files import REVENUES, RevenueFile
from assessment.measurement.revenue_models import RevenueDelivery, RevenueUpload
from assessment.measurement.revenue_queries import revenue_in_force
from assessment.measurement.revenue_upload_actions import file_waiting
from assessment.measurement.table_history_view import ChangedCell, names_of_regions
from assessment.measurement.table_preview_view import MOST_SHOWN, ShownRepair
from assessment.measurement.upload_states import light_of_upload
from assessment.measurement.wording import figure_name
from assessment.methodology.errors import N_
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.units import Unit

COLUMN_WORDS: Mapping[str, str] = {
    "revenue": N_("Revenue of the months"),
    "revenue_same_months_last_year": N_("Same months of last year"),
    "revenue_last_year": N_("Whole of last year"),
}
Place = tuple[str, str, str]


@dataclass(frozen=True)
class RevenuePreview:
    """Everything who delivers decides on. `compared_with` is sent back with the confirmation."""

    light: Light
    changes: tuple[ChangedCell, ...]
    left_out: int
    unchanged: int
    repairs: tuple[ShownRepair, ...]
    problems: tuple[str, ...]
    compared_with: int | None


@dataclass(frozen=True)
class RevenueLine:
    """One city: three revenues in 万元, growth of the months in per cent."""

    name: str
    amounts: tuple[str, ...]
    growth: str
    source: str


@dataclass(frozen=True)
class RevenueBlock:
    """One industry of a delivery."""

    name: str
    lines: tuple[RevenueLine, ...]


def revenue_preview(upload: RevenueUpload) -> RevenuePreview:
    """Computed against the delivery in force now, so that what is confirmed is what is shown."""
    named, now = names_of_regions(), revenue_in_force(upload)
    readable = upload.state == RevenueUpload.State.PENDING and not upload.problems
    old = {} if now is None else _cells_of_delivery(now)
    new = _cells_of_file(file_waiting(upload)) if readable else {}
    changed = {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}
    found = sorted(changed, key=partial(_order, list(named))) if readable else []
    return RevenuePreview(
        light=light_of_upload(upload),
        changes=tuple(_changed(place, old, new, named) for place in found[:MOST_SHOWN]),
        left_out=max(0, len(found) - MOST_SHOWN),
        unchanged=sum(old.get(place) == amount for place, amount in new.items()),
        repairs=tuple(_repair(one) for one in upload.repairs),
        problems=tuple(say_phrase(phrase_of(one)) for one in upload.problems),
        compared_with=now.pk if now else None,
    )


def revenue_blocks(delivery: RevenueDelivery) -> list[RevenueBlock]:
    """The rows of a delivery by industry, cities in administrative order."""
    rows = list(delivery.rows.all())
    return [
        RevenueBlock(
            figure_name(industry),
            tuple(
                RevenueLine(
                    row.region.short_name_zh,
                    tuple(formats.number(getattr(row, name)) for name in REVENUES),
                    growth_text(row.revenue, row.revenue_same_months_last_year, Unit.TEN_THOUSAND_YUAN.name_zh),
                    row.source,
                )
                for row in rows
                if row.industry == industry
            ),
        )
        for industry in DIGITAL_INDUSTRIES
        if any(row.industry == industry for row in rows)
    ]


def column_heads() -> list[str]:
    return [gettext(COLUMN_WORDS[name]) for name in REVENUES]


def _cells_of_delivery(delivery: RevenueDelivery) -> dict[Place, Decimal]:
    return {
        (row.industry, row.region.code, name): getattr(row, name) for row in delivery.rows.all() for name in REVENUES
    }


def _cells_of_file(file: RevenueFile) -> dict[Place, Decimal]:
    return {
        (entry.industry, entry.region, name): amount
        for entry in file.entries
        for name, amount in zip(REVENUES, entry.amounts, strict=True)
    }


def _order(regions: list[str], place: Place) -> tuple[str, int, int]:
    industry, region, name = place
    return industry, regions.index(region) if region in regions else len(regions), REVENUES.index(name)


def _changed(
    place: Place, old: Mapping[Place, Decimal], new: Mapping[Place, Decimal], named: Mapping[str, str]
) -> ChangedCell:
    industry, region, name = place
    where = f"{figure_name(industry)} {named.get(region, region)}"
    before, after = formats.number(old.get(place)), formats.number(new.get(place))
    return ChangedCell(where, gettext(COLUMN_WORDS[name]), before, after)


def _repair(one: Mapping[str, str]) -> ShownRepair:
    words = REPAIR_WORDS.get(one["repair"], one["repair"])
    return ShownRepair(f"{one['row']} {one['column']}", gettext(words), "", "")
