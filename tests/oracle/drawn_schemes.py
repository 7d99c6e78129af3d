"""Schemes drawn with a seed, over every method, rule and shape of tree; each with a table that more or less suits."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from tests.oracle.drawn_figures import PALETTES, POSITIVE, drawn_table

Entry = dict[str, Any]
Case = tuple[str, str]
"""The text of a scheme and of a table."""

NEEDS_POSITIVE = ("geometric", "harmonic", "power", "mazziotta_pareto")
AGGREGATIONS = ("arithmetic", "arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto")
ABOVE_NOUGHT = (
    "minmax", "goalposts", "rank", "percentile_rank", "rank_ladder", "efficacy", "efficacy_exponential", "efficacy_log",
    "fraction_of_max", "target_completion",
)  # fmt: skip
OF_POSITIVE_FIGURES = ("efficacy_log", "fraction_of_max", "target_completion")


def flow(value: Any) -> str:
    """Data as one line of YAML; texts stand plain."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


def a_number(draw: random.Random, low: int, high: int) -> str:
    return draw.choice([str(draw.randint(low, high)), f"{draw.randint(low, high - 1)}.{draw.randint(0, 9)}"])


def sometimes(draw: random.Random, name: str, value: Any) -> Entry:
    return {name: value} if draw.random() < 0.5 else {}


def apart(draw: random.Random, low: int, high: int) -> list[str]:
    first, second = sorted(draw.sample(range(low, high), 2))
    return [str(first), f"{second}.{draw.randint(0, 9)}"]


def a_range(draw: random.Random, *, above_nought: bool) -> Entry:
    if above_nought:
        return {"range": draw.choice([["60", "100"], ["1", "100"], ["0.5", "1"]])}
    return sometimes(draw, "range", draw.choice([["0", "1"], ["60", "100"], ["-10", "10.5"]]))


def fixed(draw: random.Random) -> Entry:
    lower, upper = apart(draw, -20, 120)
    return {"lower": lower, "upper": upper}


def anchors(draw: random.Random, *, lower: bool) -> Entry:
    """From nothing said to both numbers; now and then in the wrong order."""
    low, high = apart(draw, 1, 60)
    if lower != (draw.random() < 0.05):
        low, high = high, low
    return draw.choice(
        [
            {},
            {"not_allowed": "worst", "satisfactory": "best"},
            {"not_allowed": low, "satisfactory": "best"},
            {"not_allowed": low, "satisfactory": high},
        ]
    )


def a_ladder(draw: random.Random, *, above_nought: bool) -> Entry:
    floor = {"floor": "10"} if above_nought else sometimes(draw, "floor", a_number(draw, 0, 80))
    return {**sometimes(draw, "full", "120"), **sometimes(draw, "step", a_number(draw, 2, 9)), **floor}


def a_reference(draw: random.Random) -> Entry:
    return draw.choice([{"reference": a_number(draw, 20, 90)}, {"reference_unit": "u0"}])


