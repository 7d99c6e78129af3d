"""Who of a sample has answered, and what: by the enterprise itself, else on paper; read for all units at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.catalogue.models import Item
from assessment.directory.models import Listing
from assessment.filing.enterprise_rows import figures_of_rows
from assessment.measurement.survey_models import ANSWERS, PaperAnswer, Survey, SurveyUnit
from assessment.methodology.check_rules import CellKey
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES


class Channel(StrEnum):
    """How an answer came. Nobody answers for an enterprise that has filed."""

    ONLINE = "online"
    PAPER = "paper"


@dataclass(frozen=True)
class Answer:
    """Amounts in 万元 by name; None where the unit gave none."""

    channel: Channel
    amounts: Mapping[str, Decimal | None]


DIGITAL_DIVISIONS = tuple(industry[1:] for industry in DIGITAL_INDUSTRIES)

# Name of an answer -> item of the questionnaire.
ITEMS: Mapping[str, str] = {
    "output": "annual_output",
    "value_added": "value_added",
    "output_increase": "digital_output_increase",
    "total_cost": "total_cost",
    "ict_depreciation": "ict_depreciation",
    "digital_services": "digital_services_cost",
    "digital_staff_pay": "digital_staff_pay",
}


def answers_of(survey: Survey) -> dict[str, Answer]:
    """The answer that counts of each drawn unit, by pseudonym."""
    units = dict(survey.units.filter(drawn=True).values_list("code", "pseudonym"))
    if survey.collection is None:
        return _on_paper(survey)
    items = survey.collection.form_version.items.filter(not_applicable=Item.NotApplicable.ZERO)
    zeros = frozenset(items.values_list("code", flat=True))
    filed = figures_of_rows(survey.collection, units)
    online = {units[code]: Answer(Channel.ONLINE, _amounts(row, zeros)) for code, row in filed.items()}
    return _on_paper(survey) | online


def counted_elsewhere(survey: Survey) -> list[str]:
    """Drawn units, by pseudonym, that a city lists in a digital industry: they would count twice (V-Q1)."""
    units = dict(survey.units.filter(drawn=True).values_list("code", "pseudonym"))
    listed = Listing.objects.filter(valid_until__isnull=True, enterprise__code__in=list(units))
    return sorted(
        units[code]
        for code, industry in listed.values_list("enterprise__code", "industry")
        if industry.startswith(DIGITAL_DIVISIONS)
    )


def drawn_units(survey: Survey) -> list[SurveyUnit]:
    """The sample without code and name: what everybody who sees the survey may see of it."""
    units = survey.units.filter(drawn=True).select_related("region", "stratum")
    return list(units.defer("code", "name_zh").order_by("stratum__position", "pseudonym"))


def _on_paper(survey: Survey) -> dict[str, Answer]:
    """Of two imports the later one counts."""
    rows = PaperAnswer.objects.filter(paper_import__survey=survey).order_by("paper_import__number")
    return {
        row["pseudonym"]: Answer(Channel.PAPER, {name: row[name] for name in ANSWERS})
        for row in rows.values("pseudonym", *ANSWERS)
    }


def _amounts(row: Mapping[CellKey, Figure], zeros: Collection[str]) -> dict[str, Decimal | None]:
    return {name: _value(row.get((item, "current")), item in zeros) for name, item in ITEMS.items()}


def _value(figure: Figure | None, zero_if_not_applicable: bool) -> Decimal | None:
    """No such activity is a true zero where the form says so; what is empty stays unknown."""
    if figure is None:
        return None
    none_here = figure.condition is Condition.NOT_APPLICABLE and zero_if_not_applicable
    return Decimal(0) if none_here else figure.value
