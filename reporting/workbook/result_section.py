"""Adjustments and cap, the once-rounded score, the place, and the comparison with the stored result."""

from bisect import bisect_left
from collections.abc import Callable, Hashable
from decimal import Decimal

from assessment.methodology.evaluation import Placing
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.scheme_parts import Adjustment, Direction, Indicator, RankingKey, Ties
from reporting import official_terms as terms
from reporting.workbook.calculation import EXACT, Calculation, Column, draw_step
from reporting.workbook.styles import decimals_format

NOISE = 9
"""Decimals kept before a rounding or comparison: binary fractions carry errors near the thirteenth."""

DIFFERENCE = "0.000000000;-0.000000000;0"
LAST_OF_ALL = Decimal("-1E+99")
"""Where a figure that is not there stands in an order."""

KEY = f'[<-1E+50]"{terms.NOTHING_TO_COMPUTE}";#,##0.000000000'
PLACE = "0.##"


def draw_adjustments(sheet: Calculation) -> None:
    """Bonus and penalty points, each within its own limits, then the cap of the total."""
    scheme, total = sheet.scheme, ("normalised", sheet.scheme.root)
    if not scheme.adjustments and scheme.upper_cap is None:
        sheet.places.same(("score", scheme.root), as_key=total)
        return

    def formula(line: int) -> str:
        cell = sheet.places.ref(total, line=line)
        points = [_points(sheet, adjustment=adjustment, line=line) for adjustment in scheme.adjustments]
        adjusted = "+".join([cell, *points])
        if scheme.upper_cap is not None:
            adjusted = f"MIN({scheme.upper_cap:f},{adjusted})"
        return f'IF(ISNUMBER({cell}),{adjusted},"{terms.NOT_AVAILABLE}")'

    name = scheme.node(scheme.root).name
    value = sheet.kept(scheme.root, lambda column: column.scores).__getitem__
    column = Column(key=("score", scheme.root), label=name, formula=formula, value=value)
    draw_step(sheet, title=terms.STEP_ADJUSTMENTS, columns=[column])


def _points(sheet: Calculation, *, adjustment: Adjustment, line: int) -> str:
    if sheet.report.is_public:
        return f"N({sheet.places.ref(('points', adjustment.code), line=line)})"
    points = f"N({sheet.places.ref(('input', adjustment.column), line=line)})*({adjustment.points:f})"
    if adjustment.cap is not None:
        points = f"MIN({adjustment.cap:f},{points})"
    if adjustment.floor is not None:
        points = f"MAX({adjustment.floor:f},{points})"
    return points


def draw_result(sheet: Calculation) -> tuple[int, int]:
    """Score, shown score and place by formula, the stored ones, and their differences.

    Returns the first and last column of the differences; they stand in the last lines drawn.
    """
    keys = _key_columns(sheet)
    digits = decimals_format(sheet.scheme.rounding.digits)
    total = ("score", sheet.scheme.root)
    columns = [
        Column("exact", terms.EXACT_SCORE, lambda line: sheet.places.ref(total, line=line), _placing(sheet, _score)),
        Column("shown", terms.SHOWN_SCORE, _shown(sheet), _placing(sheet, _shown_score), digits),
        *keys,
        Column("rank", terms.RANK, _rank(sheet, keys=keys), _placing(sheet, _place), PLACE),
    ]
    formats = {"exact": EXACT, "shown": digits, "rank": PLACE}
    for key, label, pick in (
        ("exact", terms.STORED_EXACT, _score),
        ("shown", terms.STORED_SHOWN, _shown_score),
        ("rank", terms.STORED_RANK, _place),
    ):
        columns.append(Column(("stored", key), label, None, _placing(sheet, pick), formats[key]))
    for key, label in (
        ("exact", terms.DIFFERENCE_EXACT),
        ("shown", terms.DIFFERENCE_SHOWN),
        ("rank", terms.DIFFERENCE_RANK),
    ):
        difference = _difference(sheet, key=key)
        columns.append(Column(("difference", key), label, difference, lambda line: Decimal(0), DIFFERENCE, "check"))
    draw_step(sheet, title=terms.STEP_RESULT, columns=columns)
    return sheet.places.column(("difference", "exact")), sheet.places.column(("difference", "rank"))