def parameters(draw: random.Random, method: str, *, lower: bool, above_nought: bool) -> Entry:
    truncate = {"truncate": "true"} if above_nought else sometimes(draw, "truncate", draw.choice(["true", "false"]))
    ties = sometimes(draw, "ties", draw.choice(["min", "average"]))
    capped = sometimes(draw, "cap", draw.choice(["true", "false"]))
    of_method: Mapping[str, Callable[[], Entry]] = {
        "minmax": lambda: a_range(draw, above_nought=above_nought),
        "goalposts": lambda: {**fixed(draw), **truncate, **a_range(draw, above_nought=above_nought)},
        "scaled": lambda: {**fixed(draw), "factor": a_number(draw, 1, 100)},
        "zscore": lambda: {**sometimes(draw, "mean", a_number(draw, -5, 50)), **sometimes(draw, "sd", "10")},
        "rank": lambda: ties,
        "borda": lambda: ties,
        "percentile_rank": lambda: {**ties, **a_range(draw, above_nought=above_nought)},
        "distance_to_reference": lambda: {**a_reference(draw), **capped},
        "distance_to_target": lambda: {"target": a_number(draw, -30 if lower else 5, 5 if lower else 90), **capped},
        "target_completion": lambda: {"target": a_number(draw, 1, 90), **sometimes(draw, "cap", "1.5")},
        "target_met": lambda: {"target": a_number(draw, -5, 30)},
        "rank_ladder": lambda: a_ladder(draw, above_nought=above_nought),
        "efficacy": lambda: {
            **anchors(draw, lower=lower),
            **truncate,
            **draw.choice([{}, {"base": "50", "span": "50"}]),
        },
        "efficacy_exponential": lambda: anchors(draw, lower=lower),
        "efficacy_log": lambda: {**anchors(draw, lower=lower), **a_range(draw, above_nought=above_nought)},
        "standard_tiers": lambda: {
            "standards": sorted((str(each) for each in draw.sample(range(1, 60), 5)), key=int, reverse=not lower),
            **sometimes(draw, "full", "120"),
        },
        "average_tiers": lambda: {
            "base": a_number(draw, 40, 90),
            **sometimes(draw, "kind", draw.choice(["total", "increment"])),
        },
    }
    return of_method[method]() if method in of_method else {}


def treatments(draw: random.Random, *, positive: bool) -> list[Entry]:
    known: list[Entry] = [
        {"method": "winsorise", "points": str(draw.randint(1, 3))},
        {"method": "clip", "quantiles": draw.choice([["0.05", "0.95"], ["0", "0.75"], ["0.3", "1"]])},
    ]
    if positive:
        known += [{"method": "log"}, {"method": "share_of_total"}, {"method": "denominate", "by": "people"}]
    return draw.sample(known, draw.choice([0, 0, 0, 1, 2]))


def a_growth(draw: random.Random, method: str) -> Entry:
    substitutes = ["none", "winsorise", {"points": "55.5"}, {"cap": a_number(draw, 10, 90)}]
    if method in ("minmax", "zscore", "rank", "rank_ladder", "borda", "distance_to_max", "percentile_rank"):
        substitutes += ["increment"] * 4
    floor = sometimes(draw, "floor", a_number(draw, 1, 12))
    return {"of": "now", "base": "before", **floor, **sometimes(draw, "bad_base", draw.choice(substitutes))}


