"""The tree of a scheme: every child below a known aggregate, one total, no circle, every code once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.scheme_parts import Aggregate, Indicator


class RepeatedCode(AssessmentError):
    code = "scheme_repeated_code"
    message = N_("Line {line}: the code “{received}” is already used in line {first}. Give it another code.")


class UnknownParent(AssessmentError):
    code = "scheme_unknown_parent"
    message = N_(
        "Line {line}: the parent “{parent}” of {received} is not one of the aggregates ({allowed}). Correct the parent."
    )


class NotOneTotal(AssessmentError):
    code = "scheme_not_one_total"
    message = N_(
        "Line {line}: exactly one aggregate has no parent, the total; found {received}. "
        "Give every other aggregate a parent and a weight."
    )


class CircleInTree(AssessmentError):
    code = "scheme_circle"
    message = N_("Line {line}: the parents of {received} lead back to itself. Correct a parent.")


class AggregateWithoutChildren(AssessmentError):
    code = "scheme_aggregate_without_children"
    message = N_("Line {line}: the aggregate {received} has no children. Remove it or give it an indicator.")


class WeightWithoutParent(AssessmentError):
    code = "scheme_weight_without_parent"
    message = N_(
        "Line {line}: {received} needs both a parent and a weight, or neither if it is the total. Add the key “{key}”."
    )


@dataclass(frozen=True, slots=True)
class Tree:
    """`children` in the order of the scheme; `levels` of the aggregates, 1 = directly above indicators."""

    root: str
    children: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, int]


def check_codes(parts: Iterable[tuple[str, int]]) -> None:
    """Every code of `(code, line)` is used once."""
    first: dict[str, int] = {}
    for code, line in parts:
        if code in first:
            raise RepeatedCode(line=line, received=code, first=first[code])
        first[code] = line


def grow_tree(aggregates: Sequence[Aggregate], indicators: Sequence[Indicator]) -> Tree:
    """The checked tree; errors name the line of the node that breaks it."""
    children: dict[str, list[str]] = {aggregate.code: [] for aggregate in aggregates}
    for aggregate in aggregates:
        _check_weight(aggregate)
    nodes: tuple[Aggregate | Indicator, ...] = (*aggregates, *indicators)
    for node in nodes:
        if node.parent is None:
            continue
        if node.parent not in children:
            allowed = ", ".join(children)
            raise UnknownParent(line=node.line, parent=node.parent, received=node.code, allowed=allowed)
        children[node.parent].append(node.code)
    roots = [aggregate for aggregate in aggregates if aggregate.parent is None]
    _check_circles(aggregates)
    if len(roots) != 1:
        found = ", ".join(root.code for root in roots) or "0"
        raise NotOneTotal(line=roots[-1].line if roots else 1, received=found)
    for aggregate in aggregates:
        if not children[aggregate.code]:
            raise AggregateWithoutChildren(line=aggregate.line, received=aggregate.code)
    levels: dict[str, int] = {}
    _measure(roots[0].code, children, levels)
    return Tree(roots[0].code, {code: tuple(below) for code, below in children.items()}, levels)


def _check_weight(node: Aggregate) -> None:
    if (node.parent is None) != (node.weight is None):
        key = "parent" if node.parent is None else "weight"
        raise WeightWithoutParent(line=node.line, received=node.code, key=key)


def _check_circles(aggregates: Sequence[Aggregate]) -> None:
    parents = {aggregate.code: aggregate.parent for aggregate in aggregates}
    for aggregate in aggregates:
        seen: set[str] = set()
        above: str | None = aggregate.code
        while above is not None:
            if above in seen:
                raise CircleInTree(line=aggregate.line, received=aggregate.code)
            seen.add(above)
            above = parents[above]


def _measure(code: str, children: Mapping[str, Sequence[str]], levels: dict[str, int]) -> int:
    """Height above the indicators, which are level 0; recursion is as deep as the tree."""
    if code not in children:
        return 0
    levels[code] = 1 + max(_measure(child, children, levels) for child in children[code])
    return levels[code]
