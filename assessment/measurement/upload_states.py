"""The states of an uploaded base table in words, and how long it waits for its confirmation."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.measurement.models import RevenueUpload, TableUpload
from assessment.methodology.errors import N_

KEPT: Final = timedelta(hours=24)
STATE_WORDS: Final[dict[str, str]] = {
    TableUpload.State.PENDING: N_("waiting for confirmation"),
    TableUpload.State.CONFIRMED: N_("taken over into the tables"),
    TableUpload.State.DISCARDED: N_("discarded"),
    TableUpload.State.EXPIRED: N_("replaced or expired"),
}
_TONES = {
    TableUpload.State.PENDING: "note",
    TableUpload.State.CONFIRMED: "good",
    TableUpload.State.DISCARDED: "plain",
    TableUpload.State.EXPIRED: "plain",
}


def light_of_upload(upload: TableUpload | RevenueUpload) -> Light:
    if upload.state == TableUpload.State.PENDING and upload.problems:
        return Light("bad", gettext("to be corrected"))
    return Light(_TONES[TableUpload.State(upload.state)], gettext(STATE_WORDS[upload.state]))
