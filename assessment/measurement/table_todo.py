"""What waits of the base tables for the bodies that deliver them: uploads to confirm, tables that are due."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from assessment.catalogue.models import Collection
from assessment.display.templatetags.components import Light
from assessment.display.todo import ToDo
from assessment.measurement.annual_return import FORM
from assessment.measurement.deliveries import VINTAGES
from assessment.measurement.models import BaseTable, RevenueUpload, TableUpload
from assessment.measurement.revenue_queries import revenue_uploads_visible_to
from assessment.measurement.table_keys import ACTION_OF
from assessment.measurement.table_queries import uploads_visible_to
from assessment.measurement.upload_states import KEPT, light_of_upload
from assessment.measurement.wording import kind_name, vintage_name
from assessment.people.models import User
from assessment.people.permissions import Action

# What a batch cannot do without; price indices and sections of the accounts come where a body has them.
WANTED = frozenset({BaseTable.Kind.INDUSTRY_ACCOUNTS, BaseTable.Kind.GDP, BaseTable.Kind.INDUSTRIAL_DIGITALISATION})


def uploads_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Files of the own body that were read and that nobody has confirmed or discarded, oldest first."""
    if Action.BASE_TABLE_DELIVER not in allowed:
        return []
    uploads = uploads_visible_to(user, at=at).defer("text", "document", "repairs")
    waiting = uploads.filter(state=TableUpload.State.PENDING, uploaded_at__gte=at - KEPT)
    return [_confirm(upload) for upload in waiting.order_by("uploaded_at", "id")]


def revenues_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """The same of revenues for a part of the year."""
    if Action.INDUSTRY_TABLE_LOAD not in allowed:
        return []
    uploads = revenue_uploads_visible_to(user, at=at).defer("text", "repairs")
    waiting = uploads.filter(state=RevenueUpload.State.PENDING, uploaded_at__gte=at - KEPT)
    return [_confirm_revenue(upload) for upload in waiting.order_by("uploaded_at", "id")]


def tables_due(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Tables of a year whose annual return is open to the cities, of which the own body has delivered no vintage."""
    kinds = [kind for kind, action in ACTION_OF.items() if action in allowed and kind in WANTED]
    if not kinds:
        return []
    running = Collection.objects.filter(form_version__form__code=FORM, opened_at__isnull=False, locks_at__gt=at)
    collections = list(running.order_by("period"))
    delivered = set(
        BaseTable.objects.filter(
            period__in=[one.period for one in collections],
            vintage__in=VINTAGES,
            source_department=user.organisation.name_zh,
            superseded_at__isnull=True,
        ).values_list("period", "kind")
    )
    return [_due(one, kind) for one in collections for kind in kinds if (one.period, kind) not in delivered]


def _confirm(upload: TableUpload) -> ToDo:
    return ToDo(
        what=kind_name(upload.kind),
        about=f"{vintage_name(upload.vintage)} · {upload.file_name}",
        period=upload.period,
        light=light_of_upload(upload),
        since=upload.uploaded_at,
        address=reverse("measurement:upload", args=[upload.pk]),
        verb=gettext("Correct") if upload.problems else gettext("Compare and confirm"),
    )


def _confirm_revenue(upload: RevenueUpload) -> ToDo:
    return ToDo(
        what=gettext("Operating revenue"),
        about=upload.file_name,
        period=upload.period,
        light=light_of_upload(upload),
        since=upload.uploaded_at,
        address=reverse("measurement:revenue-upload", args=[upload.pk]),
        verb=gettext("Correct") if upload.problems else gettext("Compare and confirm"),
    )


def _due(collection: Collection, kind: str) -> ToDo:
    chosen = urlencode({"kind": kind, "period": collection.period, "vintage": VINTAGES[0]})
    return ToDo(
        what=kind_name(kind),
        about=gettext("base table"),
        period=collection.period,
        light=Light("warn", gettext("to be delivered")),
        since=collection.opened_at,
        address=f"{reverse('measurement:deliver')}?{chosen}",
        verb=gettext("Deliver a table"),
    )
