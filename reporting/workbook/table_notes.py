"""Numbered footnotes of units (①②) and the 注 under a ranking table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Marker
from assessment.methodology.footnotes import Footnote
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.wording import column_label, made_at_text, ranking_rule, state_text


@dataclass(frozen=True)
class FootnoteMarks:
    """Each distinct note gets one number, in the order in which the table is read."""

    texts: tuple[str, ...]
    units: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, report: RankingReport, *, rows: tuple[UnitRow, ...]) -> "FootnoteMarks":
        texts: list[str] = []
        evaluated = unit_notes(report)
        units: dict[str, tuple[int, ...]] = {}
        for row in rows:
            numbers = []
            for text in (*report.footnotes.get(row.unit, ()), *evaluated.get(row.unit, ())):
                if text not in texts:
                    texts.append(text)
                numbers.append(texts.index(text))
            units[row.unit] = tuple(sorted(set(numbers)))
        return cls(texts=tuple(texts), units=units)

    def of_unit(self, unit: str) -> str:
        return "".join(footnote_number(number) for number in self.units.get(unit, ()))


def footnote_number(number: int) -> str:
    """①, ② … ㊿; past fifty in brackets."""
    return terms.CIRCLED[number] if number < len(terms.CIRCLED) else f"（{number + 1}）"


def table_notes(report: RankingReport, *, marks: FootnoteMarks, group: str | None) -> tuple[str, ...]:
    """The lines under the table: sources, scope, order and ties, footnotes, rounding, maker's line."""
    lines = [*_sources(report), *report.notes, *report.figure_notes, ranking_rule(report.evaluation.scheme)]
    lines += _neutral_notes(report, group=group)
    if report.assessed and report.previous_ranks is None:
        lines.append(terms.FIRST_NOTE)
    lines += [terms.SYMBOL_NOTE, *([terms.WITHHELD_NOTE] if report.veiled else []), terms.ROUNDING_NOTE]
    numbered = [f"{number}.{line}" for number, line in enumerate(_with_full_stop(lines), start=1)]
    made = terms.MADE_NOTE.format(
        made_at=made_at_text(report.made_at),
        scheme=report.scheme_title,
        state=state_text(report),
        code=report.check_code,
    )
    marked = [f"{footnote_number(number)}{text}。" for number, text in enumerate(marks.texts)]
    return (f"{terms.NOTE}{numbered[0]}", *(f"　　{line}" for line in (*numbered[1:], *marked, made)))


def _sources(report: RankingReport) -> list[str]:
    return [terms.SOURCE_NOTE.format(sources="；".join(report.sources))] if report.sources else []


def _with_full_stop(lines: list[str]) -> list[str]:
    return [line if line.endswith(("。", "！", "？")) else f"{line}。" for line in lines]


def unit_notes(report: RankingReport) -> dict[str, list[str]]:
    """What the evaluation says about each unit's scores: provisional, without a rate, treated, adjusted."""
    notes: dict[str, list[str]] = {}
    rows, words = report.evaluation.rows, terms.UNIT_NOTES
    for row in rows:
        if row.period == report.period and (said := _of_figures(report, row=row)):
            notes[row.unit] = said
    for column in report.evaluation.scores.columns:
        name = report.evaluation.scheme.node(column.code).name
        for number, footnotes in column.notes.items():
            if rows[number].period == report.period:
                unit = rows[number].unit
                plain = report.is_public or unit in report.veiled
                said = [_in_words(report, note, plain=plain, of=name) for note in footnotes if note.code in words]
                notes.setdefault(unit, []).extend(said)
    return notes


def _of_figures(report: RankingReport, *, row: UnitRow) -> list[str]:
    """Said of a figure that is no report: imputed, or provisional."""
    words = {Marker.IMPUTED: terms.IMPUTED_NOTE, Marker.PROVISIONAL: terms.PROVISIONAL_NOTE}
    return [
        words[figure.marker].format(column=column_label(report, code=code))
        for code, figure in row.values.items()
        if figure.marker in words and code in report.evaluation.scheme.columns
    ]


def _in_words(report: RankingReport, note: Footnote, *, plain: bool, of: str) -> str:
    """`plain`: without the amounts, in a public copy and of a unit with a figure that is not to be seen."""
    where = {name: _plain(value) for name, value in note.where.items()}
    if missing := where.get("missing"):
        where["missing"] = "、".join(f"“{report.evaluation.scheme.node(code).name}”" for code in missing.split(", "))
    text = terms.UNIT_NOTES[note.code]
    if plain:
        text = terms.PUBLIC_NOTES.get(note.code, text)
    return text.format(**{**where, "indicator": of})


def _neutral_notes(report: RankingReport, *, group: str | None) -> list[str]:
    """Said once for the table: it holds for every unit of the group; the table of all groups leaves it to theirs."""
    return [
        terms.NEUTRAL_NOTE.format(indicator=report.evaluation.scheme.node(bounds.code).name)
        for bounds in report.evaluation.bounds
        if bounds.constant and (bounds.period, bounds.group) == (report.period, group)
    ]


def _plain(value: object) -> str:
    """A figure inside a sentence: two decimals at most, no exponent."""
    if not isinstance(value, Decimal):
        return str(value)
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".")
