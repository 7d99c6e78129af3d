"""说明: by which scheme, method and run the ranking came about, and how anyone can compute it again."""

from collections.abc import Iterator

from assessment.methodology.scheme_parts import Aggregate, Indicator, PartOfYear, Scheme
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, groups_of, units_in_order
from reporting.workbook.canvas import Canvas
from reporting.workbook.table_notes import unit_notes
from reporting.workbook.wording import made_at_text, ranking_rule, state_text, titled

TREE_WIDTHS = (22, 20, 12, 12, 94)


def draw_notes(canvas: Canvas, *, report: RankingReport) -> None:
    """Labelled paragraphs, then the tree of indicators with weights and formulas in words."""
    for column, width in enumerate(TREE_WIDTHS):
        canvas.width(column, characters=width)
    last = len(TREE_WIDTHS) - 1
    title = terms.NOTES_TITLE.format(title=titled(report))
    canvas.title(to_column=last, text=title)
    line = 1
    for label, text in _paragraphs(report):
        if text:
            canvas.text((line, 0), text=label, look="label")
            look = "digest" if label == terms.SAY_DIGEST else "paragraph"
            start = (line, 1)
            canvas.paragraph(start, to_column=last, text=text, look=look, size=11)
            line += 1
    _draw_tree(canvas, report=report, top=line + 1)
    canvas.page(title_rows=(0, 0), frozen=(1, 0), demo=report.demo, digest=report.digest)
    canvas.protect()


def _paragraphs(report: RankingReport) -> list[tuple[str, str]]:
    scheme = report.evaluation.scheme
    missing = terms.MISSING[scheme.missing.method.value]
    rounding = (
        f"{terms.ROUNDINGS[scheme.rounding.method.value]}，{terms.DECIMALS.format(digits=scheme.rounding.digits)}"
    )
    return [
        (terms.SAY_SCHEME, report.scheme_title),
        (terms.SAY_RULES, _rules(report)),
        (terms.SAY_PERIOD, report.period_name),
        (terms.SAY_STATE, state_text(report)),
        (terms.SAY_MADE, f"{report.maker}　{made_at_text(report.made_at)}"),
        (terms.SAY_METHOD, report.method_version),
        (terms.SAY_DIGEST, report.digest),
        (terms.SAY_CHECK, report.check_code),
        (terms.SAY_SOURCES, "；".join(report.sources)),
        (terms.SAY_NOTES, "\n".join((*report.notes, *report.figure_notes))),
        (terms.SAY_FOOTNOTES, "\n".join(_footnotes(report))),
        (terms.SAY_MISSING, missing),
        (terms.SAY_CONSTANT, terms.CONSTANT[scheme.constant.value]),
        *_part_of_year(scheme),
        (terms.SAY_ROUNDING, rounding),
        (terms.SAY_RANKING, ranking_rule(scheme)),
        (terms.SAY_AUDIENCE, terms.AUDIENCES[report.audience]),
        (terms.SAY_RECALCULATE, terms.RECALCULATE_PUBLIC if report.is_public else terms.RECALCULATE),
        (terms.SAY_REPLAY, terms.REPLAY if report.method_version else terms.REPLAY_OFFLINE),
        (terms.SAY_FONTS, terms.FONTS),
    ]


def _footnotes(report: RankingReport) -> Iterator[str]:
    """What is said of each unit, in 行政区划 order."""
    evaluated = unit_notes(report)
    for group in groups_of(report):
        for row in units_in_order(report, group=group):
            said = dict.fromkeys((*report.footnotes.get(row.unit, ()), *evaluated.get(row.unit, ())))
            if said:
                yield terms.COLON_PAIR.format(label=row.name, text="；".join(said)) + "。"


def _part_of_year(scheme: Scheme) -> list[tuple[str, str]]:
    """Said only of a scheme that lets a part of the year score."""
    scores = scheme.part_of_year is PartOfYear.SCORE
    return [(terms.SAY_PART_OF_YEAR, terms.PART_OF_YEAR)] if scores else []


def _rules(report: RankingReport) -> str:
    rules = report.rules
    if rules is None:
        return ""
    effective = terms.EFFECTIVE.format(date=rules.effective) if rules.effective else ""
    return "　".join(part for part in (rules.title, rules.number, rules.issuer, effective) if part)


def _draw_tree(canvas: Canvas, *, report: RankingReport, top: int) -> None:
    scheme, definitions = report.evaluation.scheme, {column.code: column.definition for column in report.columns}
    canvas.text((top, 0), text=terms.SAY_TREE, look="step")
    heads = (terms.NAME, terms.PARENT, terms.WEIGHT, terms.DIRECTION, terms.METHOD)
    for column, head in enumerate(heads):
        canvas.text((top + 1, column), text=head, look="head")
    line = top + 2
    for node in _downwards(scheme, code=scheme.root):
        canvas.text((line, 0), text=node.name, look="paragraph")
        canvas.text((line, 1), text=scheme.node(node.parent).name if node.parent else "", look="paragraph")
        if node.weight is None:
            canvas.text((line, 2), text="", look="paragraph")
        else:
            canvas.number((line, 2), value=node.weight, number_format="#,##0.##")
        canvas.text((line, 3), text=_direction(node), look="centre")
        said = (definitions.get(node.code, ""), method_in_words(scheme, node=node))
        canvas.paragraph((line, 4), to_column=4, text="\n".join(filter(None, said)), look="paragraph", size=11)
        line += 1


def _downwards(scheme: Scheme, *, code: str) -> list[Aggregate | Indicator]:
    """A node, then its children, as a table of contents reads."""
    below = [node for child in scheme.tree.get(code, ()) for node in _downwards(scheme, code=child)]
    return [scheme.node(code), *below]


def _direction(node: Aggregate | Indicator) -> str:
    if isinstance(node, Aggregate):
        return ""
    return terms.HIGHER if node.direction.value == "higher" else terms.LOWER


def method_in_words(scheme: Scheme, *, node: Aggregate | Indicator) -> str:
    """How a node's score comes about, in one line."""
    if isinstance(node, Aggregate):
        return terms.AGGREGATIONS[scheme.aggregation_of(node.code).method.value]
    parts = [terms.GROWTH_IN_WORDS] if node.growth else []
    parts += [terms.TREATMENTS[use.method] for use in node.treat]
    method = node.normalise.method
    return "；".join([*parts, terms.NORMALISATIONS.get(method, method)])
