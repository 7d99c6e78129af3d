"""The texts of the package, block by block: what the system writes and the officer may edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reporting.bulletin import terms
from reporting.bulletin.figure_sentences import (
    driver_sentence,
    extremes_of_growth,
    growth_sentences,
    province_sentence,
)
from reporting.bulletin.place_sentences import (
    best_and_worst,
    bottom_sentence,
    largest_moves,
    movement_sentence,
    top_sentence,
)
from reporting.bulletin.standings import Group
from reporting.ranking_report import RankingReport, groups_of

LONGEST_TEXT: Final = 4000


@dataclass(frozen=True)
class Block:
    """`label` is its name on the page. A `told` block says results, so every number in it must be in the annexes."""

    key: str
    label: str
    told: bool = True


def titled(report: RankingReport, template: str) -> str:
    """A title of the package; on demo data it says so."""
    return template.format(title=report.title) + (terms.DEMO if report.demo else "")


def generated_texts(report: RankingReport) -> dict[str, str]:
    """Every block as the ranking gives it; a block with nothing to say is empty."""
    groups = [Group.of(report, name) for name in groups_of(report)]
    return {key: write(report, groups) for key, write in _WRITERS.items()}


def _rules(report: RankingReport) -> str:
    if report.rules is None or not report.rules.title:
        return terms.UNDER_THE_RULES
    if not report.rules.number:
        return terms.UNDER_RULES_WITHOUT_NUMBER.format(rules=report.rules.title)
    return terms.UNDER_RULES.format(rules=report.rules.title, number=report.rules.number)


def _opened(template: str) -> Callable[[RankingReport, list[Group]], str]:
    def write(report: RankingReport, groups: list[Group]) -> str:
        return template.format(rules=_rules(report), subject=report.title.removesuffix(terms.SUBJECT_END))

    return write


def _each(sentence: Callable[[Group], str]) -> Callable[[RankingReport, list[Group]], str]:
    return lambda report, groups: "".join(map(sentence, groups))


def _movement(report: RankingReport, groups: list[Group]) -> str:
    if report.previous_ranks is None:
        return terms.FIRST_ASSESSMENT
    return "".join(movement_sentence(group, first=False) for group in groups)


def _growth(report: RankingReport, groups: list[Group]) -> str:
    return "".join(sentence for group in groups for sentence in growth_sentences(report, group))


def _drivers(report: RankingReport, groups: list[Group]) -> str:
    return "".join(driver_sentence(report, group) for group in groups)


def _leaders_places(report: RankingReport, groups: list[Group]) -> str:
    return "；".join(map(best_and_worst, groups)) + "。"


def _leaders_moves(report: RankingReport, groups: list[Group]) -> str:
    """The third sentence: who moved most, or that nobody could; then the ends of the growth."""
    if report.previous_ranks is None:
        moved = terms.LEADERS_FIRST
    else:
        moved = terms.LEADERS_MOVED.format(parts="；".join(map(largest_moves, groups)))
    return "；".join([moved, *extremes_of_growth(report)]) + "。"


_WRITERS: Mapping[str, Callable[[RankingReport, list[Group]], str]] = MappingProxyType(
    {
        "opening": _opened(terms.OPENING),
        "province": lambda report, groups: province_sentence(report),
        "growth": _growth,
        "top": _each(top_sentence),
        "bottom": _each(bottom_sentence),
        "movement": _movement,
        "drivers": _drivers,
        "demands": lambda report, groups: terms.DEMANDS,
        "memo_opening": _opened(terms.MEMO_OPENING),
        "memo_request": lambda report, groups: terms.MEMO_REQUEST,
        "leaders_province": lambda report, groups: province_sentence(report),
        "leaders_places": _leaders_places,
        "leaders_moves": _leaders_moves,
    }
)
BULLETIN: Final = ("opening", "province", "growth", "top", "bottom", "movement", "drivers", "demands")
MEMO: Final = ("memo_opening", "memo_request")
LEADERS: Final = ("leaders_province", "leaders_places", "leaders_moves")
ORDERED: Final = frozenset({"top", "bottom"})
"""Blocks in which the order of the names is the ranking itself."""
FREE: Final = frozenset({"demands", "memo_opening", "memo_request"})
"""Blocks that may hold numbers of their own (a target, a date of work), as long as they are nobody's result."""
KEYS: Final = tuple(_WRITERS)
