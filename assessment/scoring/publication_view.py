"""Internal view or publication view: the one module that decides which figures of a run a reader does not get.

`withheld_from` is asked by every page, address and export of a result; what it answers goes into
`withheld_figures.masked_…`. The bureau and the commission have the internal view. Everybody else has the publication
view, by the pattern that was stored when the run was issued; a city has the internal view of its own figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from assessment.methodology.publication_tables import (
    FigureKey,
    Protection,
    annual_pattern,
    figure_decided,
    quarterly_pattern,
)
from assessment.methodology.run_document import ANNUAL, VALUE_ADDED, thaw
from assessment.methodology.run_figures import units_of
from assessment.methodology.withheld_figures import (
    NOTHING_WITHHELD,
    Withheld,
    annual_columns,
    pattern_document,
    quarterly_columns,
    read_pattern,
    veiled_units,
)
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may, reach_of
from assessment.scoring.contributors import contributors_of_a_quarter, contributors_of_a_year
from assessment.scoring.models import PublicationPattern, Run, UncheckedDecision
from assessment.scoring.queries import document_of, evaluation_of_run, indicators_of
from assessment.territory.models import Region


def withheld_from(reader: User, run: Run, *, at: datetime) -> Withheld:
    """What `reader` does not get of `run`: nothing with the internal view, else what the pattern withholds.

    A city gets its own figures all the same.
    """
    if may(reader, Action.FIGURE_VIEW_INTERNAL, at=at):
        return NOTHING_WITHHELD
    reach = reach_of(reader, Action.SCORE_VIEW, at=at)
    withheld = published_view(run)
    return withheld if reach.provincial else withheld.beyond(set(reach.regions.values_list("code", flat=True)))


def published_view(run: Run) -> Withheld:
    """What nobody gets outside: by the stored pattern, or as it would be stored if the run were issued now."""
    return read_pattern(pattern_of(run))


@dataclass(frozen=True)
class Veil:
    """The units that show nothing below their total, the node `root`."""

    units: frozenset[str] = frozenset()
    root: str = ""


NO_VEIL: Final = Veil()


def veil_of(run: Run, withheld: Withheld) -> Veil:
    """Whose scores below the total a reader does not get; nothing is computed where nothing is withheld."""
    if not withheld.columns:
        return NO_VEIL
    evaluation = evaluation_of_run(run)
    return Veil(veiled_units(evaluation, withheld), evaluation.scheme.root)


def pattern_of(run: Run) -> Mapping[str, Any]:
    stored = PublicationPattern.objects.filter(run=run).values_list("document", flat=True).first()
    return pattern_now(run) if stored is None else thaw(stored)


def pattern_now(run: Run) -> dict[str, Any]:
    """The pattern computed from the run's own documents and from who stands behind its figures today."""
    document = document_of(run)
    province = Region.objects.get(level=Region.Level.PROVINCE, valid_until__isnull=True).code
    units = units_of(document)
    if document["kind"] != ANNUAL:
        parts = {unit.code: unit.ranked_within for unit in units if unit.ranked_within is not None}
        indicators = indicators_of(run)
        ranked = [unit["unit"] for unit in indicators["units"]]
        known = contributors_of_a_quarter(run.period, ranked, parts)
        pattern = quarterly_pattern(run.period, indicators, Protection(province, known, kept_in=_kept_in(run)))
        return pattern_document(pattern, quarterly_columns(pattern, units))
    known = {}
    for entry in document["inputs"]["measurements"]:
        known |= contributors_of_a_year(entry["document"], province)
    years = thaw(run.step_results.get(name=VALUE_ADDED).document)["years"]
    pattern = annual_pattern(years, Protection(province, known, kept_in=_kept_in(run)))
    return pattern_document(pattern, annual_columns(pattern, units, document["period"], document["base_period"]))


def figures_to_decide(run: Run) -> set[tuple[str, str]]:
    """The figures whose contributors are not known, decided ones among them, by period and code."""
    return undecided_figures(run, pattern_now(run)) | set(run.unchecked_decisions.values_list("period", "code"))


def undecided_figures(run: Run, document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Those that would go out by the pattern without anybody having answered for it."""
    would_go_out = {figure_decided(FigureKey(**key)) for key in document["unchecked"]}
    return would_go_out - set(run.unchecked_decisions.values_list("period", "code"))


def _kept_in(run: Run) -> frozenset[tuple[str, str]]:
    withheld = run.unchecked_decisions.filter(choice=UncheckedDecision.Choice.WITHHOLD)
    return frozenset(withheld.values_list("period", "code"))
