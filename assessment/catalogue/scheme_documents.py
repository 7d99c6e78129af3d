"""A scheme as two readable files, the 考核办法 and the scheme itself: read completely before a row is touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

import yaml
from django.utils.translation import gettext_lazy as _

from assessment.catalogue.errors import CatalogueFileWrong, LabelsIncomplete, SchemePeriodsWrong, SchemeTextWrong
from assessment.catalogue.fields import Fields, read_yaml_text
from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.scheme import Scheme, parse_scheme

SCHEME_ENDING, DOCUMENT_ENDING = ".yaml", ".document.yaml"
# The words of the file; the offline commands read schemes without a table of versions.
KINDS: Final = {"quarterly": PeriodKind.CUMULATIVE, "annual": PeriodKind.YEAR}
_PERIODS_OF_KIND: Final = {
    PeriodKind.CUMULATIVE: N_("periods such as 2021c03"),
    PeriodKind.YEAR: N_("years such as 2021"),
}
_KEYS: Final = (
    "code", "version", "kind", "title_zh", "title_en", "first_period", "last_period", "document_number", "issuer",
    "effective_on", "indicators",
)  # fmt: skip
LABEL_KEYS: Final = ("label_zh", "label_en", "unit", "decimals")


@dataclass(frozen=True)
class SchemeFiles:
    """The two texts as they came, with the names they came under."""

    scheme: str
    document: str
    scheme_name: str = "scheme" + SCHEME_ENDING
    document_name: str = "scheme" + DOCUMENT_ENDING


@dataclass(frozen=True)
class SchemeDocument:
    """The 考核办法 and, verbatim, the scheme it puts in force; `digest` covers both."""

    code: str
    number: int
    kind: str
    title_zh: str
    title_en: str
    first_period: Period
    last_period: Period
    document_number: str
    issuer: str
    effective_on: date
    labels: Mapping[str, object]
    text: str

    @property
    def name(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def office(self) -> dict[str, object]:
        """The 考核办法 as its file says it."""
        return {
            "code": self.code,
            "version": self.number,
            "kind": self.kind,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "first_period": self.first_period.code,
            "last_period": self.last_period.code,
            "document_number": self.document_number,
            "issuer": self.issuer,
            "effective_on": self.effective_on,
            "indicators": self.labels,
        }

    @property
    def digest(self) -> str:
        return digest({"text": self.text, "document": self.office})

    @property
    def columns(self) -> dict[str, object]:
        """What a row of the catalogue holds of it."""
        return {
            "kind": self.kind,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "first_period": self.first_period.code,
            "last_period": self.last_period.code,
            "document_number": self.document_number,
            "issuer": self.issuer,
            "effective_on": self.effective_on,
            "text": self.text,
            "labels": dict(self.labels),
            "digest": self.digest,
        }


def read_schemes(folder: Path) -> tuple[SchemeDocument, ...]:
    """Every scheme of a folder, in the order of the names of the files."""
    return tuple(scheme_document(scheme_files(path)) for path in sorted(folder.glob("*" + DOCUMENT_ENDING)))


def scheme_files(document: Path) -> SchemeFiles:
    """The pair of files that belongs to the file of a 考核办法."""
    scheme = document.with_name(document.name.replace(DOCUMENT_ENDING, SCHEME_ENDING))
    if not scheme.is_file():
        raise CatalogueFileWrong(file=scheme.name, place="-", expected=_("the scheme file"), received=_("no such file"))
    try:
        return SchemeFiles(scheme.read_text("utf-8"), document.read_text("utf-8"), scheme.name, document.name)
    except UnicodeDecodeError as problem:
        place = {"file": document.name, "place": "-"}
        raise CatalogueFileWrong(**place, expected=_("YAML in UTF-8"), received=problem) from problem


def scheme_document(files: SchemeFiles) -> SchemeDocument:
    """Both files as one value; the first thing that is wrong is named with file and place."""
    fields = read_yaml_text(files.document, files.document_name, _KEYS)
    scheme = _scheme(files, fields.text("code"))
    kind = fields.choice("kind", tuple(KINDS))
    first, last = fields.period("first_period"), fields.period("last_period")
    _check_periods(fields, kind, first, last)
    return SchemeDocument(
        code=scheme.code,
        number=fields.whole("version"),
        kind=kind,
        title_zh=fields.text("title_zh"),
        title_en=fields.text("title_en"),
        first_period=first,
        last_period=last,
        document_number=fields.text("document_number", default="").strip(),
        issuer=fields.text("issuer", default="").strip(),
        effective_on=fields.day("effective_on"),
        labels=_labels(fields, scheme),
        text=files.scheme,
    )


def office_text(document: SchemeDocument) -> str:
    """The file of the 考核办法: read again it gives the same digest."""
    labels = {
        node.code: {key: cast(Mapping[str, object], document.labels[node.code])[key] for key in LABEL_KEYS}
        for node in parse_scheme(document.text).nodes
    }
    office = {**document.office, "effective_on": document.effective_on.isoformat(), "indicators": labels}
    return yaml.safe_dump(office, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)


def _scheme(files: SchemeFiles, code: str) -> Scheme:
    try:
        scheme = parse_scheme(files.scheme)
    except AssessmentError as problem:
        raise SchemeTextWrong(file=files.scheme_name, problem=problem) from problem
    if scheme.code != code:
        raise CatalogueFileWrong(file=files.scheme_name, place="code", expected=code, received=scheme.code)
    return scheme


def _check_periods(fields: Fields, kind: str, first: Period, last: Period) -> None:
    if first > last or {first.kind, last.kind} != {KINDS[kind]}:
        expected = Phrase(_PERIODS_OF_KIND[KINDS[kind]])
        received = f"{first.code} – {last.code}"
        raise SchemePeriodsWrong(file=fields.file, kind=kind, expected=expected, received=received)


def _labels(fields: Fields, scheme: Scheme) -> Mapping[str, object]:
    labels = fields.mapping("indicators")
    nodes = [node.code for node in scheme.nodes]
    missing, surplus = [code for code in nodes if code not in labels], [code for code in labels if code not in nodes]
    if missing or surplus:
        raise LabelsIncomplete(file=fields.file, missing=missing or "-", surplus=surplus or "-")
    below = Fields(fields.file, "indicators", labels)
    for code in labels:
        label = below.part(code, LABEL_KEYS)
        label.text("label_zh")
        label.text("label_en")
        label.unit("unit")
        label.whole("decimals")
    return labels