class Drawing:
    """One scheme in the making, with the palette of every column it reads."""

    def __init__(self, draw: random.Random, methods: tuple[str, ...]) -> None:
        self.draw = draw
        self.columns: dict[str, str] = {}
        kinds = [draw.choice(AGGREGATIONS) for _ in range(3)]
        self.depth = draw.choice([1, 2, 2, 3])
        self.kinds = kinds[: self.depth]
        # Mostly scores that every mean accepts; now and then not, so that the refusal is met too.
        self.above_nought = any(kind in NEEDS_POSITIVE for kind in self.kinds) and draw.random() < 0.9
        self.fitting = [method for method in methods if method in ABOVE_NOUGHT or not self.above_nought]

    def aggregation(self) -> Any:
        declared = [{"power": self.draw.choice(["2", "3", "-1", "0.5"])} if k == "power" else k for k in self.kinds]
        return declared[0] if self.depth == 1 else declared

    def aggregates(self) -> list[Entry]:
        """A total, below it themes, below the first theme sub-themes: leaves hang at different heights."""
        nodes: list[Entry] = [{"code": "T"}]
        if self.depth > 1:
            nodes += [{"code": f"A{n}", "parent": "T", "weight": a_number(self.draw, 1, 9)} for n in (1, 2)]
        if self.depth > 2:
            nodes.append({"code": "B1", "parent": "A1", "weight": a_number(self.draw, 1, 9)})
        return nodes

    def indicator(self, number: int, parent: str) -> Entry:
        draw, code = self.draw, f"i{number}"
        method, lower = draw.choice(self.fitting), draw.random() < 0.35
        positive = method in OF_POSITIVE_FIGURES or draw.random() < 0.5
        careless = draw.random() < 0.05
        palette = draw.choice(POSITIVE if positive and not careless else PALETTES)
        if method == "efficacy_exponential":  # far beyond fixed anchors the scores outgrow every number
            palette = "percent"
        entry: Entry = {
            "code": code,
            "parent": parent,
            "weight": a_number(draw, 1, 60),
            "direction": "lower" if lower else "higher",
        }
        treat = treatments(draw, positive=positive and not careless and palette != "few")
        rated = method not in (*OF_POSITIVE_FIGURES, "distance_to_reference", "efficacy_exponential", "average_tiers")
        growing = rated and draw.random() < 0.2
        if growing:
            entry["growth"] = a_growth(draw, method)
            treat = [use for use in treat if use["method"] in ("winsorise", "clip")]
            self.columns |= {"now": "percent", "before": "few"}
        else:
            self.columns[code] = palette
        if any(use["method"] == "denominate" for use in treat):
            self.columns["people"] = "percent"
        if treat:
            entry["treat"] = treat
        given = parameters(draw, method, lower=lower, above_nought=self.above_nought)
        return {**entry, "normalise": {"method": method, **given}}

    def settings(self, indicators: list[Entry]) -> Entry:
        draw = self.draw
        by_reference = any("reference_unit" in each["normalise"] for each in indicators)
        missing = draw.choice(["floor", "renormalise", "require", {"threshold": draw.choice(["0.5", "0.67", "1"])}])
        then = draw.sample(
            [*(each["code"] for each in indicators), "T"], draw.choice([0, 0, 1, 2]) % (len(indicators) + 2)
        )
        ranking: Entry = {"key": draw.choice(["exact", "published"]), "ties": draw.choice(["min", "dense", "average"])}
        return {
            "code": "drawn",
            **({} if by_reference else sometimes(draw, "pool", draw.choice(["period", "all"]))),
            **sometimes(draw, "missing", missing),
            **sometimes(draw, "constant", draw.choice(["neutral", "neutral", "neutral", "refuse"])),
            **sometimes(
                draw, "rounding", {"method": draw.choice(["half_up", "half_even"]), "digits": draw.randint(0, 3)}
            ),
            **sometimes(draw, "ranking", {**ranking, "then": then}),
            "aggregation": self.aggregation(),
        }

    def adjustments(self) -> Entry:
        draw = self.draw
        made: Entry = {}
        if draw.random() < 0.3:
            self.columns |= {"bonus": "few", "late": "few"}
            bonus = {"code": "BONUS", "column": "bonus", **sometimes(draw, "cap", "2")}
            late = {"code": "LATE", "column": "late", "points": "-0.25", **sometimes(draw, "floor", "-1")}
            made["adjustments"] = [bonus, late]
        if draw.random() < 0.3:
            made["cap"] = {"upper": draw.choice(["80", "100"])}
        return made


def drawn_case(draw: random.Random, methods: tuple[str, ...]) -> Case:
    drawing = Drawing(draw, methods)
    aggregates = drawing.aggregates()
    bottoms = [node["code"] for node in aggregates if drawing.depth == 1 or node["code"] != "T"]
    extra = [draw.choice(bottoms) for _ in range(draw.randint(0, 3))]
    indicators = [drawing.indicator(number, parent) for number, parent in enumerate([*bottoms, *extra])]
    scheme = {**drawing.settings(indicators), "aggregates": aggregates, "indicators": indicators}
    scheme |= drawing.adjustments()
    lines = [
        f"{key}: {flow(value)}"
        if key not in ("aggregates", "indicators")
        else "\n".join([f"{key}:", *(f"  - {flow(entry)}" for entry in value)])
        for key, value in scheme.items()
    ]
    units = [f"u{number}" for number in range(draw.choice([1, 2, 3, 5, 6, 9, 14]))]
    return "\n".join(lines) + "\n", drawn_table(draw, drawing.columns, units)
