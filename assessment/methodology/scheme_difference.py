"""What differs between two versions of a scheme, said in sentences: weights, methods, bounds, settings, parts.

Source: the rule that a scheme in force is never edited: what changes from year to year is a new version beside the
old one, and whoever freezes it sees the difference first. Nothing is computed from figures here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.methodology.errors import N_, Phrase
from assessment.methodology.formula_text import figure_text
from assessment.methodology.scheme_parts import Adjustment, Aggregate, Direction, Indicator, Scheme
from assessment.methodology.scheme_setting_words import (
    CONSTANTS,
    DIRECTIONS,
    KEYS,
    NOT_APPLICABLE,
    POOLS,
    TIES,
    adjustment_words,
    aggregation_words,
    growth_words,
    missing_words,
    named,
    rounding_words,
)
from assessment.methodology.scheme_words import (
    NONE,
    Words,
    formula_words,
    joined,
    method_name,
    parameter_name,
    use_words,
    value_words,
)

SETTINGS: Final = N_("the scheme as a whole")
_PARAMETER: Final = "normalisation: "
_FORMULA: Final = "formula"
_SUMMARY: Final = ("parent", "weight", "direction", "treat", "normalise", _FORMULA, "growth", "rule")


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """One thing that differs. `code` is empty for a setting of the whole scheme; `--` stands for nothing there."""

    code: str
    place: Words
    what: Words
    old: Words
    new: Words

    @property
    def sentence(self) -> Phrase:
        return Phrase(
            N_("{place}: {what} from {old} to {new}."),
            {"place": self.place, "what": self.what, "old": self.old, "new": self.new},
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of a scheme with all that can differ in it, by name."""

    words: Words
    facts: Mapping[str, tuple[Words, Words]]


def scheme_differences(old: Scheme, new: Scheme) -> tuple[SchemeChange, ...]:
    """Everything that differs, settings first, then the tree in the order of the new scheme; comments do not count."""
    before, after = _places(old), _places(new)
    changes: list[SchemeChange] = []
    for code in dict.fromkeys([*after, *before]):
        if code not in before:
            changes.append(SchemeChange(code, after[code].words, Phrase(N_("part")), NONE, _summary(after[code])))
        elif code not in after:
            changes.append(
                SchemeChange(
                    code, before[code].words, Phrase(N_("part")), Phrase(N_("present")), Phrase(N_("left out"))
                )
            )
        else:
            changes += _changed(code, before[code], after[code])
    return tuple(changes)


def _summary(place: _Place) -> Words:
    """A new part in one line: what it weighs and how it is scored."""
    facts = [place.facts[key] for key in _SUMMARY if key in place.facts]
    parts = [Phrase("{what} {value}", {"what": what, "value": value}) for what, value in facts if value != NONE]
    return joined([Phrase(N_("added")), *parts])


def _changed(code: str, before: _Place, after: _Place) -> Iterator[SchemeChange]:
    """Bounds are compared where the method stayed; where it changed, the two formulas say all."""
    same_method = before.facts.get("normalise") == after.facts.get("normalise")
    for key in dict.fromkeys([*after.facts, *before.facts]):
        if (key.startswith(_PARAMETER) and not same_method) or (key == _FORMULA and same_method):
            continue
        what, new = after.facts.get(key) or (before.facts[key][0], NONE)
        old = before.facts[key][1] if key in before.facts else NONE
        if old != new:
            yield SchemeChange(code, after.words, what, old, new)


def _places(scheme: Scheme) -> dict[str, _Place]:
    places = {"": _Place(Phrase(SETTINGS), setting_words(scheme))}
    names = {node.code: node.name for node in scheme.nodes}
    for aggregate in scheme.aggregates:
        places[aggregate.code] = _Place(_named(aggregate), _node_facts(aggregate, names))
    for indicator in scheme.indicators:
        facts = {**_node_facts(indicator, names), **_indicator_facts(indicator)}
        places[indicator.code] = _Place(_named(indicator), facts)
    for adjustment in scheme.adjustments:
        words = {
            "name": (Phrase(N_("name")), adjustment.name),
            "rule": (Phrase(N_("adjustment")), adjustment_words(adjustment)),
        }
        places[adjustment.code] = _Place(_named(adjustment), words)
    return places


def _named(part: Aggregate | Indicator | Adjustment) -> Words:
    return part.name if part.name == part.code else Phrase("{name} ({code})", {"name": part.name, "code": part.code})


def setting_words(scheme: Scheme) -> dict[str, tuple[Words, Words]]:
    """Every setting of the scheme as a whole: what it is about, and what it says."""
    names = {node.code: node.name for node in scheme.nodes}
    breakers: Iterable[Words] = (names[code] for code in scheme.ranking.then)
    levels = {
        f"aggregation {level}": (
            Phrase(N_("aggregation on level {level}"), {"level": level}),
            aggregation_words(one),
        )
        for level, one in enumerate(scheme.aggregation, 1)
    }
    return {
        "pool": (Phrase(N_("bounds and ranks")), named(POOLS, scheme.pool)),
        "missing": (Phrase(N_("missing figures")), missing_words(scheme.missing)),
        "constant": (Phrase(N_("an indicator that tells nobody apart")), named(CONSTANTS, scheme.constant)),
        "rounding": (Phrase(N_("rounding")), rounding_words(scheme.rounding)),
        "key": (Phrase(N_("ranking")), named(KEYS, scheme.ranking.key)),
        "ties": (Phrase(N_("ties")), named(TIES, scheme.ranking.ties)),
        "then": (Phrase(N_("tie-breakers")), joined(breakers)),
        **levels,
        "cap": (Phrase(N_("cap of the total")), NONE if scheme.upper_cap is None else figure_text(scheme.upper_cap)),
    }


def _node_facts(node: Aggregate | Indicator, names: Mapping[str, str]) -> dict[str, tuple[Words, Words]]:
    return {
        "name": (Phrase(N_("name")), node.name),
        "parent": (Phrase(N_("place in the tree")), NONE if node.parent is None else names[node.parent]),
        "weight": (Phrase(N_("weight")), NONE if node.weight is None else figure_text(node.weight.normalize())),
    }


def _indicator_facts(indicator: Indicator) -> dict[str, tuple[Words, Words]]:
    use = indicator.normalise
    parameters = {
        f"{_PARAMETER}{name}": (parameter_name(name), value_words(value))
        for name, value in use.parameters.values.items()
    }
    return {
        "direction": (Phrase(N_("direction")), named(DIRECTIONS, indicator.direction)),
        "treat": (Phrase(N_("treatment")), joined(use_words(one) for one in indicator.treat)),
        "normalise": (Phrase(N_("normalisation")), method_name(use.method)),
        _FORMULA: (Phrase(N_("formula")), normalisation_words(indicator)[1] or NONE),
        **parameters,
        "growth": (Phrase(N_("growth")), growth_words(indicator.growth)),
        "not_applicable": (Phrase(N_("not applicable counts as")), named(NOT_APPLICABLE, indicator.not_applicable)),
    }


def normalisation_words(indicator: Indicator) -> tuple[Words, Words]:
    """The name of the normalisation and its formula with the numbers of the scheme."""
    higher = indicator.direction is Direction.HIGHER
    return method_name(indicator.normalise.method), formula_words(indicator.normalise, higher=higher)
