"""What waits in the catalogue for whoever asks: collections to open, schemes to freeze."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.catalogue.models import Collection, SchemeVersion
from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.people.permissions import Action


def to_open(allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Collections whose opening day has come and that nobody has opened, by that day."""
    if Action.COLLECTION_OPEN not in allowed:
        return []
    planned = Collection.objects.filter(opened_at__isnull=True, opens_at__lte=at).select_related("form_version__form")
    return [
        ToDo(
            what=named(collection.form_version.form),
            about=gettext("collection"),
            period=collection.period,
            light=Light("warn", gettext("To be opened")),
            since=collection.opens_at,
            address=reverse("catalogue:collection", args=[collection.pk]),
            verb=gettext("Open"),
        )
        for collection in planned.order_by("opens_at")
    ]


def to_freeze(allowed: frozenset[Action]) -> list[ToDo]:
    """Schemes that are still drafts."""
    if Action.SCHEME_FREEZE not in allowed:
        return []
    drafts = SchemeVersion.objects.filter(frozen_at__isnull=True).order_by("effective_on", "code")
    return [
        ToDo(
            what=named(scheme, "title"),
            about=scheme.document_number,
            period=scheme.first_period,
            light=Light("warn", gettext("Draft")),
            since=None,
            address=reverse("catalogue:scheme", args=[scheme.pk]),
            verb=gettext("Freeze"),
        )
        for scheme in drafts
    ]
