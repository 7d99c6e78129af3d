"""基础数据 by year, table and vintage: who delivered it, how often, when, and how far the cities have checked it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from assessment.measurement.deliveries import vintage_rank
from assessment.measurement.models import BaseTable
from assessment.measurement.queries import tables_visible_to
from assessment.measurement.table_check_view import CheckCount, all_checks, count_of
from assessment.measurement.table_queries import assessed_regions
from assessment.measurement.wording import kind_name, vintage_name
from assessment.people.models import User


@dataclass(frozen=True)
class TableListLine:
    """`counts`: it is the weightiest vintage of its year, which the batch takes and the cities see."""

    table: BaseTable
    name: str
    vintage: str
    deliveries: int
    counts: bool
    checks: CheckCount | None


def table_list(user: User, *, at: datetime) -> list[TableListLine]:
    """One line for each table of each body, newest year first; the number of queries does not grow with them."""
    deliveries: defaultdict[tuple[str, ...], list[BaseTable]] = defaultdict(list)
    for table in tables_visible_to(user, at=at).select_related("loaded_by__organisation"):
        deliveries[table.period, table.kind, table.source_department, table.vintage].append(table)
    weightiest: dict[tuple[str, ...], int] = {}
    for period, kind, department, vintage in deliveries:
        key = period, kind, department
        weightiest[key] = max(vintage_rank(vintage), weightiest.get(key, -1))
    checks, cities = all_checks(), [code for code, _ in assessed_regions()]
    lines = []
    for (period, kind, department, vintage), tables in deliveries.items():
        newest = tables[-1]
        counts = vintage_rank(vintage) == weightiest[period, kind, department] >= 0
        lines.append(
            TableListLine(
                newest,
                kind_name(kind),
                vintage_name(vintage),
                len(tables),
                counts,
                count_of(newest, checks, cities) if counts else None,
            )
        )
    return sorted(lines, key=_order)


def _order(line: TableListLine) -> tuple[int, str, str, int]:
    table = line.table
    return -int(table.period), table.kind, table.source_department, -vintage_rank(table.vintage)
