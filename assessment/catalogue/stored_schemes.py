"""A scheme as the catalogue holds it, back in the shape of its two files."""

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.scheme_documents import SchemeDocument
from assessment.methodology.periods import Period


def document_of(version: SchemeVersion) -> SchemeDocument:
    """A stored version as its files say it."""
    return SchemeDocument(
        code=version.code,
        number=version.number,
        kind=version.kind,
        title_zh=version.title_zh,
        title_en=version.title_en,
        first_period=Period.parse(version.first_period),
        last_period=Period.parse(version.last_period),
        document_number=version.document_number,
        issuer=version.issuer,
        effective_on=version.effective_on,
        labels=version.labels,
        text=version.text,
    )
