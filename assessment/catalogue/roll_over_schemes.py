"""The schemes of the next year: last year's text under a code, title and periods of the new year, as a draft."""

import re
from collections.abc import Iterator
from datetime import date

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.roll_over_lines import FEBRUARY, LEAP_DAY, RollOverLine, kept
from assessment.catalogue.scheme_documents import SchemeDocument
from assessment.catalogue.scheme_upload import office_changes
from assessment.catalogue.stored_schemes import document_of
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.periods import Period
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_difference import SchemeChange, scheme_differences
from assessment.methodology.scheme_editing import with_code

_VERSION_ZH, _VERSION_EN = re.compile(r"（第\d+版）"), re.compile(r"\(version \d+\)")


def schemes_of_next_year(year: int) -> list[RollOverLine]:
    """One line for each scheme that counts in the year before; its copy needs its own document number."""
    versions = list(SchemeVersion.objects.order_by("code", "number"))
    return [_line(version, versions, year) for version in _counting(versions, year - 1)]


def _counting(versions: list[SchemeVersion], year: int) -> Iterator[SchemeVersion]:
    """Of each kind what is in force; where nothing is, the drafts. Of one code the last version."""
    covering = [version for version in versions if _in(version, year)]
    for kind in SchemeVersion.Kind.values:
        own = [version for version in covering if version.kind == kind]
        frozen = [version for version in own if version.frozen_at is not None]
        yield from {version.code: version for version in frozen or own}.values()


def _in(version: SchemeVersion, year: int) -> bool:
    return Period.parse(version.first_period).year <= year <= Period.parse(version.last_period).year


def _line(version: SchemeVersion, versions: list[SchemeVersion], year: int) -> RollOverLine:
    name = Phrase("{title} ({code} v{number})", {
        "title": version.title_zh, "code": version.code, "number": version.number,
    })  # fmt: skip
    before, after = document_of(version), _next(version, year)
    present = [other for other in versions if other.code == after.code and _in(other, year)]
    if present:
        other = document_of(present[-1])
        line = kept("scheme", name, before.document_number, new=present[-1].title_zh)
        return RollOverLine(line.kind, line.name, line.old, line.new, changes=_changes(before, other))
    row = SchemeVersion(code=after.code, number=after.number, **after.columns)
    note = Phrase(N_("a draft without a document number: enter it before the freeze"))
    return RollOverLine("scheme", name, before.document_number, after.title_zh, row, note, _changes(before, after))


def _changes(before: SchemeDocument, after: SchemeDocument) -> tuple[SchemeChange, ...]:
    differences = scheme_differences(parse_scheme(before.text), parse_scheme(after.text))
    return (*office_changes(before, after), *differences)


def _next(version: SchemeVersion, year: int) -> SchemeDocument:
    """The copy; where the code carries no year it is the next version of the same code."""
    code = _later(version.code, year)
    renamed = code != version.code
    return SchemeDocument(
        code=code,
        number=1 if renamed else version.number + 1,
        kind=version.kind,
        title_zh=_first_version(_later(version.title_zh, year), renamed=renamed),
        title_en=_first_version(_later(version.title_en, year), renamed=renamed),
        first_period=Period.parse(version.first_period).in_year(year),
        last_period=Period.parse(version.last_period).in_year(year),
        document_number="",
        issuer=version.issuer,
        effective_on=_a_year_later(version.effective_on),
        labels=version.labels,
        text=with_code(version.text, code) if renamed else version.text,
    )


def _later(text: str, year: int) -> str:
    return text.replace(str(year - 1), str(year))


def _first_version(title: str, *, renamed: bool) -> str:
    if not renamed:
        return title
    return _VERSION_EN.sub("(version 1)", _VERSION_ZH.sub("（第1版）", title))


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (FEBRUARY, LEAP_DAY)
    return day.replace(year=day.year + 1, day=LEAP_DAY - 1 if leap else day.day)