def shown_formula(rounding: Rounding, *, score: str) -> str:
    """One rounding of the exact score. The inner ROUND only removes binary noise far below the last digit."""
    clean = f"ROUND({score},{NOISE})"
    if rounding.method is RoundingMethod.HALF_UP:
        return f"ROUND({clean},{rounding.digits})"
    scaled = f"ROUND({score}*10^{rounding.digits},{NOISE - 2})"
    to_even = f"2*ROUND({scaled}/2,0)"
    return f"IF(ABS({scaled}-TRUNC({scaled}))=0.5,{to_even},ROUND({scaled},0))/10^{rounding.digits}"


def _shown(sheet: Calculation) -> Callable[[int], str]:
    def formula(line: int) -> str:
        exact = sheet.places.ref("exact", line=line)
        return _if_number(exact, shown_formula(sheet.scheme.rounding, score=exact))

    return formula


def _key_columns(sheet: Calculation) -> list[Column]:
    """The columns an order is read from: the published score itself, or the exact one freed of binary noise,
    then the tie-breakers; and for ties other than 并列 the place before the tie rule.
    """
    ranking, keys = sheet.scheme.ranking, []
    if ranking.key is RankingKey.EXACT:
        keys.append(_key(sheet, of="exact", label=terms.KEY_SCORE, value=_placing(sheet, _score)))
    elif ranking.then:
        keys.append(_key(sheet, of="shown", label=terms.KEY_SCORE, value=_placing(sheet, _shown_score)))
    keys += [_tie_breaker(sheet, code=code) for code in ranking.then]
    if ranking.ties is not Ties.MIN:
        ahead = _ahead(sheet, keys=[column.key for column in keys] or ["shown"])
        keys.append(Column("tied", terms.TIED_RANK, ahead, _tied_place(sheet), PLACE))
    return keys


def _tie_breaker(sheet: Calculation, *, code: str) -> Column:
    """The raw figure of an indicator in its direction, or the score of an aggregate."""
    node = sheet.scheme.node(code)
    label = terms.KEY_THEN.format(name=node.name)
    if not isinstance(node, Indicator):
        scores = sheet.kept(code, lambda column: column.scores)
        return _key(sheet, of=("score", code), label=label, value=scores.__getitem__)
    raw, treated = (sheet.kept(code, pick) for pick in (lambda column: column.raw, lambda column: column.treated))
    is_growth = node.growth is not None

    def meant(line: int) -> Decimal | None:
        return None if is_growth and treated[line] is None else raw[line]

    sign = "" if node.direction is Direction.HIGHER else "-"
    if sheet.report.is_public:
        standing = _standing(sheet, [meant(line) for line in range(len(sheet.rows))], lower=bool(sign))
        return Column(("key", ("raw", code)), terms.KEY_STANDING.format(name=node.name), None, standing, PLACE)
    return _key(sheet, of=("raw", code), label=label, value=meant, sign=sign)


def _standing(sheet: Calculation, figures: list[Decimal | None], *, lower: bool) -> Callable[[int], Decimal]:
    """How good a figure is among those ranked with it, 1 the weakest, 0 where there is none: it betrays no figure."""
    places: dict[int, Decimal] = {}
    for lines in sheet.ranked:
        known = sorted({figure for line in lines if (figure := figures[line]) is not None}, reverse=lower)
        position = {figure: Decimal(number) for number, figure in enumerate(known, start=1)}
        places |= {line: Decimal(0) if (own := figures[line]) is None else position[own] for line in lines}
    return places.__getitem__


