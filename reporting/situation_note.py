"""情况说明 for the leader of a city: one A4 page in the layout of GB/T 9704, every number that of the pack's tables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil

from assessment.display import formats
from assessment.display.document_watermark import add_watermark
from assessment.display.official_document import (
    TO_THE_RIGHT,
    add_body,
    add_line,
    add_title,
    content_of,
    new_document,
    width_in_signs,
)
from reporting import note_terms as terms
from reporting import official_terms, pack_terms
from reporting.pack_report import CityReport, PackFigure, PackGrowth, PackIndicator, PackPull

SIGNS_A_LINE, LINES_FOR_TEXT = 27, 17
# How many enterprises each way and how many changed parts are named: fewer, until all stands on one page.
SHORTER = ((3, 3), (2, 3), (2, 2), (1, 2), (1, 1), (0, 1))
_DRAWN = ("continuing", "new", "moved_in", "part")


def situation_note(report: CityReport) -> bytes:
    """The document; a .docx that can be edited. The same report gives the same bytes."""
    document = new_document()
    document.core_properties.title = report.title
    document.core_properties.author = ""
    title = pack_terms.NOTE_TITLES[report.kind].format(unit=report.name, period=report.period_name)
    suffix = official_terms.DEMO_SUFFIX if report.demo else ""
    for line in f"{title}{suffix}".split("\n"):
        add_title(document, line)
    add_line(document, "")
    for paragraph in note_paragraphs(report):
        add_body(document, paragraph)
    source = terms.SOURCE.format(number=report.issue_number, version=report.version, code=report.check_code)
    add_line(document, source, align=TO_THE_RIGHT)
    add_watermark(document, official_terms.DEMO if report.demo else "")
    return content_of(document)


def note_paragraphs(report: CityReport) -> list[str]:
    """Place and movement, figures, what drove them, strongest and weakest; fewer names where a page would overflow."""
    shortened = (_paragraphs(report, named=named, parts=parts) for named, parts in SHORTER)
    paragraphs: list[str] = []
    for paragraphs in shortened:
        if text_lines(paragraphs) <= LINES_FOR_TEXT:
            break
    return paragraphs


def _paragraphs(report: CityReport, *, named: int, parts: int) -> list[str]:
    found = [_place(report), _figures(report), _drivers(report, most=parts), _standing(report)]
    if report.growth is not None:
        found.append(_growth(report.growth, named=named))
    said = [text for text in found if text]
    return [f"{ordinal}、{text}" for ordinal, text in zip(official_terms.ORDINALS, said, strict=False)]


def text_lines(paragraphs: Iterable[str]) -> int:
    """How many lines of the page they take, at most: signs are counted, not measured."""
    return sum(ceil((width_in_signs(text) + 2) / SIGNS_A_LINE) for text in paragraphs)


def _place(report: CityReport) -> str:
    own, subject = report.own, pack_terms.SUBJECTS[report.kind]
    if own.rank is None:
        return terms.NO_PLACE.format(
            unit=report.name, period=report.period_name, subject=pack_terms.SUBJECTS[report.kind]
        )
    words = terms.PLACE.format(
        unit=report.name,
        period=report.period_name,
        subject=subject,
        score=_text(own.score),
        count=report.ranked,
        place=formats.place(own.rank),
        tied=terms.TIED if report.tied else "",
    )
    return f"{words}{_movement(report)}。"


def _movement(report: CityReport) -> str:
    moved = report.own.moved
    if report.first:
        return terms.FIRST
    if moved is None:
        return terms.NEWCOMER
    if moved == 0:
        return terms.SAME
    return (terms.RISEN if moved > 0 else terms.FALLEN).format(steps=formats.place(abs(moved)))


def _figures(report: CityReport) -> str:
    said = [
        terms.FIGURE.format(
            label=column.label, value=_text(figure), unit=column.unit if figure.value is not None else ""
        )
        for column, figure in zip(report.columns, report.own.figures, strict=True)
        if figure.word != official_terms.CONDITIONS["suppressed"]
    ]
    return terms.FIGURES.format(figures="，".join(said)) if said else ""


def _drivers(report: CityReport, *, most: int) -> str:
    """What moved the total: the parts with the largest change."""
    if report.change is None:
        return ""
    changed = sorted((one for one in report.indicators if one.change), key=lambda one: -abs(one.change or Decimal(0)))
    parts = [terms.CHANGED_PART.format(name=one.name, points=_signed(one.change)) for one in changed[:most]]
    words = terms.LEVEL
    if report.change:
        words = terms.RAISED if report.change > 0 else terms.LOWERED
    said = words.format(points=formats.number(abs(report.change)))
    return f"{said}{terms.OF_WHICH.format(parts='，'.join(parts)) if parts else ''}。"


def _standing(report: CityReport) -> str:
    if not report.compares:
        return terms.NO_COMPARISON
    strongest, weakest = report.strongest(), report.weakest()
    said = [
        terms.AHEAD.format(parts=_indicators(strongest)) if strongest else terms.NONE_AHEAD,
        terms.BEHIND.format(parts=_indicators(weakest)) if weakest else terms.NONE_BEHIND,
    ]
    return f"{terms.COMPARED}{'；'.join(said)}。"


def _indicators(found: Sequence[PackIndicator]) -> str:
    return "、".join(
        terms.INDICATOR.format(name=one.name, score=formats.number(one.score), ahead=_signed(one.ahead))
        for one in found
    )


def _growth(growth: PackGrowth, *, named: int) -> str:
    """The enterprises that pull up and down most, by name; new ones and those that moved in together."""
    if growth.points is None:
        return terms.NO_RATE.format(why=growth.word)
    lines = [line for line in growth.lines if line.kind in _DRAWN and line.points]
    up = [line for line in lines if (line.points or 0) > 0]
    down = [line for line in reversed(lines) if (line.points or 0) < 0]
    said = [terms.GROWTH.format(points=formats.number(growth.points))]
    said += [terms.PULLED_UP.format(parts=_pulls(up[:named]))] if up[:named] else []
    said += [terms.PULLED_DOWN.format(parts=_pulls(down[:named]))] if down[:named] else []
    said += [
        terms.TOGETHER.format(kind=pack_terms.KINDS[one.kind], points=_signed(one.points))
        for one in growth.subtotals
        if one.kind in {"new", "moved_in"}
    ]
    said += [terms.GONE.format(count=len(growth.gone))] if growth.gone else []
    return f"{'；'.join(said)}。"


def _pulls(lines: Iterable[PackPull]) -> str:
    return "、".join(terms.PULL.format(name=line.name, points=_signed(line.points)) for line in lines)


def _text(figure: PackFigure) -> str:
    return figure.word if figure.value is None else formats.number(figure.value, decimals=figure.decimals)


def _signed(value: Decimal | None) -> str:
    return formats.signed(value)
