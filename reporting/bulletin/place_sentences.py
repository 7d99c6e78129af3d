"""Sentences on places: the first and last three with their equals, who moved, who is new."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from assessment.display.formats import number, place
from reporting.bulletin import terms
from reporting.bulletin.standings import Group, Standing, joined, names_of

Named = TypeVar("Named")
NAMED = 3
"""How many places are named at either end; equals are named with the last of them."""


def top_sentence(group: Group) -> str:
    """The first three, more where the third place is shared; all equal, or nobody placed, is said as such."""
    if not group.ranked:
        return terms.NONE_PLACED.format(group=group.label)
    together = group.by_place()
    if len(together) == 1 and len(group.ranked) > 1:
        [equals] = together
        score = number(equals[0].score, decimals=group.digits)
        said = terms.ALL_EQUAL.format(group=group.label, score=score, place=place(equals[0].rank))
    else:
        units = _leading(group)
        count = sum(len(equals) for equals in units)
        said = terms.TOP.format(group=group.label, count=count, units=joined(map(group.said, units)))
    return said + (terms.WITHOUT_PLACE.format(names=names_of(group.unranked)) if group.unranked else "")


def bottom_sentence(group: Group) -> str:
    """The last three from the end, as far as they are not among the first; nothing where there are none."""
    units = _trailing(group)
    count = sum(len(equals) for equals in units)
    return terms.BOTTOM.format(group=group.label, count=count, units=joined(map(group.said, units))) if units else ""


def movement_sentence(group: Group, *, first: bool) -> str:
    """位次变化 against the period before; the first assessment has none."""
    if first:
        return terms.FIRST_ASSESSMENT
    parts = _movements(group)
    if not parts:
        return terms.UNCHANGED_ALL.format(group=group.label)
    return terms.MOVED.format(group=group.label, parts="；".join(parts))


def best_and_worst(group: Group) -> str:
    """The first and the last place for the leaders' page."""
    together = group.by_place()
    if not together:
        return group.label + terms.NONE_PLACED.format(group="").removesuffix("。")
    if len(together) == 1:
        return top_sentence(group).split("。")[0]
    return group.label + terms.LEADERS_PLACES.format(best=group.said(together[0]), worst=group.said(together[-1]))


def largest_moves(group: Group) -> str:
    """Who rose and who fell most."""
    risen, fallen = _steps(group, up=True), _steps(group, up=False)
    parts = []
    for moves, template, said in (
        (risen, terms.LEADERS_UP, terms.MOST_RISEN),
        (fallen, terms.LEADERS_DOWN, terms.MOST_FALLEN),
    ):
        if moves:
            most = moves[0][1]
            units = [template.format(name=one.name, steps=place(steps)) for one, steps in moves if steps == most]
            parts.append(said.format(units=joined(units)))
    return group.label + ("，".join(parts) or terms.NOBODY_MOVED)


def _leading(group: Group) -> list[tuple[Standing, ...]]:
    return _enough(group.by_place())


def _trailing(group: Group) -> list[tuple[Standing, ...]]:
    together = group.by_place()
    left = together[len(_leading(group)) :]
    return _enough(list(reversed(left)))


def _enough(together: list[tuple[Standing, ...]]) -> list[tuple[Standing, ...]]:
    """Whole places, until three units are named."""
    taken: list[tuple[Standing, ...]] = []
    for equals in together:
        if sum(map(len, taken)) >= NAMED:
            break
        taken.append(equals)
    return taken


def _movements(group: Group) -> list[str]:
    risen, fallen = _steps(group, up=True), _steps(group, up=False)
    stayed = [one for one in group.ranked if one.before is not None and one.before == one.rank]
    new = [one for one in group.ranked if one.before is None]
    went = [one for one in group.unranked if one.before is not None]
    parts = [
        _counted(terms.RISEN, risen, lambda one: _moved(terms.UP_FROM, *one)),
        _counted(terms.FALLEN, fallen, lambda one: _moved(terms.DOWN_FROM, *one)),
    ]
    if any(parts) or new or went:
        parts.append(_counted(terms.STAYED, stayed, _at))
    parts.append(_counted(terms.NEWCOMERS, new, _at))
    parts.append(_counted(terms.WENT, went, lambda one: one.name))
    return [part for part in parts if part]


def _steps(group: Group, *, up: bool) -> list[tuple[Standing, Decimal]]:
    """Units that rose (fell) with the number of places, the largest move first."""
    moved = []
    for one in group.ranked:
        if one.rank is not None and one.before is not None:
            steps = one.before - one.rank if up else one.rank - one.before
            if steps > 0:
                moved.append((one, steps))
    return sorted(moved, key=lambda pair: -pair[1])


def _counted(template: str, found: list[Named], said: Callable[[Named], str]) -> str:
    return template.format(count=len(found), units=joined(map(said, found))) if found else ""


def _moved(template: str, one: Standing, steps: Decimal) -> str:
    return template.format(name=one.name, steps=place(steps), before=place(one.before), now=place(one.rank))


def _at(one: Standing) -> str:
    return terms.STAYED_AT.format(name=one.name, now=place(one.rank))
