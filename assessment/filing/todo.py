"""What waits in this stage for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.filing.correction_queries import corrections_visible_to
from assessment.filing.correction_view import light_of_correction
from assessment.filing.laid_out_queries import disputes_before, with_unchecked
from assessment.filing.letter_actions import letters_visible_to
from assessment.filing.models import AdoptedValue, Correction, Extension, FigureCheck, Version
from assessment.filing.queries import versions_visible_to
from assessment.filing.review_queries import adoptions_visible_to
from assessment.filing.wording import light_of
from assessment.people.models import User
from assessment.people.permissions import Action

State = Version.State


def to_review(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Returns of regions that were submitted, oldest first; rows of enterprises wait in their list."""
    if Action.RETURN_REVIEW not in allowed:
        return []
    waiting = versions_visible_to(user, at=at).filter(
        state__in=[State.SUBMITTED, State.UNDER_REVIEW], return_filed__reporting_unit__kind="region"
    )
    return [_review(version) for version in waiting.order_by("submitted_at", "id")]


def corrections_to_decide(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Requests for correction that nobody has decided yet, oldest first."""
    if Action.CORRECTION_DECIDE not in allowed:
        return []
    waiting = corrections_visible_to(user, at=at).filter(state=Correction.State.REQUESTED)
    return [_decision(correction) for correction in waiting.order_by("id")]


def figures_to_check(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Returns being filled with figures that a body has laid out and the unit has not checked, by period."""
    if Action.FIGURE_CHECK not in allowed:
        return []
    drafts = versions_visible_to(user, at=at).filter(state=State.DRAFT)
    waiting = with_unchecked(drafts).order_by("return_filed__collection__period", "id")
    return [_check(version, vars(version)["unchecked"]) for version in waiting]


def disputes_to_answer(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Disputes about the figures of the user's body that it has not answered, oldest first."""
    if Action.LAID_OUT_DELIVER not in allowed:
        return []
    waiting = disputes_before(user, at=at).filter(answered_at__isnull=True, superseded_at__isnull=True)
    return [_dispute(check) for check in waiting.order_by("id")]


def _decision(correction: Correction) -> ToDo:
    filed = correction.return_filed
    return ToDo(
        what=gettext("Request for correction {number}").format(number=correction.number),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of_correction(correction),
        since=correction.requested_at,
        address=reverse("filing:correction", args=[correction.pk]),
        verb=gettext("Decide"),
    )


def _check(version: Version, items: int) -> ToDo:
    filed = version.return_filed
    words = ngettext("{count} figure to check", "{count} figures to check", items).format(count=items)
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=Light("warn", words),
        since=filed.collection.opened_at,
        address=reverse("filing:figure-check", args=[version.pk]),
        verb=gettext("Check the figures"),
    )


def _dispute(check: FigureCheck) -> ToDo:
    filed = check.version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=Light("bad", gettext("Disputed")),
        since=check.checked_at,
        address=reverse("filing:deliveries"),
        verb=gettext("Answer"),
    )


def extensions_to_decide(allowed: frozenset[Action]) -> list[ToDo]:
    """Extensions that units ask for, oldest first."""
    if Action.EXTENSION_GRANT not in allowed:
        return []
    asked = Extension.objects.filter(state=Extension.State.ASKED).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    return [
        ToDo(
            what=gettext("Extension"),
            about=one.reporting_unit.region.short_name_zh or one.reporting_unit.name_zh,
            period=one.collection.period,
            light=Light("warn", gettext("Extension asked for")),
            since=one.asked_at,
            address=reverse("filing:collection-units", args=[one.collection_id]),
            verb=gettext("Decide"),
        )
        for one in asked.order_by("asked_at", "id")
    ]


def letters_to_answer(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Letters of request without a reply, by the day it is wished by."""
    if Action.LETTER_ANSWER not in allowed:
        return []
    return [
        ToDo(
            what=gettext("Letters of request"),
            about=letter.number,
            period=letter.period,
            light=Light("note", gettext("Awaiting the reply")),
            since=letter.issued_at,
            address=reverse("filing:letters"),
            verb=gettext("Reply"),
        )
        for letter in letters_visible_to(user, at=at).filter(replied_at__isnull=True).order_by("reply_by", "id")
    ]


def _review(version: Version) -> ToDo:
    filed = version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of(version),
        since=version.submitted_at,
        address=reverse("filing:review", args=[version.pk]),
        verb=gettext("Review"),
    )


def queries_to_answer(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Query sheets with a question that waits for the unit, the earliest due first."""
    if Action.QUERY_ANSWER not in allowed:
        return []
    waiting = versions_visible_to(user, at=at).filter(state=State.QUERYING)
    return [_answer(version) for version in waiting.order_by("submitted_at", "id")]


def _answer(version: Version) -> ToDo:
    filed = version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of(version),
        since=version.submitted_at,
        address=reverse("filing:query-sheet", args=[filed.pk]),
        verb=gettext("Answer"),
    )


def adoptions_to_confirm(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Values used for the assessment that wait for their second person, never the one who proposed."""
    if Action.ADOPTED_VALUE_CONFIRM not in allowed:
        return []
    waiting = adoptions_visible_to(user, at=at).filter(state=AdoptedValue.State.PROPOSED)
    return [_confirm(record) for record in waiting.exclude(proposed_by=user).order_by("proposed_at", "id")]


def _confirm(record: AdoptedValue) -> ToDo:
    unit = record.return_filed.reporting_unit
    return ToDo(
        what=gettext("Value used for the assessment"),
        about=unit.region.short_name_zh or unit.name_zh,
        period=record.return_filed.collection.period,
        light=Light("warn", gettext("Waiting for the second person")),
        since=record.proposed_at,
        address=reverse("filing:adopted-values"),
        verb=gettext("Confirm"),
    )
