"""What a quarterly run reads of the filing stage: versions in force, adopted values, how the returns came about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from django.db.models import F, Func, TextField

from assessment.catalogue.models import Collection, Obligation
from assessment.filing.models import AdoptedValue, Cell, Extension, Return, Version
from assessment.filing.reporting_quality import reporting_quality_of
from assessment.methodology.canonical import list_text, text_of
from assessment.methodology.periods import Period
from assessment.methodology.run_figures import plain_number

CellKey = tuple[int, str, str]


# A cell as it was filed: item, basis, condition, reason, and its value in plain digits.
Filed = tuple[str, str, str, str, str | None]


class InForce(NamedTuple):
    """The version of a return that counts, and whose return it is."""

    version: int
    filed: int
    collection: int
    reporting_unit: int
    unit: str
    form: str
    number: int
    digest: str
    late: bool


_NAMED = {
    "version": "pk",
    "filed": "return_filed",
    "collection": "return_filed__collection",
    "reporting_unit": "return_filed__reporting_unit",
    "unit": "return_filed__reporting_unit__region__code",
    "form": "return_filed__collection__form_version__form__code",
}


def return_texts(period: Period, items: Sequence[str]) -> list[str]:
    """The version in force of each return of `period` whose form asks for one of the items, in order of unit and form.

    Each as the canonical text of its document. A confirmed 考核采用值 stands in the place of the filed figure, which
    is kept beside it.
    """
    versions = _versions_in_force(period, items)
    returns = [one.filed for one in versions]
    quality, extended = reporting_quality_of(returns), _extended(versions)
    cells = _cells(versions, items, _CellWriter(_adopted(returns, items)))
    return [
        _return_text(
            {
                "unit": one.unit,
                "form": one.form,
                "version": one.version,
                "number": one.number,
                "digest": one.digest,
                "late": one.late,
                **asdict(quality[one.filed]),
                "extended": one.filed in extended,
            },
            cells.get(one.version, ()),
        )
        for one in versions
    ]


def waived_units(period: Period, items: Sequence[str]) -> list[str]:
    """Codes of the units that were freed from a return of `period` that asks for one of the items."""
    waived = Obligation.objects.filter(
        collection__period=period.code,
        collection__form_version__items__code__in=items,
        reporting_unit__kind="region",
        waived_at__isnull=False,
    )
    return sorted(set(waived.values_list("reporting_unit__code", flat=True)))


def _versions_in_force(period: Period, items: Sequence[str]) -> list[InForce]:
    asking = Collection.objects.filter(period=period.code, form_version__items__code__in=items).distinct()
    returns = Return.objects.filter(
        collection__in=asking.values("pk"),
        reporting_unit__kind="region",
        in_force__isnull=False,
    )
    rows = (
        Version.objects.filter(pk__in=returns.values("in_force"))
        .order_by("return_filed__reporting_unit__code", "return_filed__collection__form_version__form__code")
        .values_list(*(_NAMED.get(name, name) for name in InForce._fields))
    )
    return [InForce(*row) for row in rows]


def _adopted(returns: Sequence[int], items: Sequence[str]) -> dict[CellKey, AdoptedValue]:
    """Of the confirmed records of each cell the newest, unless it withdraws the one before."""
    records = AdoptedValue.objects.filter(
        return_filed__in=returns, item__in=items, state=AdoptedValue.State.CONFIRMED
    ).order_by("number")
    newest = {(one.return_filed_id, one.item, one.basis): one for one in records}
    return {cell: one for cell, one in newest.items() if one.kind == AdoptedValue.Kind.ADOPTED}


def _extended(versions: Sequence[InForce]) -> set[int]:
    """The returns whose unit was given more time, and which are on time thanks to it or late even so."""
    granted = Extension.objects.filter(
        collection__in={one.collection for one in versions}, state=Extension.State.GRANTED
    )
    pairs = set(granted.values_list("collection", "reporting_unit"))
    return {one.filed for one in versions if (one.collection, one.reporting_unit) in pairs}


def _cells(versions: Sequence[InForce], items: Sequence[str], writer: "_CellWriter") -> dict[int, list[str]]:
    """The texts of the cells of each version in order of item and basis: of counties there are 150,000.

    The server writes the values: the digits of a number without the zeros that its column adds.
    """
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    filed = {one.version: one.filed for one in versions}
    digits = Func(F("value"), template="trim_scale(%(expressions)s)::text", output_field=TextField())
    rows = Cell.objects.filter(version__in=list(filed), item__in=items).order_by()
    for version, item, basis, *rest in rows.values_list("version", "item", "basis", "condition", "reason", digits):
        found[version].append((item, basis, writer.text(filed[version], (item, basis, *rest))))
    return {version: [text for _, _, text in sorted(cells)] for version, cells in found.items()}


def _return_text(document: Mapping[str, Any], cells: Iterable[str]) -> str:
    """The cells come first in the order of the names."""
    return f'{{"cells":{list_text(cells)},{text_of(document)[1:]}'


class _CellWriter:
    """Writes cells one after another; all but the value is the same again and again."""

    def __init__(self, adopted: Mapping[CellKey, AdoptedValue]) -> None:
        self._adopted = adopted
        self._starts: dict[tuple[str, str, str, str], str] = {}

    def text(self, filed: int, cell: Filed) -> str:
        """The canonical text of a cell of the return with this number."""
        item, basis, condition, reason, value = cell
        if self._adopted and (filed, item, basis) in self._adopted:
            return text_of(_adopted_cell(cell, self._adopted[filed, item, basis]))
        names = (item, basis, condition, reason)
        start = self._starts.get(names) or self._start(names)
        return f"{start}null}}" if value is None else f'{start}"{value}"}}'

    def _start(self, names: tuple[str, str, str, str]) -> str:
        """All that stands before the value, which comes last in the order of the names."""
        named = dict(zip(("item", "basis", "condition", "reason"), names, strict=True))
        start = self._starts[names] = f'{text_of(named)[:-1]},"value":'
        return start


def _adopted_cell(cell: Filed, adopted: AdoptedValue) -> dict[str, Any]:
    item, basis, condition, reason, value = cell
    return {
        "item": item,
        "basis": basis,
        "condition": adopted.condition,
        "value": plain_number(adopted.value),
        "reason": adopted.reason,
        "filed": {"condition": condition, "value": value, "reason": reason},
        "adopted": {"number": adopted.number, "document": adopted.document},
    }
