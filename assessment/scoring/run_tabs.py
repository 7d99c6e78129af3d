"""The pages of one run side by side: its figures, its ranking, what is tried on it, what goes out."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from assessment.methodology.errors import N_
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from assessment.scoring.queries import WITHOUT_SCORES

RUN, RANKING, LABORATORY, ROBUSTNESS, PUBLICATION = "run", "ranking", "laboratory", "robustness", "publication"
# Whether a page shows scores, and what its reader has to be allowed besides.
PAGES: tuple[tuple[str, str, bool, Action], ...] = (
    (RUN, N_("Figures and progress"), False, Action.RUN_VIEW),
    (RANKING, N_("Ranking"), True, Action.SCORE_VIEW),
    (PUBLICATION, N_("What goes out"), False, Action.PUBLICATION_PREVIEW),
    (LABORATORY, N_("Comparison of schemes"), True, Action.LABORATORY_VIEW),
    (ROBUSTNESS, N_("Robustness"), True, Action.ROBUSTNESS_VIEW),
)


@dataclass(frozen=True)
class Tab:
    text: str
    address: str
    current: bool


def run_tabs(run: Run, here: str, allowed: frozenset[Action], *, sees_scores: bool) -> list[Tab]:
    """The pages of `run` open to the reader; none for a city, whose way to its result is another."""
    if Action.RUN_VIEW not in allowed:
        return []
    tabs = [
        Tab(gettext(text), reverse(f"scoring:{name}", args=[run.pk]), current=name == here)
        for name, text, shows_scores, action in PAGES
        if action in allowed and (sees_scores or not shows_scores) and (name == RUN or run.state not in WITHOUT_SCORES)
    ]
    return tabs if len(tabs) > 1 else []
