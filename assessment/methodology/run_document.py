"""The canonical document of a run: everything a result depends on, and the way from it to the result.

A document is plain JSON with every decimal as a string: `kind` (measurement | quarterly | annual),
`method_version`, `period`, the scheme's text, the units and the inputs themselves, never references. Whoever
holds the document can compute the result again, on any machine, for ever: method versions are never edited,
a change of the method is a new version beside the old ones.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from assessment.methodology.canonical import SCHEMA, canonical_bytes, digest
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.periods import Period
from assessment.methodology.run_indicators import annual_indicators, quarterly_indicators
from assessment.methodology.run_measurement import measure, measured_years
from assessment.methodology.run_measurement_2021_2 import measure_with_checks
from assessment.methodology.run_scores import WrittenScores, evaluate_run, written_scores

Document = Mapping[str, Any]

MEASUREMENT, QUARTERLY, ANNUAL = "measurement", "quarterly", "annual"
VALUE_ADDED, INDICATORS, SCORES = "value_added", "indicators", "scores"

# The steps of each kind in order; each takes the document and what the step before it gave.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    MEASUREMENT: (VALUE_ADDED,),
    QUARTERLY: (INDICATORS, SCORES),
    ANNUAL: (VALUE_ADDED, INDICATORS, SCORES),
}


class MethodUnknown(AssessmentError):
    code = "method_unknown"
    message = N_("The method version “{version}” is not in this system; known are {known}.")


class DocumentUnreadable(AssessmentError):
    code = "run_document_unreadable"
    message = N_("This is not a run document: {problem}. Take the file as it was stored, unchanged.")


@dataclass(frozen=True)
class Method:
    """One version of the method: the three steps as they were, in force from `since` on."""

    version: str
    since: Period
    measure: Callable[[Document], Document]
    measured_years: Callable[[Document], Document]
    quarterly_indicators: Callable[[Document], str]
    annual_indicators: Callable[[Document, Document], str]
    evaluate: Callable[[Document, Document], Evaluation]
    scores: Callable[[Evaluation], WrittenScores]


def _years_by_their_own_methods(document: Document) -> Document:
    """Each year by the method version of its own batch: an old batch stays what it was."""
    return measured_years(document, measured=value_added)


METHODS: Final[Mapping[str, Method]] = {
    "2021.1": Method(
        version="2021.1",
        since=Period.parse("2020c03"),
        measure=measure,
        measured_years=measured_years,
        quarterly_indicators=quarterly_indicators,
        annual_indicators=annual_indicators,
        evaluate=evaluate_run,
        scores=written_scores,
    ),
    # Beside the first: accounts carried on by a stated rule, growth, structure, benchmarked figures, checks.
    "2021.2": Method(
        version="2021.2",
        since=Period.parse("2020c03"),
        measure=measure_with_checks,
        measured_years=_years_by_their_own_methods,
        quarterly_indicators=quarterly_indicators,
        annual_indicators=annual_indicators,
        evaluate=evaluate_run,
        scores=written_scores,
    ),
}
CURRENT_METHOD: Final = "2021.2"


@dataclass(frozen=True)
class RunResult:
    """The documents of the steps in order, and one digest over all of them."""

    steps: Mapping[str, Document]
    digest: str


@dataclass(frozen=True)
class ComputedStep:
    """What a step gave, as the canonical text that is hashed."""

    text: str

    @property
    def digest(self) -> str:
        return text_digest(self.text)

    def read_back(self) -> Document:
        """The document of the text, so that a step sees the same whether it follows at once or later."""
        return thaw(self.text)


def freeze(document: Document) -> str:
    """The canonical text of a document; the only form in which it is stored and hashed."""
    return canonical_bytes(document).decode()


def thaw(text: str) -> dict[str, Any]:
    """The document of a stored text. Numbers other than whole ones stand in it as strings."""
    try:
        schema, document = json.loads(text, parse_float=_refuse)
    except (ValueError, TypeError) as error:
        raise DocumentUnreadable(problem=str(error)) from None
    if schema != SCHEMA or not isinstance(document, dict):
        raise DocumentUnreadable(problem=f"schema {schema}")
    return document


def thaw_without_inputs(text: str) -> dict[str, Any]:
    """What a stored text says besides its inputs, which come first in the order of the names and are most of it.

    `kind` is the next name; it stands once behind them, and no text can hold it, since its quotes would be escaped.
    """
    before, _, after = text.rpartition(',"kind":')
    return thaw(f'[{SCHEMA},{{"kind":{after}' if before else text)


def text_digest(text: str) -> str:
    """SHA-256 of a stored text: equal to `digest` of its document."""
    return sha256(text.encode()).hexdigest()


def value_added(document: Document) -> Document:
    """Step 1 of an annual run, and the whole of a measurement batch; amounts in 万元.

    In an annual run each year's confirmed measurement must come out again to the last digit
    (`MeasurementNotReproduced` otherwise). Source: income approach, domain §1.1.
    """
    return compute_step(VALUE_ADDED, document, {}).read_back()


def indicators(document: Document, value_added: Document | None) -> Document:
    """The figures of each unit that the scheme reads: level and growth pair, or share of GDP and growth pair."""
    before = {} if value_added is None else {VALUE_ADDED: value_added}
    return compute_step(INDICATORS, document, before).read_back()


def compute(document: Document) -> RunResult:
    """All steps of a document's kind, one after another. Pure: the same document gives the same digest."""
    results: dict[str, Document] = {}
    digests: dict[str, str] = {}
    for name in STEPS[document["kind"]]:
        step = compute_step(name, document, results)
        results[name], digests[name] = step.read_back(), step.digest
    return RunResult(results, result_digest(document, digests))


def compute_step(name: str, document: Document, before: Mapping[str, Document]) -> ComputedStep:
    """One step by its name, from the document and the results of the steps before it."""
    method = _method_of(document)
    if name == SCORES:
        return ComputedStep("".join(compute_scores(document, before[INDICATORS]).parts()))
    if name == INDICATORS:
        if VALUE_ADDED in before:
            return ComputedStep(method.annual_indicators(document, before[VALUE_ADDED]))
        return ComputedStep(method.quarterly_indicators(document))
    if document["kind"] == MEASUREMENT:
        return ComputedStep(freeze(method.measure(document)))
    return ComputedStep(freeze(method.measured_years(document)))


def compute_scores(document: Document, indicators: Document) -> WrittenScores:
    """The last step of a quarter and of a year: its numbers as text, and the parts of its document one by one."""
    method = _method_of(document)
    return method.scores(method.evaluate(document, indicators))


def result_digest(document: Document, steps: Mapping[str, str]) -> str:
    """One digest over the method version and `steps`: the digests of all steps of the document's kind by name."""
    named = {name: steps[name] for name in STEPS[document["kind"]]}
    return digest({"method_version": document["method_version"], "steps": named})


def evaluation_of(document: Document) -> Evaluation:
    """The evaluation behind a run's scores, computed again from the document: for explanations and workbooks."""
    year_values = value_added(document) if document["kind"] == ANNUAL else None
    return _method_of(document).evaluate(document, indicators(document, year_values))


def _method_of(document: Document) -> Method:
    version = document["method_version"]
    if version not in METHODS:
        raise MethodUnknown(version=version, known=", ".join(METHODS))
    return METHODS[version]


def _refuse(number: str) -> Decimal:
    raise ValueError(f"the number {number} is not written as text")
