"""稳健性: the internal annex of a ranking workbook. Values only; the digits are those of robustness.json."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from assessment.methodology.robustness import GroupRobustness, Robustness
from reporting import official_terms as terms
from reporting import robustness_terms as words
from reporting.ranking_report import RankingReport
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.wording import titled

Cell = str | Decimal | int | None
NAMES: Final = 2
WIDTHS: Final = (22, 16, 13, 13, 13, 15, 15, 13, 17)
LAST: Final = len(WIDTHS) - 1
DIGITS: Final = "0.00"
SHARE: Final = "0.0%"
STATISTIC: Final = "0.000"


def draw_robustness(canvas: Canvas, *, report: RankingReport, result: Robustness) -> None:
    """One table of places for each group of the report's period, then what moves them and the audit."""
    for column, width in enumerate(WIDTHS):
        canvas.width(column, characters=width)
    title = words.TITLE.format(title=titled(report))
    canvas.title(to_column=LAST, text=title)
    canvas.merged((1, 0), to=(1, LAST), text=words.ANNEX, look="right")
    top = 2
    for group in result.groups:
        if group.uncertainty.period == report.period:
            top = _Block(canvas, report, top).draw(group)
    for note in _notes(result):
        canvas.paragraph((top, 0), to_column=LAST, text=note)
        top += 1
    canvas.page(title_rows=(0, 1), frozen=(2, 0), demo=report.demo, digest=report.digest)
    canvas.protect()


def _notes(result: Robustness) -> Iterable[str]:
    settings = result.settings
    spread = f"{(settings.weight_spread * 100).normalize():f}%"
    yield words.ANNEX_NOTE
    yield words.DRAWN_NOTE.format(
        replications=settings.replications, seed=settings.seed, method=result.method, spread=spread
    )
    choices = (
        ("normalisation", len(settings.normalisations)),
        ("aggregation", len(settings.aggregations)),
        ("winsorisation", len(settings.winsorise_points)),
        ("noise", settings.copies),
    )
    varied = [words.FACTORS[name] for name, count in choices if count > 1]
    if varied:
        yield words.CHOICES_NOTE.format(choices="、".join(varied))
    yield words.READ_NOTE


class _Block:
    """The tables of one group, from the line `top` down."""

    def __init__(self, canvas: Canvas, report: RankingReport, top: int) -> None:
        self._canvas = canvas
        self._report = report
        self._top = top
        self._nodes = {node.code: node.name for node in report.evaluation.scheme.nodes}

    def draw(self, group: GroupRobustness) -> int:
        """All tables; returns the line below them."""
        self._places(group)
        self._table(
            words.SENSITIVITY,
            words.SENSITIVITY_HEADS,
            [(words.factor_name(each.factor), each.first_order, each.total) for each in group.sensitivities],
        )
        self._table(
            words.DROPPED,
            words.DROPPED_HEADS,
            [(self._nodes[each.code], each.mean_absolute_shift, each.largest_shift) for each in group.dropped],
        )
        audit = group.audit
        self._table(
            words.INDICATORS,
            words.INDICATOR_HEADS,
            [(self._nodes[e.code], e.effective_weight, e.influence, e.availability) for e in audit.indicators],
        )
        self._table(
            words.FAMILIES,
            words.FAMILY_HEADS,
            [
                (
                    self._nodes[family.parent],
                    len(family.children),
                    family.units,
                    family.alpha,
                    family.components[0].share if family.components else None,
                )
                for family in audit.families
            ],
        )
        pairs = [pair for family in audit.families for pair in family.correlations]
        self._table(
            words.CORRELATIONS,
            words.CORRELATION_HEADS,
            [(self._nodes[p.first], self._nodes[p.second], p.pearson, p.spearman, p.kendall) for p in pairs],
        )
        return self._top

    def _places(self, group: GroupRobustness) -> None:
        found = group.uncertainty
        names = {row.unit: row.name for row in self._report.evaluation.rows if row.period == found.period}
        rows: list[tuple[Cell, ...]] = [
            (
                names[unit.unit],
                found.group,
                unit.nominal,
                unit.mean,
                unit.median,
                unit.rank_5,
                unit.rank_95,
                unit.mean_absolute_shift,
                unit.keeps_order,
            )
            for unit in found.units
        ]
        heads = (self._report.unit_heading, terms.GROUP, *words.UNIT_HEADS)
        formats = {2: "0.##", 3: DIGITS, 4: "0.##", 5: "0.##", 6: "0.##", 7: DIGITS, 8: SHARE}
        shift = words.MEAN_SHIFT.format(shift=f"{found.mean_absolute_shift:.2f}")
        self._table(f"{found.group}　{shift}".strip(), heads, rows, formats=formats)

    def _table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[tuple[Cell, ...]],
        *,
        formats: dict[int, str] | None = None,
    ) -> None:
        if not rows:
            return
        self._canvas.text((self._top, 0), text=title, look="step")
        self._canvas.height(self._top + 1, points=30)
        for column, head in enumerate(heads):
            self._canvas.text((self._top + 1, column), text=head_text(head), look="small_head")
        self._top += 2
        for row in rows:
            for column, cell in enumerate(row):
                self._cell((self._top, column), cell, (formats or {}).get(column, STATISTIC))
            self._top += 1
        self._top += 1

    def _cell(self, at: tuple[int, int], cell: Cell, number_format: str) -> None:
        if cell is None:
            self._canvas.text(at, text=terms.NOTHING_TO_COMPUTE, look="centre")
        elif isinstance(cell, str):
            self._canvas.text(at, text=cell, look="small_text")
        else:
            whole = "0" if isinstance(cell, int) else number_format
            self._canvas.number(at, value=cell, look="formula", number_format=whole)
