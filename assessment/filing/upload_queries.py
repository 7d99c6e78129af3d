"""Reads over uploads."""

from datetime import datetime

from assessment.filing.models import Upload
from assessment.filing.walls import returns_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

_CONTEXT = (
    "uploaded_by",
    "file",
    "version__filler",
    "version__return_filed__collection__form_version__form",
    "version__return_filed__reporting_unit__region__parent__parent",
)


def upload_seen(upload_id: int, *, by: User, at: datetime) -> Upload:
    """One upload for whoever may fill the return; `NotFound` where there is none behind the wall."""
    require(by, Action.RETURN_FILL, at=at)
    within = returns_within(by, Action.RETURN_FILL, at=at, path="version__return_filed__")
    uploads = Upload.objects.select_related(*_CONTEXT).prefetch_related("version__cells")
    upload = uploads.filter(within, pk=upload_id).first()
    if upload is None:
        raise NotFound
    return upload


def uploads_of(version_id: int) -> list[Upload]:
    """The uploads of a version, newest first."""
    return list(Upload.objects.filter(version=version_id).select_related("uploaded_by").order_by("-id")[:20])
