"""Changed inputs in words, each with the page where the newer one stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.filing.models import Version
from assessment.measurement.models import BaseTable
from assessment.measurement.queries import confirmed_batch
from assessment.measurement.wording import COMPONENTS, figure_name, kind_name
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.run_changes import (
    MEASUREMENT,
    METHOD,
    RETURN,
    RETURN_GONE,
    RETURN_NEW,
    SCHEME,
    UNITS,
    Change,
    ChangedFigure,
)
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from assessment.scoring.names import region_names
from assessment.scoring.staleness import changed_inputs
from assessment.scoring.states import SETTLED
from assessment.scoring.wording import column_name

SENTENCES: Final[Mapping[str, str]] = {
    RETURN: N_("Return {form} of {unit}: version {before} was used, version {now} is in force; changed: {figures}."),
    RETURN_NEW: N_("Return {form} of {unit}: accepted since; the run did without it."),
    RETURN_GONE: N_("Return {form} of {unit}: the version that was used is no longer in force."),
    MEASUREMENT: N_("Measurement of {year}: batch {before} was used, {now} is confirmed; changed: {figures}."),
    SCHEME: N_("Assessment scheme: {before} was used, {now} is in force."),
    UNITS: N_("The list of assessed units has changed."),
    METHOD: N_("Method: version {before} was used, version {now} is in force."),
}

# Where a newer version or batch has the same figures.
UNTOUCHED: Final[Mapping[str, str]] = {
    RETURN: N_("Return {form} of {unit}: version {before} was used, version {now} is in force with the same figures."),
    MEASUREMENT: N_("Measurement of {year}: batch {before} was used, {now} is confirmed."),
}
TABLES: Final[Mapping[str, str]] = {
    "gdp": "GDP",
    "industrial_digitalisation": "INDUSTRIAL_DIGITALISATION",
}
MOST_NAMED: Final = 6


@dataclass(frozen=True)
class ChangeLine:
    """One changed input in words; `address` is empty where there is no page to look at."""

    text: str
    address: str


def changes_of(run: Run, allowed: frozenset[Action]) -> list[ChangeLine]:
    """What the pages of a run say of it: to whoever may open its inputs, while something can still follow from it."""
    return change_lines(run, allowed) if run.state not in SETTLED and Action.RUN_VIEW in allowed else []


def change_lines(run: Run, allowed: frozenset[Action]) -> list[ChangeLine]:
    """What changed since the run froze its inputs, with links to what the reader may open; empty while nothing has."""
    found = changed_inputs(run)
    if isinstance(found, AssessmentError):
        return [ChangeLine(say(found), "")]
    pages = _return_pages(found) if Action.RETURN_VIEW in allowed else {}
    regions = region_names(figure.region for one in found for figure in one.figures if figure.region)
    return [ChangeLine(_sentence(one, regions), _address(run, one, pages)) for one in found]


def _sentence(change: Change, regions: Mapping[str, str]) -> str:
    where = dict(change.where)
    if change.kind == MEASUREMENT:
        where |= {which: _batch(where[which], where[f"{which}_number"]) for which in ("before", "now")}
    if not change.figures:
        return gettext(UNTOUCHED.get(change.kind, SENTENCES[change.kind])).format(**where)
    named = gettext(", ").join(_figure(one, regions) for one in change.figures[:MOST_NAMED])
    if len(change.figures) > MOST_NAMED:
        named = gettext("{figures} and others, {count} in all").format(figures=named, count=len(change.figures))
    return gettext(SENTENCES[change.kind]).format(**where, figures=named)


def _batch(name: str, number: str) -> str:
    """2021年全年（第 3 次）."""
    return gettext("%(name)s, number %(number)s") % {"name": name, "number": number} if number else "--"


def _figure(figure: ChangedFigure, regions: Mapping[str, str]) -> str:
    """软件业务收入; of a table 遵义市 软件信息服务（65）劳动者报酬."""
    if not figure.region:
        return column_name(figure.item)
    words = [regions.get(figure.region, figure.region)]
    if figure.line:
        words.append(figure_name(figure.line))
    if figure.item in COMPONENTS:
        words.append(gettext(COMPONENTS[figure.item]))
    elif figure.item in TABLES:
        words.append(figure_name(TABLES[figure.item]))
    elif not figure.line:
        words.append(kind_name(BaseTable.Kind.DEFLATOR))
    return " ".join(words)


def _address(run: Run, change: Change, pages: Mapping[int, str]) -> str:
    if change.kind == MEASUREMENT:
        batch = confirmed_batch(change.where["year"])
        return reverse("measurement:batch", args=[batch.pk]) if batch is not None else ""
    if change.kind == SCHEME:
        return reverse("catalogue:scheme", args=[run.scheme_version_id])
    return pages.get(change.version or 0, "")


def _return_pages(changes: tuple[Change, ...]) -> dict[int, str]:
    """The pages of the versions in force, in one question."""
    versions = Version.objects.filter(pk__in=[one.version for one in changes if one.version])
    return {
        pk: reverse("filing:version", args=[filed, number])
        for pk, filed, number in versions.values_list("pk", "return_filed_id", "number")
    }
