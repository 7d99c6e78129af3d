"""测算批次对比: two batches figure by figure, the difference taken apart; computed anew whenever it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.measurement.amounts import shown_value
from assessment.measurement.models import Batch
from assessment.measurement.opinion_errors import NothingToCompare, SameBatch
from assessment.measurement.wording import FIGURES, INGREDIENTS, figure_name
from assessment.methodology.batch_comparison import ORDER, BatchComparison, FigureComparison, compare_batches
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import thaw
from assessment.territory.models import Region

_PLACES: Final = tuple(FIGURES)


@dataclass(frozen=True)
class ComparedLine:
    """One figure in 亿元 or percentage points. `note` where the shown parts differ from the shown sum by rounding."""

    region: str
    figure: str
    code: str
    first: str
    second: str
    difference: str
    parts: tuple[str, ...]
    moved: bool
    note: bool


@dataclass(frozen=True)
class ComparisonView:
    heads: tuple[str, ...]
    lines: tuple[ComparedLine, ...]
    moved: int
    note: bool


def compared(first: Batch, second: Batch) -> BatchComparison:
    """The pure comparison of two measured batches. `SameBatch`, `NothingToCompare` otherwise."""
    if first.pk == second.pk:
        raise SameBatch
    for batch in (first, second):
        if not batch.result_document:
            raise NothingToCompare(name=batch.name_zh)
    return compare_batches(thaw(first.document), thaw(second.document))


def comparison_view(comparison: BatchComparison, *, code: str = "", only_moved: bool = False) -> ComparisonView:
    """In administrative order, then in the order of the result table; one figure alone, or only what moved."""
    regions = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    names = {key: region.short_name_zh or region.name_zh for key, region in regions.items()}
    figures = sorted(
        comparison.figures, key=lambda one: (regions[one.region].position, one.region, place_of_figure(one.code))
    )
    wanted = [one for one in figures if code in {"", one.code}]
    lines = [_line(one, names) for one in wanted]
    shown = [line for line in lines if line.moved or not only_moved]
    return ComparisonView(
        heads=tuple(gettext(INGREDIENTS[ingredient]) for ingredient in comparison.order),
        lines=tuple(shown),
        moved=sum(line.moved for line in lines),
        note=any(line.note for line in shown),
    )


def place_of_figure(code: str) -> int:
    """Where a figure stands in the result table; what is not in it comes last."""
    return _PLACES.index(code) if code in _PLACES else len(_PLACES)


def _line(one: FigureComparison, names: Mapping[str, str]) -> ComparedLine:
    parts = None if one.parts is None else [shown_value(one.parts[name], one.unit) for name in ORDER]
    difference = None if one.difference is None else shown_value(one.difference, one.unit)
    return ComparedLine(
        region=names.get(one.region, one.region),
        figure=figure_name(one.code),
        code=one.code,
        first=_text(one.first, one.unit),
        second=_text(one.second, one.unit),
        difference=formats.signed(difference),
        parts=tuple(map(formats.signed, parts)) if parts else (formats.NOTHING,) * len(ORDER),
        moved=one.first != one.second,
        note=parts is not None and difference is not None and not _add_up(parts, difference),
    )


def _text(value: Decimal | None, unit: str) -> str:
    return formats.NOTHING if value is None else formats.number(shown_value(value, unit))


def _add_up(parts: Sequence[Decimal], difference: Decimal) -> bool:
    with exact_context():
        return sum(map(formats.rounded, parts), Decimal(0)) == formats.rounded(difference)
