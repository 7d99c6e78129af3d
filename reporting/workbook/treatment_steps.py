"""The steps of a chain of treatments: what each makes of a figure, by formula, and the results kept beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from assessment.methodology.parameters import Parameters
from assessment.methodology.pools import quantile_of
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Indicator, MethodUse
from assessment.methodology.treatments import (
    DENOMINATE,
    SHARE_OF_TOTAL,
    TREATMENTS,
    clip,
    skew_side,
    winsorise,
    winsorising,
)
from reporting import official_terms as terms
from reporting.workbook.calculation import Calculation
from reporting.workbook.parameter_cells import ParameterRow, parameter_cell

Key = tuple[str, str]
Values = list[Decimal | None]
WHOLE = "0"


@dataclass(frozen=True)
class Step:
    """One column: `formula` by line, `rows` of parameters; both are told the line of their first parameter."""

    key: Key
    label: str
    values: Values
    formula: Callable[[int, int], str]
    rows: Callable[[int], list[ParameterRow]]
    height: int = 0


@dataclass(frozen=True)
class _Place:
    """Where a step stands: after which column, as the how-manieth of its indicator."""

    sheet: Calculation
    indicator: Indicator
    use: MethodUse
    before: Key
    number: int

    @property
    def key(self) -> Key:
        return f"treated {self.number}", self.indicator.code

    @property
    def label(self) -> str:
        return f"{self.indicator.name}（{terms.TREATMENTS[self.use.method]}）"

    def pool(self, number: int, *, key: Key | None = None) -> str:
        return self.sheet.places.span(key or self.before, lines=self.sheet.pools[number])

    def value(self, line: int) -> str:
        return self.sheet.places.ref(self.before, line=line)

    def next(self) -> "_Place":
        return replace(self, before=self.key, number=self.number + 1)


def steps_of(sheet: Calculation, *, indicator: Indicator, before: Key, values: Values) -> tuple[Step, ...]:
    """The treatments one after the other, the last one under the key of the treated figure."""
    steps: list[Step] = []
    with exact_context():
        for use in indicator.treat:
            place = _Place(sheet, indicator, use, before, len(steps))
            steps += _of_treatment(place, values)
            before, values = (steps[-1].key, steps[-1].values) if steps else (before, values)
    return (*steps[:-1], replace(steps[-1], key=("treated", indicator.code))) if steps else ()


def _of_treatment(place: _Place, values: Values) -> Iterator[Step]:
    if place.use.method == "winsorise":
        return _winsorised(place, values)
    if place.use.method == "clip":
        return iter([_clipped(place, values)])
    return iter([_scaled(place, values)])


def _scaled(place: _Place, values: Values) -> Step:
    """Logarithm, share or quotient: no parameters of the pool."""

    def formula(line: int, _: int) -> str:
        value = place.value(line)
        return _known(value, _scaled_formula(place, value=value, line=line))

    return Step(place.key, place.label, _scaled_values(place, values), formula, lambda _: [])


def _scaled_formula(place: _Place, *, value: str, line: int) -> str:
    sheet, use = place.sheet, place.use
    if use.method == SHARE_OF_TOTAL:
        return f"{value}/SUM({sheet.places.span(place.before, lines=sheet.ranked_with(line))})"
    if use.method == DENOMINATE:
        by = sheet.places.ref(("input", use.parameters.text("by")), line=line)
        return f'IF(ISNUMBER({by}),{value}/{by},"{terms.NOT_AVAILABLE}")'
    return f"LN({value})"


def _scaled_values(place: _Place, values: Values) -> Values:
    sheet, use = place.sheet, place.use
    if use.method == DENOMINATE:
        by = [row.values[use.parameters.text("by")].value for row in sheet.rows]
        pairs = zip(values, by, strict=True)
        return [None if value is None or divisor is None else value / divisor for value, divisor in pairs]
    parts = sheet.ranked if TREATMENTS[use.method].within_period else sheet.pools
    return _by_part(values, parts=parts, treat=lambda figures: TREATMENTS[use.method].apply(figures, use.parameters))


def _clipped(place: _Place, values: Values) -> Step:
    """Between two quantiles of the pool, each in a cell of its own."""
    shares = place.use.parameters.pair("quantiles")
    figures = [sorted(_figures(values, lines)) for lines in place.sheet.pools]

    def quantile(label: str, share: Decimal) -> ParameterRow:
        found = [quantile_of(each, share) if each else None for each in figures]
        return _row(place, label.format(share=f"{share:f}"), lambda pool: _percentile(place, pool, share), found)

    def rows(_: int) -> list[ParameterRow]:
        return [quantile(terms.LOWER_QUANTILE, shares[0]), quantile(terms.UPPER_QUANTILE, shares[1])]

    treated = _by_part(values, parts=place.sheet.pools, treat=partial(clip, parameters=place.use.parameters))
    return Step(place.key, place.label, treated, lambda line, top: _between(place, line=line, top=top), rows, 2)


def _percentile(place: _Place, pool: int, share: Decimal) -> str:
    return f"PERCENTILE({place.pool(pool)},{share:f})"


def _winsorised(place: _Place, values: Values) -> Iterator[Step]:
    """Point by point: is the pool skewed, how many points are pulled in on each side, and to which values."""
    pools = [_figures(values, lines) for lines in place.sheet.pools]
    most = min(int(place.use.parameters.number("points")), max(len(pool) for pool in pools) - 1)
    original = place.before
    for number in range(most):
        points = Parameters({"points": Decimal(number + 1)})
        treated = _by_part(values, parts=place.sheet.pools, treat=partial(winsorise, parameters=points))
        yield _Point(place, original, number, pools).step(treated)
        place = place.next()


@dataclass(frozen=True)
class _Point:
    """The n-th point that may be pulled in (n from 0); `pools` hold the figures before the first one."""

    place: _Place
    original: Key
    number: int
    pools: Sequence[Sequence[Decimal]]

    HEIGHT = 5

    def step(self, treated: Values) -> Step:
        label = terms.NTH_POINT.format(label=self.place.label.rstrip("）"), number=self.number + 1)

        def formula(line: int, top: int) -> str:
            return _between(self.place, line=line, top=top + 3, key=self.original)

        return Step(self.place.key, label, treated, formula, self._rows, self.HEIGHT)

    def _rows(self, top: int) -> list[ParameterRow]:
        def cell(offset: int) -> Callable[[int], str]:
            return lambda pool: parameter_cell(top + offset, pool=pool)

        def before(offset: int) -> Callable[[int], str]:
            return cell(offset - self.HEIGHT) if self.number else lambda _: "0"

        side, low, high = cell(0), cell(1), cell(2)
        was_low, was_high = before(1), before(2)

        def moved(pool: int, sign: str) -> str:
            left = f"{was_low(pool)}+{was_high(pool)}+1<COUNT({self._pool(pool)})"
            return f"IF(AND({side(pool)}{sign}0,{left}),1,0)"

        def one_of(function: str, count: Callable[[int], str]) -> Callable[[int], str]:
            return lambda pool: f"{function}({self._pool(pool)},{count(pool)}+1)"

        found = [self._found(pool) for pool in self.pools]
        labels = (label.format(number=self.number + 1) for label in terms.POINT_CELLS)
        formulas: tuple[Callable[[int], str], ...] = (
            self._side,
            lambda pool: f"{was_low(pool)}+{moved(pool, '<')}",
            lambda pool: f"{was_high(pool)}+{moved(pool, '>')}",
            one_of("SMALL", low),
            one_of("LARGE", high),
        )
        return [
            _row(self.place, label, formula, [each[offset] for each in found], whole=offset < 3)
            for offset, (label, formula) in enumerate(zip(labels, formulas, strict=True))
        ]

    def _pool(self, pool: int) -> str:
        return self.place.pool(pool, key=self.original)

    def _side(self, pool: int) -> str:
        """1 where outliers lie above, -1 below, 0 where the pool is not skewed."""
        values = self.place.pool(pool)
        skewed = f"IF(AND(ABS(SKEW({values}))>2,KURT({values})>3.5),SIGN(SKEW({values})),0)"
        return f"IF(COUNT({values})<4,0,IF(MAX({values})=MIN({values}),0,{skewed}))"

    def _found(self, figures: Sequence[Decimal]) -> tuple[Decimal | int | None, ...]:
        if not figures:
            return (None,) * self.HEIGHT
        earlier = list(winsorising(figures, self.number))
        later = list(winsorising(figures, self.number + 1))
        ordered = sorted(figures)
        low, high = (later[-1].low, later[-1].high) if later else (0, 0)
        side = skew_side(earlier[-1].treated if earlier else figures)
        return side, low, high, ordered[low], ordered[-1 - high]


def _row(
    place: _Place,
    label: str,
    formula: Callable[[int], str],
    values: Sequence[Decimal | int | None],
    *,
    whole: bool = False,
) -> ParameterRow:
    """A cell of the pool; blank where the pool has no figure."""

    def guarded(pool: int) -> str:
        return f'IF(COUNT({place.pool(pool)})=0,"",{formula(pool)})'

    row = ParameterRow(place.indicator.name, label, guarded, values)
    return replace(row, number_format=WHOLE) if whole else row


def _between(place: _Place, *, line: int, top: int, key: Key | None = None) -> str:
    """A figure between the two parameters that begin at the line `top`."""
    value = place.sheet.places.ref(key or place.before, line=line)
    pool = place.sheet.pool_of(line)
    least, most = parameter_cell(top, pool=pool), parameter_cell(top + 1, pool=pool)
    return _known(value, f"MIN(MAX({value},{least}),{most})")


def _known(value: str, formula: str) -> str:
    return f'IF(ISNUMBER({value}),{formula},"{terms.NOT_AVAILABLE}")'


def _figures(values: Values, lines: range) -> list[Decimal]:
    return [value for line in lines if (value := values[line]) is not None]


def _by_part(
    values: Values, *, parts: Sequence[range], treat: Callable[[Sequence[Decimal]], Sequence[Decimal]]
) -> Values:
    treated = list(values)
    for lines in parts:
        present = [line for line in lines if values[line] is not None]
        for line, after in zip(present, treat(_figures(values, lines)), strict=True):
            treated[line] = after
    return treated
