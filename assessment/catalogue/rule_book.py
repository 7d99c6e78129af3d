"""审核关系手册: the rules of all forms as a reader looks them up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.catalogue.models import CheckRule, Form, Item
from assessment.display import check_words, formats
from assessment.methodology.check_expression import parse_condition
from assessment.methodology.check_reading import check_rule_of
from assessment.methodology.check_rules import CheckRule as MethodRule
from assessment.methodology.check_rules import Severity, Threshold

TONES = {Severity.BLOCKING: "bad", Severity.ACCEPTANCE: "bad", Severity.EXPLAIN: "warn", Severity.INFORM: "note"}


@dataclass(frozen=True)
class Asked:
    """What a reader narrows the book to; empty is everything."""

    form: str = ""
    severity: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One name of an example with its value, or one threshold."""

    name: str
    value: str


@dataclass(frozen=True)
class Page:
    """One rule of the book."""

    rule: MethodRule
    form_name: str
    label: str
    expected: str
    message: str
    fix: str
    severity: str
    tone: str
    scope: str
    items: tuple[str, ...]
    thresholds: tuple[Line, ...]
    passes: tuple[Line, ...]
    fails: tuple[Line, ...]


def pages_of(rows: Iterable[CheckRule], asked: Asked) -> list[Page]:
    """The rules that answer to `asked`, form by form in the order of the book."""
    names = {form.code: form.name_zh if formats.in_chinese() else form.name_en for form in Form.objects.all()}
    labels = _labels()
    pages = [
        _page(check_rule_of(row.content), names, labels)
        for row in rows
        if asked.form in ("", row.form) and asked.severity in ("", row.severity)
    ]
    return [page for page in pages if _answers(page, asked.words)]


def _labels() -> dict[str, str]:
    """The label of each item code, of the newest form version that has it."""
    items = Item.objects.order_by("form_version_id").values_list("code", "label_zh", "label_en")
    return {code: zh if formats.in_chinese() else en for code, zh, en in items}


def _page(rule: MethodRule, names: Mapping[str, str], labels: Mapping[str, str]) -> Page:
    return Page(
        rule=rule,
        form_name=names.get(rule.form, rule.form),
        label=check_words.in_language(rule.label),
        expected=check_words.pattern(rule.expected),
        message=check_words.pattern(rule.message),
        fix=check_words.pattern(rule.fix),
        severity=check_words.severity(rule.severity),
        tone=TONES[rule.severity],
        scope=check_words.scope(rule.scope),
        items=tuple(labels.get(item, item) for item in rule.for_each),
        thresholds=tuple(_threshold(threshold) for threshold in rule.thresholds),
        passes=_example(rule, rule.passes, labels),
        fails=_example(rule, rule.fails, labels),
    )


def _threshold(threshold: Threshold) -> Line:
    where = [threshold.region, threshold.first_period.code if threshold.first_period else ""]
    told = " ".join(part for part in where if part)
    return Line(f"{threshold.name} ({told})" if told else threshold.name, formats.plain(threshold.value) or "")


def _example(rule: MethodRule, example: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Line, ...]:
    """The values of an example in the order in which the rule mentions them."""
    mentioned = [str(reference) for reference in parse_condition(rule.expression).references]
    ordered = sorted(example, key=lambda name: mentioned.index(name) if name in mentioned else len(mentioned))
    return tuple(_example_line(name, example[name], labels) for name in ordered)


def _example_line(name: str, value: str, labels: Mapping[str, str]) -> Line:
    code, _, of = name.partition("[")
    label = labels.get(code) or check_words.name_of(code)
    return Line(f"{label} · {check_words.place(of.rstrip(']'))}" if of else label, check_words.condition(value))


def _answers(page: Page, words: str) -> bool:
    """Every word asked for stands somewhere in the rule."""
    text = " ".join(
        (page.rule.code, page.label, page.expected, page.message, page.rule.expression, *page.items)
    ).lower()
    return all(word in text for word in words.lower().split())
