"""Files of schemes as somebody uploads them."""

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.scheme_documents import SchemeFiles
from assessment.catalogue.scheme_upload import files_of, ready_made_files
from assessment.catalogue.stored_schemes import document_of
from tests.situations.catalogue import a_draft_scheme


def replaced(text: str, old: str, new: str) -> str:
    """The text with one part exchanged, which must be there."""
    assert old in text
    return text.replace(old, new, 1)


def files_of_the_quarterly_draft() -> tuple[SchemeVersion, SchemeFiles]:
    draft = a_draft_scheme()
    return draft, files_of(document_of(draft))


def a_changed_scheme_text(weight: str = "45") -> str:
    """The quarterly scheme with another weight of the level."""
    _, files = files_of_the_quarterly_draft()
    return replaced(files.scheme, "weight: 40", f"weight: {weight}")


def a_ready_made_scheme(code: str = "efficacy-60-40") -> SchemeFiles:
    """One of the ready-made schemes, as the office takes it over."""
    return ready_made_files(code)
