"""Reads over files."""

from collections.abc import Iterable

from assessment.evidence.models import StoredFile


def files_of(kind: str, keys: Iterable[str]) -> list[StoredFile]:
    """The files of these subjects, withdrawn ones too, in the order they came."""
    files = StoredFile.objects.filter(kind=kind, key__in=list(keys)).select_related("stored_by", "withdrawn_by")
    return list(files.order_by("id"))


def file_numbered(file_id: int) -> StoredFile | None:
    return StoredFile.objects.select_related("stored_by").filter(pk=file_id).first()