def _key(
    sheet: Calculation, *, of: Hashable, label: str, value: Callable[[int], Decimal | None], sign: str = ""
) -> Column:
    def formula(line: int) -> str:
        cell, known = sheet.places.ref(of, line=line), sheet.places.ref(_gate(sheet, of=of), line=line)
        return f"IF(ISNUMBER({known}),{sign}ROUND({cell},{NOISE}),{LAST_OF_ALL})"

    def kept(line: int) -> Decimal:
        figure = value(line)
        if figure is None:
            return LAST_OF_ALL
        return -round(figure, NOISE) if sign else round(figure, NOISE)

    return Column(("key", of), label, formula, kept, KEY)


def _gate(sheet: Calculation, *, of: Hashable) -> Hashable:
    """The cell that must hold a number for a key to count: of a growth with a floor the rate that is scored."""
    for indicator in sheet.scheme.indicators:
        if of == ("raw", indicator.code) and indicator.growth and indicator.growth.policy.floor > 0:
            return "rate", indicator.code
    return of


def _rank(sheet: Calculation, *, keys: list[Column]) -> Callable[[int], str]:
    ties = sheet.scheme.ranking.ties
    if ties is Ties.MIN:
        return _ahead(sheet, keys=[column.key for column in keys] or ["shown"])

    def formula(line: int) -> str:
        own, pool = sheet.places.ref("tied", line=line), sheet.places.span("tied", lines=sheet.ranked_with(line))
        if ties is Ties.AVERAGE:
            return _if_number(own, f"{own}+(COUNTIF({pool},{own})-1)/2")
        return _if_number(own, f"1+SUMPRODUCT(({pool}<{own})/COUNTIF({pool},{pool}))")

    return formula


def _ahead(sheet: Calculation, *, keys: list[Hashable]) -> Callable[[int], str]:
    """1 + how many of the same group and period stand before this unit, key by key."""

    def formula(line: int) -> str:
        lines = sheet.ranked_with(line)
        pairs = [(sheet.places.span(key, lines=lines), sheet.places.ref(key, line=line)) for key in keys]
        exact = sheet.places.ref("exact", line=line)
        if keys == ["shown"]:
            pool, own = pairs[0]
            return _if_number(exact, f"RANK({own},{pool},0)")
        counts = []
        for depth, (pool, own) in enumerate(pairs):
            equal = "".join(f"({before}={mine})*" for before, mine in pairs[:depth])
            counts.append(f"SUMPRODUCT({equal}({pool}>{own}))" if equal else f"SUMPRODUCT(--({pool}>{own}))")
        return _if_number(exact, "1+" + "+".join(counts))

    return formula


def _difference(sheet: Calculation, *, key: str) -> Callable[[int], str]:
    """0 where both agree or both are missing."""

    def formula(line: int) -> str:
        ours, theirs = sheet.places.ref(key, line=line), sheet.places.ref(("stored", key), line=line)
        return f"IF(COUNT({ours},{theirs})=2,ROUND({ours}-{theirs},{NOISE}),COUNT({ours},{theirs}))"

    return formula


def _if_number(cell: str, formula: str) -> str:
    return f'IF(ISNUMBER({cell}),{formula},"{terms.NOT_AVAILABLE}")'


def _placing(sheet: Calculation, pick: Callable[[Placing], Decimal | None]) -> Callable[[int], Decimal | None]:
    def value(line: int) -> Decimal | None:
        placing = sheet.placings[line]
        return None if placing is None else pick(placing)

    return value


def _score(placing: Placing) -> Decimal | None:
    return placing.score


def _shown_score(placing: Placing) -> Decimal | None:
    return placing.shown


def _place(placing: Placing) -> Decimal | None:
    return placing.rank


def _tied_place(sheet: Calculation) -> Callable[[int], Decimal | None]:
    """The place under 并列 that belongs to a stored place: how many of its group and period stand before it."""
    ranks = [None if placing is None else placing.rank for placing in sheet.placings]
    ordered = {lines: sorted(rank for line in lines if (rank := ranks[line]) is not None) for lines in sheet.ranked}

    def value(line: int) -> Decimal | None:
        rank = ranks[line]
        return None if rank is None else Decimal(1 + bisect_left(ordered[sheet.ranked_with(line)], rank))

    return value
