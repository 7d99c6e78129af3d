"""差距分析 as a page shows it: own points, those of the unit on the next place, and the distance between them."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.display import formats
from assessment.methodology.gap_analysis import Gap, gap_to_next_place
from assessment.methodology.rounding import exact_context
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from assessment.scoring.names import node_names, region_names
from assessment.scoring.queries import evaluation_of_run

POINTS_DECIMALS = 4


@dataclass(frozen=True)
class GapLine:
    name: str
    own: str
    ahead: str
    gap: str


@dataclass(frozen=True)
class GapView:
    """`lines` add up to `total`, the widest part first; `points` is the distance in it."""

    ahead: str
    own_rank: str
    rank_ahead: str
    points: str
    lines: tuple[GapLine, ...]
    total: GapLine


def gap_view(run: Run, unit: str, allowed: frozenset[Action]) -> GapView | None:
    """None before issue, for whoever may not see it, and where nobody is ahead."""
    if run.state != Run.State.ISSUED or Action.GAP_VIEW not in allowed:
        return None
    gap = gap_to_next_place(evaluation_of_run(run), unit=unit, period=run.period)
    if gap is None:
        return None
    names = node_names(run)
    return GapView(
        ahead=region_names([gap.ahead]).get(gap.ahead, gap.ahead),
        own_rank=formats.number(gap.own_rank, decimals=0),
        rank_ahead=formats.number(gap.rank_ahead, decimals=0),
        points=formats.number(gap.points, decimals=POINTS_DECIMALS),
        lines=tuple(_line(names.get(part.code, part.name), part.own, part.ahead, part.gap) for part in gap.parts),
        total=_total(gap),
    )


def _total(gap: Gap) -> GapLine:
    with exact_context():
        own, ahead = (
            sum(points, Decimal(0)) for points in zip(*((one.own, one.ahead) for one in gap.parts), strict=True)
        )
    return _line("", own, ahead, gap.points)


def _line(name: str, own: Decimal, ahead: Decimal, gap: Decimal) -> GapLine:
    return GapLine(
        name=name,
        own=formats.number(own, decimals=POINTS_DECIMALS),
        ahead=formats.number(ahead, decimals=POINTS_DECIMALS),
        gap=formats.signed(gap, decimals=POINTS_DECIMALS),
    )
