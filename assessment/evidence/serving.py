"""Handing a stored file to a browser: always to be saved, never to be run or shown as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from assessment.evidence.models import StoredFile


def attachment(stored: StoredFile, content: bytes) -> HttpResponse:
    """`attachment` with the name of RFC 6266, the type found by the bytes, and a sandbox should it be opened anyway."""
    response = HttpResponse(content, content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.original_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
