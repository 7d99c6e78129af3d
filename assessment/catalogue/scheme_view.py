"""A scheme as its page shows it: the tree with weights and methods, the settings, the differences, all in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.states import SchemeState
from assessment.display.templatetags.components import Light
from assessment.display.wording import say_phrase
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.formula_text import figure_text
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_difference import SchemeChange, normalisation_words, setting_words
from assessment.methodology.scheme_parts import Adjustment, Aggregate, Indicator, Scheme
from assessment.methodology.scheme_setting_words import DIRECTIONS, adjustment_words, growth_words
from assessment.methodology.scheme_words import Words, joined, use_words

KINDS: Mapping[str, str] = {
    SchemeVersion.Kind.QUARTERLY.value: N_("quarterly assessment"),
    SchemeVersion.Kind.ANNUAL.value: N_("annual assessment"),
}
LEVELS = (N_("Total"), N_("Dimension"), N_("Theme"), N_("Part"))
DEEPEST = 2
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class TreeLine:
    """One part of the tree. `weight` as written, `share` its part of the total in percent."""

    code: str
    name: str
    level: str
    depth: int
    weight: str
    share: Decimal
    direction: str = ""
    treatment: str = ""
    normalisation: str = ""
    formula: str = ""
    growth: str = ""

    @property
    def is_indicator(self) -> bool:
        return bool(self.normalisation)


@dataclass(frozen=True)
class Setting:
    what: str
    words: str


@dataclass(frozen=True)
class ChangeLine:
    place: str
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class SchemeTable:
    """All of a scheme in words."""

    lines: tuple[TreeLine, ...]
    settings: tuple[Setting, ...]
    adjustments: tuple[Setting, ...]

    @property
    def weights(self) -> tuple[TreeLine, ...]:
        """The parts that have a weight: all but the total."""
        return tuple(line for line in self.lines if line.weight)


def light_of_scheme(state: SchemeState) -> Light:
    if state is SchemeState.FROZEN:
        return Light("good", gettext("Frozen scheme"))
    return Light("warn", gettext("Draft"))


def kind_words(kind: str) -> str:
    return gettext(KINDS[kind])


def words(given: Words) -> str:
    """A phrase of the method in the reader's language."""
    return say_phrase(given) if isinstance(given, Phrase) else given


def scheme_table(scheme: Scheme) -> SchemeTable:
    lines: list[TreeLine] = []
    with exact_context():
        _grow(scheme, scheme.root, 0, HUNDRED, lines)
    settings = [Setting(words(what), words(said)) for what, said in setting_words(scheme).values()]
    adjustments = [Setting(_adjustment_name(one), words(adjustment_words(one))) for one in scheme.adjustments]
    return SchemeTable(tuple(lines), tuple(settings), tuple(adjustments))


def change_lines(changes: Iterable[SchemeChange]) -> tuple[ChangeLine, ...]:
    return tuple(ChangeLine(words(one.place), words(one.what), words(one.old), words(one.new)) for one in changes)


def _adjustment_name(adjustment: Adjustment) -> str:
    return adjustment.name if adjustment.name == adjustment.code else f"{adjustment.name} ({adjustment.code})"


def _grow(scheme: Scheme, code: str, depth: int, share: Decimal, lines: list[TreeLine]) -> None:
    node = scheme.node(code)
    if isinstance(node, Indicator):
        lines.append(_indicator_line(node, depth, share))
        return
    lines.append(_aggregate_line(node, depth, share))
    children = [scheme.node(child) for child in scheme.tree[code]]
    total = sum((child.weight for child in children if child.weight is not None), Decimal(0))
    for child in children:
        _grow(scheme, child.code, depth + 1, share * (child.weight or Decimal(0)) / total, lines)


def _aggregate_line(node: Aggregate, depth: int, share: Decimal) -> TreeLine:
    level = gettext(LEVELS[min(depth, len(LEVELS) - 1)])
    weight = "" if node.weight is None else figure_text(node.weight.normalize())
    return TreeLine(node.code, node.name, level, min(depth, DEEPEST), weight, share)


def _indicator_line(indicator: Indicator, depth: int, share: Decimal) -> TreeLine:
    method, formula = normalisation_words(indicator)
    return TreeLine(
        code=indicator.code,
        name=indicator.name,
        level=gettext("Indicator"),
        depth=min(depth, DEEPEST),
        weight=figure_text(indicator.weight.normalize()),
        share=share,
        direction=gettext(DIRECTIONS[indicator.direction]),
        treatment=words(joined(use_words(use) for use in indicator.treat)),
        normalisation=words(method),
        formula=words(formula),
        growth="" if indicator.growth is None else words(growth_words(indicator.growth)),
    )
