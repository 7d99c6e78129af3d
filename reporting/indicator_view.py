"""指标分析: one indicator across the cities, highest score first, each against the mean."""

from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from assessment.display import formats
from assessment.methodology.indicator_targets import declared_target
from assessment.people.errors import NotFound
from assessment.scoring.ranking_view import figure_text
from reporting.dashboard_view import FIGURE_DECIMALS, GapLine, Picture, gap_lines


@dataclass(frozen=True)
class IndicatorView:
    """`others` are the indicators of the scheme with their names; `province` is the whole province's figure.

    `highest` and `lowest` are the cities by figure; `target` is empty without one.
    """

    code: str
    name: str
    province: str
    lines: tuple[GapLine, ...]
    others: tuple[tuple[str, str], ...]
    highest: GapLine | None
    lowest: GapLine | None
    target: str


def indicator_view(picture: Picture, code: str) -> IndicatorView:
    """`NotFound` for what is not an indicator of the scheme."""
    indicators = {indicator.code: indicator for indicator in picture.evaluation.scheme.indicators}
    if code not in indicators:
        raise NotFound
    here = [gap for gap in picture.gaps if gap.code == code]
    lowest = Decimal("-Infinity")
    ordered = sorted(here, key=lambda gap: lowest if gap.score is None else gap.score, reverse=True)
    lines = gap_lines(picture, ordered)
    known = [(gap.raw, line) for line, gap in zip(lines, ordered, strict=True) if gap.raw is not None]
    province, target = picture.view.province.get(code), declared_target(indicators[code])
    return IndicatorView(
        code=code,
        name=picture.labels[code],
        province=figure_text(province, picture.decimals[code]) if code in picture.decimals else "",
        lines=lines,
        others=tuple((one, picture.labels[one]) for one in indicators),
        highest=max(known, key=itemgetter(0))[1] if known else None,
        lowest=min(known, key=itemgetter(0))[1] if known else None,
        target="" if target is None else formats.number(target, decimals=picture.decimals.get(code, FIGURE_DECIMALS)),
    )
