"""Which tests one worker runs together, and what is begun first.

What is dear to build is built once, on one worker, for all tests that share it. Whatever takes minutes is begun before
all else: begun last, it would run alone while the other workers have nothing left to do.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Name of what is run together -> beginnings of the addresses of its tests; the longest first.
LONGEST_FIRST: dict[str, tuple[str, ...]] = {
    "quickstart": ("tests/deploy/test_quickstart.py",),
    # Of one province, which is dear to build.
    "matrix": (
        "tests/authorisation/test_matrix.py",
        "tests/authorisation/test_the_province_changes_no_figure.py",
        "tests/authorisation/test_smuggled_fields.py",
    ),
    "secrecy": ("tests/secrecy/",),
    "year of eight bodies": ("tests/journeys/test_a_year_of_eight_bodies.py",),
    "recalculation": ("tests/reporting/test_ranking_workbook_recalculation.py",),
    "drawn workbooks": ("tests/reporting/test_drawn_workbooks.py",),
    "golden pages": ("tests/reporting/test_golden_pages.py",),
    "printed rankings": ("tests/reporting/test_printed_rankings.py",),
    "running system": ("tests/deploy/test_run.py",),
    "other engine": ("tests/methodology/test_check_ruleset.py",),
}


class TogetherLongestFirst(LoadScopeScheduling):
    """Each test goes to the next free worker, but those of one entry above to the same."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid) or nodeid


def scheduler(config: pytest.Config, log: Producer) -> TogetherLongestFirst:
    """Units of work are taken in the order in which the workers have collected them."""
    config.option.loadscopereorder = False
    return TogetherLongestFirst(config, log)


def together(address: str) -> str:
    """The entry that a test belongs to; empty for a test that runs by itself."""
    return next((name for name, beginnings in LONGEST_FIRST.items() if address.startswith(beginnings)), "")


def in_order(items: list[pytest.Item]) -> None:
    """The longest to the front; everything else stays in its order behind them."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(together(item.nodeid), len(places)))
