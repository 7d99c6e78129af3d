"""指标分析: one indicator across the cities, highest score first, each against the mean."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.people.errors import NotFound
from assessment.scoring.ranking_view import figure_text
from reporting.dashboard_view import GapLine, Picture, gap_lines


@dataclass(frozen=True)
class IndicatorView:
    """`others` are the indicators of the scheme with their names; `province` is the whole province's figure."""

    code: str
    name: str
    province: str
    lines: tuple[GapLine, ...]
    others: tuple[tuple[str, str], ...]


def indicator_view(picture: Picture, code: str) -> IndicatorView:
    """`NotFound` for what is not an indicator of the scheme."""
    codes = [indicator.code for indicator in picture.evaluation.scheme.indicators]
    if code not in codes:
        raise NotFound
    here = [gap for gap in picture.gaps if gap.code == code]
    lowest = Decimal("-Infinity")
    ordered = sorted(here, key=lambda gap: lowest if gap.score is None else gap.score, reverse=True)
    province = picture.view.province.get(code)
    return IndicatorView(
        code=code,
        name=picture.labels[code],
        province=figure_text(province, picture.decimals[code]) if code in picture.decimals else "",
        lines=gap_lines(picture, ordered),
        others=tuple((one, picture.labels[one]) for one in codes),
    )
