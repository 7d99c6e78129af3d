"""Why a unit has its score, as a page: the tree, and under each figure the return or the accounts it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.filing.models import Version
from assessment.measurement.wording import figure_name
from assessment.methodology.errors import N_
from assessment.methodology.explain import ExplanationNode
from assessment.methodology.figures import Marker
from assessment.methodology.rounding import plain_text
from assessment.methodology.run_document import ANNUAL, VALUE_ADDED, thaw
from assessment.methodology.run_figures import units_of
from assessment.methodology.withheld_figures import Withheld
from assessment.people.errors import NotFound
from assessment.scoring.check_notes import notes_beside
from assessment.scoring.explanations import footnotes_said, shown_explanation
from assessment.scoring.models import Run
from assessment.scoring.names import indicators_shown, node_names
from assessment.scoring.queries import document_of
from assessment.scoring.ranking_view import columns_of
from assessment.scoring.wording import column_name

SCORE_DECIMALS, CONTRIBUTION_DECIMALS = 2, 4
COMPONENTS: Mapping[str, str] = {
    "compensation_of_employees": N_("Compensation of employees"),
    "net_taxes_on_production": N_("Net taxes on production"),
    "depreciation": N_("Depreciation of fixed assets"),
    "operating_surplus": N_("Operating surplus"),
    "value_added": N_("Value added"),
}


@dataclass(frozen=True)
class TreeNode:
    """`value` and `inputs` only where figures enter: at the indicators."""

    name: str
    score: str
    weight: str
    contribution: str
    formula: str
    value: str
    inputs: tuple[tuple[str, str], ...]
    footnotes: tuple[str, ...]
    children: tuple["TreeNode", ...]


@dataclass(frozen=True)
class Source:
    """A return behind the figures: who filed it, who signed, when it was accepted, what it said."""

    title: str
    facts: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountLine:
    """One industry of one unit and year by the income approach, 万元."""

    year: str
    industry: str
    amounts: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ExplanationView:
    unit: str
    rank: Decimal | None
    tree: TreeNode
    notes: tuple[str, ...]
    returns: tuple[Source, ...]
    account_heads: tuple[str, ...]
    accounts: tuple[AccountLine, ...]
    withholds: bool


def explanation_view(run: Run, unit: str, withheld: Withheld) -> ExplanationView:
    """× for what the reader does not get; where a scored figure is withheld the tree shows its total alone."""
    document, indicators = document_of(run), indicators_shown(run)
    entry = next((one for one in indicators["units"] if one["unit"] == unit), None)
    if entry is None:
        raise NotFound
    members = {unit, *(one.code for one in units_of(document) if one.ranked_within == unit)}
    annual = document["kind"] == ANNUAL
    tree = shown_explanation(run, unit, withheld)
    open_tree = unit not in {one for one, _ in withheld.columns}
    return ExplanationView(
        unit=entry["name"],
        rank=run.placings.filter(unit=unit).values_list("rank", flat=True).first(),
        tree=_node(tree, node_names(run) | {column.code: column.label for column in columns_of(run)}),
        notes=notes_beside(run, indicators)[unit],
        returns=tuple(_returns(document, members)) if open_tree and not annual else (),
        account_heads=tuple(gettext(name) for name in COMPONENTS.values()),
        accounts=tuple(_accounts(run, members, withheld)) if annual else (),
        withholds=any(key.region in members for key in withheld.reasons),
    )


def _node(node: ExplanationNode, labels: Mapping[str, str]) -> TreeNode:
    hidden = node.marker == Marker.SUPPRESSED
    return TreeNode(
        name=labels.get(node.code, node.name),
        score=formats.SUPPRESSED if hidden else formats.number(node.score, decimals=SCORE_DECIMALS),
        weight="" if node.weight is None else plain_text(node.weight),
        contribution=formats.SUPPRESSED
        if hidden
        else formats.number(node.contribution, decimals=CONTRIBUTION_DECIMALS),
        formula=node.formula,
        value="" if node.kind != "indicator" or hidden else formats.number(node.value, decimals=CONTRIBUTION_DECIMALS),
        inputs=tuple((column_name(column), formats.number(value)) for column, value in node.inputs),
        footnotes=tuple(footnotes_said(node, labels)),
        children=tuple(_node(child, labels) for child in node.children),
    )


def _returns(document: Mapping[str, Any], members: set[str]) -> list[Source]:
    entries = {one["version"]: one for one in document["inputs"]["returns"] if one["unit"] in members}
    versions = (
        Version.objects.filter(pk__in=entries)
        .select_related("filler", "reviewer", "return_filed__reporting_unit__region")
        .prefetch_related("signatures__signer", "return_filed__collection__form_version__form")
        .order_by("return_filed__reporting_unit__region__position")
    )
    items = {item.code: item for item in Item.objects.filter(form_version__collections__period=document["period"])}
    return [_source(version, entries[version.pk]["cells"], items) for version in versions]


def _source(version: Version, cells: Sequence[Mapping[str, Any]], items: Mapping[str, Item]) -> Source:
    filed = version.return_filed
    reviewer = version.reviewer.display_name if version.reviewer else ""
    facts = [
        (gettext("Filled by"), version.filler.display_name),
        *(
            (one.title_zh, f"{one.signer.display_name} {formats.moment(one.signed_at)}")
            for one in version.signatures.all()
        ),
        (gettext("Submitted on"), formats.moment(version.submitted_at)),
        (gettext("Accepted on"), f"{reviewer} {formats.moment(version.decided_at)}"),
        (gettext("Check code"), formats.check_code(version.digest)),
    ]
    title = gettext("{unit} · {form} · version {number}").format(
        unit=filed.reporting_unit.region.short_name_zh,
        form=filed.collection.form_version.form.name_zh,
        number=version.number,
    )
    return Source(title, tuple(facts), tuple(_cell(cell, items) for cell in cells))


def _cell(cell: Mapping[str, Any], items: Mapping[str, Item]) -> tuple[str, str]:
    item = items[cell["item"]]
    label = formats.with_unit(item.label_zh if formats.in_chinese() else item.label_en, item.unit)
    value = None if cell["value"] is None else Decimal(cell["value"])
    shown = formats.cell(cell["condition"], value, decimals=item.decimals)
    if cell["basis"] != "current":
        label = gettext("{figure}, same period last year").format(figure=label)
    return label, shown


def _accounts(run: Run, members: set[str], withheld: Withheld) -> list[AccountLine]:
    """As the first step of the chain computed them, the year first, its base after it; × right through a row."""
    years = thaw(run.step_results.get(name=VALUE_ADDED).document)["years"]
    return [
        AccountLine(
            year=formats.period(year),
            industry=figure_name(row["industry"]),
            amounts=(
                (formats.SUPPRESSED,) * len(COMPONENTS)
                if withheld.hides(year, region["region"], row["industry"])
                else tuple(_amount(row[name]) for name in COMPONENTS)
            ),
            source=row["source"],
        )
        for year in sorted(years, reverse=True)
        for region in years[year]["regions"]
        if region["region"] in members
        for row in region["industries"]
    ]


def _amount(text: str | None) -> str:
    return "" if text is None else formats.number(Decimal(text))
