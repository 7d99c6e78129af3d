"""Scheme files as a browser sends them, and the difference they would make. Nothing is written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from django.conf import settings

from assessment.catalogue.errors import OtherScheme, SchemeFileMissing, SchemeFileTooLarge, SchemeFileUnreadable
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import scheme_state
from assessment.catalogue.scheme_documents import (
    DOCUMENT_ENDING,
    LABEL_KEYS,
    SchemeDocument,
    SchemeFiles,
    office_text,
    read_schemes,
    scheme_document,
)
from assessment.catalogue.scheme_view import KINDS
from assessment.catalogue.states import SCHEME_STATES, SchemeMove
from assessment.catalogue.stored_schemes import document_of
from assessment.display import formats
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.scheme import Scheme, parse_scheme
from assessment.methodology.scheme_difference import SchemeChange, scheme_differences
from assessment.methodology.scheme_words import NONE, Words

LARGEST: Final = 200 * 1024
READY_MADE: Final = "schemes/ready_made"
OFFICE_WORDS: Final[Mapping[str, str]] = {
    "kind": N_("kind of assessment"),
    "title_zh": N_("title"),
    "title_en": N_("English title"),
    "first_period": N_("first period of the scheme"),
    "last_period": N_("last period of the scheme"),
    "document_number": N_("document number"),
    "issuer": N_("issuer"),
    "effective_on": N_("effective date"),
}
OFFICE: Final = N_("assessment rules")


@dataclass(frozen=True)
class SentFile:
    """A file as the browser sent it; of one that is too large only as much is read as shows that."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SchemePreview:
    """What would be written, beside what it was compared with: the draft in its place, or the version before it."""

    document: SchemeDocument
    scheme: Scheme
    files: SchemeFiles
    draft: SchemeVersion | None
    compared_with: SchemeVersion | None
    changes: tuple[SchemeChange, ...]

    @property
    def seen(self) -> str:
        """The digest to confirm against; empty for a new scheme."""
        return self.draft.digest if self.draft else ""

    @property
    def unchanged(self) -> bool:
        return self.seen == self.document.digest


def ready_made_schemes() -> tuple[SchemeDocument, ...]:
    """Schemes to start from; they are in no list until somebody takes one over as a draft."""
    return read_schemes(Path(settings.FIXTURES_DIR) / READY_MADE)


def ready_made_files(code: str) -> SchemeFiles:
    """The files of one of them; `SchemeFileMissing` where there is none of that code."""
    for document in ready_made_schemes():
        if document.code == code:
            return files_of(document)
    raise SchemeFileMissing


def files_of(document: SchemeDocument) -> SchemeFiles:
    return SchemeFiles(
        document.text, office_text(document), f"{document.code}.yaml", f"{document.code}{DOCUMENT_ENDING}"
    )


def files_sent(scheme: SentFile | None, document: SentFile | None, *, beside: SchemeVersion | None) -> SchemeFiles:
    """The two files sent; what was not chosen stays as it is in the draft `beside`."""
    if (scheme is None and document is None) or (beside is None and (scheme is None or document is None)):
        raise SchemeFileMissing
    files = SchemeFiles("", "") if beside is None else files_of(document_of(beside))
    if scheme is not None:
        files = replace(files, scheme=_text(scheme), scheme_name=_named(scheme))
    if document is not None:
        files = replace(files, document=_text(document), document_name=_named(document))
    return files


def plain_text(text: str) -> str:
    """A text with the line ends of a file: a form sends every line end as two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def preview_of(files: SchemeFiles, *, draft: SchemeVersion | None = None) -> SchemePreview:
    """The files checked completely and compared. `draft` is the one they are meant for, where one was chosen.

    Raises what is wrong with a file, `OtherScheme` where they are another scheme's, and `WrongState` over a frozen one.
    """
    document = scheme_document(files)
    if draft is not None and (draft.code, draft.number) != (document.code, document.number):
        raise OtherScheme(received=document.name, expected=f"{draft.code} v{draft.number}")
    found = SchemeVersion.objects.filter(code=document.code, number=document.number).first()
    if found is not None:
        SCHEME_STATES.after(scheme_state(found), SchemeMove.CHANGE)
    other = found or _before(document)
    scheme = parse_scheme(document.text)
    changes = tuple(_changes(other, document, scheme)) if other else ()
    return SchemePreview(document, scheme, files, found, other, changes)


def _before(document: SchemeDocument) -> SchemeVersion | None:
    """The version a new one follows: of the same code the last, else of the same kind the last that is in force."""
    same = SchemeVersion.objects.filter(code=document.code, number__lt=document.number).order_by("-number").first()
    if same is not None:
        return same
    in_force = SchemeVersion.objects.filter(kind=document.kind, frozen_at__isnull=False)
    return in_force.order_by("-first_period", "-number").first()


def _changes(other: SchemeVersion, document: SchemeDocument, scheme: Scheme) -> Iterator[SchemeChange]:
    """The 考核办法 first, then the scheme, then the labels."""
    before = document_of(other)
    yield from office_changes(before, document)
    yield from scheme_differences(parse_scheme(before.text), scheme)
    for code, label in document.labels.items():
        old = before.labels.get(code)
        if old is not None and old != label:
            yield SchemeChange(code, code, Phrase(N_("label")), _label(old), _label(label))


def office_changes(before: SchemeDocument, after: SchemeDocument) -> Iterator[SchemeChange]:
    """What differs in the 考核办法: title, number, issuer, dates, periods."""
    old, new = before.office, after.office
    for key, words in OFFICE_WORDS.items():
        if old[key] != new[key]:
            yield SchemeChange("", Phrase(OFFICE), Phrase(words), _said(key, old[key]), _said(key, new[key]))


def _said(key: str, value: object) -> Words:
    if key == "kind":
        return Phrase(KINDS[str(value)])
    if key in {"first_period", "last_period"}:
        return formats.period(str(value))
    return str(value) or NONE


def _label(label: object) -> str:
    return " · ".join(str(cast(Mapping[str, object], label)[key]) for key in LABEL_KEYS)


def _named(file: SentFile) -> str:
    return file.name[:80]


def _text(file: SentFile) -> str:
    if len(file.content) > LARGEST:
        raise SchemeFileTooLarge(file=_named(file), expected=LARGEST // 1024)
    try:
        return plain_text(file.content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise SchemeFileUnreadable(file=_named(file)) from problem
