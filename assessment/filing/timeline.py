"""时间线: what happened to one return, who did it and when, from the record; facts only, in the order they happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext

from assessment.audit.models import Entry
from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.filing.models import Extension, Return
from assessment.filing.queries import return_seen
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.permissions import Action

# Action, and the fact that tells its kinds apart where there are several -> the sentence. What is not listed here is
# not an event of the return for its unit.
SENTENCES: Final[Mapping[tuple[str, str], str]] = {
    (Action.RETURN_FILL, "begun"): N_("Version begun"),
    (Action.RETURN_FILL, "revision"): N_("Figures saved"),
    (Action.RETURN_FILL, "signatures_requested"): N_("Signatures asked for"),
    (Action.FIGURES_IMPORT, ""): N_("Figures imported from a file"),
    (Action.LAID_OUT_DELIVER, "taken"): N_("Laid-out figures delivered anew"),
    (Action.LAID_OUT_CONFIRMED, "taken"): N_("Laid-out figures delivered anew"),
    (Action.LAID_OUT_DELIVER, "answered"): N_("Dispute answered"),
    (Action.FIGURE_CHECK, ""): N_("Laid-out figures checked"),
    (Action.RETURN_FILL, "explained"): N_("Explanations written"),
    (Action.WORKBOOK_CONFIRM, ""): N_("Workbook confirmed"),
    (Action.EVIDENCE_ADD, "filing.version"): N_("Supporting file added"),
    (Action.EVIDENCE_ADD, "filing.stamped_page"): N_("Stamped page added"),
    (Action.EVIDENCE_ADD, "filing.correction"): N_("Document added to the request for correction"),
    (Action.EVIDENCE_WITHDRAW, "filing.version"): N_("Supporting file withdrawn"),
    (Action.EVIDENCE_WITHDRAW, "filing.stamped_page"): N_("Stamped page withdrawn"),
    (Action.EXTENSION_ASK, ""): N_("Extension asked for"),
    (Action.EXTENSION_GRANT, "on_time_until"): N_("Extension granted"),
    (Action.EXTENSION_GRANT, ""): N_("Extension refused"),
    (Action.RETURN_SIGN, ""): N_("Signed as {title}"),
    (Action.RETURN_SUBMIT, ""): N_("Submitted, receipt {receipt}"),
    (Action.RETURN_WITHDRAW, ""): N_("Withdrawn"),
    (Action.RETURN_REVIEW, ""): N_("Review begun"),
    (Action.RETURN_VET_LATE, ""): N_("Delay vetted"),
    (Action.QUERY_ASK, "asked"): N_("Queried, query sheet {sheet}"),
    (Action.QUERY_ASK, "again"): N_("Query {again} asked again"),
    (Action.QUERY_ANSWER, ""): N_("Answered: query {answered}"),
    (Action.QUERY_CLOSE, ""): N_("Query {closed} closed"),
    (Action.RETURN_SEND_BACK, ""): N_("Sent back"),
    (Action.RETURN_ACCEPT, ""): N_("Accepted, in force from now on"),
    (Action.RETURN_LOCK, ""): N_("Locked"),
    (Action.CORRECTION_REQUEST, "items"): N_("Correction {correction} requested"),
    (Action.CORRECTION_REQUEST, "withdrawn"): N_("Correction {correction} withdrawn"),
    (Action.CORRECTION_DECIDE, ""): N_("Correction {correction} refused"),
    (Action.CORRECTION_DECIDE, "granted"): N_("Correction {correction} granted"),
    ("return.altered", ""): N_("Found altered outside the system"),
}
_SAVED: Final = (Action.RETURN_FILL.value, "revision")


@dataclass(frozen=True)
class Event:
    """One thing that happened. `times` counts saves of one person in a row; `until` is the last of them."""

    at: datetime
    until: datetime
    who: str
    body: str
    kind: tuple[str, str]
    sentence: str
    version: int
    items: tuple[str, ...] = ()
    late: bool = False
    times: int = 1

    @property
    def action(self) -> str:
        """The word of the permission table for what was done."""
        return self.kind[0]


def timeline(return_id: int, *, by: User, at: datetime) -> tuple[Return, list[Event]]:
    """A return with its events, oldest first; the number of queries does not grow with them."""
    filed = return_seen(return_id, by=by, at=at)
    entries = list(_entries_of(filed))
    names = {entry.by for entry in entries}
    people = {user.username: user for user in User.objects.filter(username__in=names).select_related("organisation")}
    items = {item.code: item for item in filed.collection.form_version.items.all()}
    numbers = {str(version.pk): version.number for version in filed.versions.all()}
    events = [_event(entry, kind, people, items, numbers) for entry in entries if (kind := _kind_of(entry))]
    return filed, _saves_joined(events)


def _entries_of(filed: Return) -> Iterable[Entry]:
    """What the record holds of a return and its versions, of its extensions and requests for correction.

    One question.
    """
    versions = [str(version.pk) for version in filed.versions.all()]
    extensions = Extension.objects.filter(collection=filed.collection_id, reporting_unit=filed.reporting_unit_id)
    about = (
        Q(object_type__in=["filing.version", "filing.stamped_page"], object_id__in=versions)
        | Q(object_type="filing.return", object_id=str(filed.pk))
        | Q(object_type="filing.extension", object_id__in=_keys(extensions))
        | Q(object_type="filing.correction", object_id__in=_keys(filed.corrections.all()))
    )
    return Entry.objects.filter(about, outcome=Entry.Outcome.DONE).order_by("at", "chain", "sequence")


def _keys(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The keys of rows as the record writes them."""
    keys: QuerySet[Any, Any] = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return keys


def _kind_of(entry: Entry) -> tuple[str, str] | None:
    """The row of the table an entry belongs to: of several the one whose fact it carries, or what it is about."""
    for action, fact in SENTENCES:
        if action == entry.action and fact and (entry.facts.get(fact) or entry.object_type == fact):
            return str(action), fact
    return (entry.action, "") if (entry.action, "") in SENTENCES else None


def _event(
    entry: Entry,
    kind: tuple[str, str],
    people: Mapping[str, User],
    items: Mapping[str, Item],
    numbers: Mapping[str, int],
) -> Event:
    user = people.get(entry.by)
    return Event(
        at=entry.at,
        until=entry.at,
        who=user.display_name if user else entry.by,
        body=named(user.organisation) if user else "",
        kind=kind,
        sentence=gettext(SENTENCES[kind]).format_map({str(key): _said(fact) for key, fact in entry.facts.items()}),
        version=int(entry.facts.get("version", 0)) or _number(entry, numbers),
        items=_labels(entry, kind, items),
        late=bool(entry.facts.get("late")),
    )


def _labels(entry: Entry, kind: tuple[str, str], items: Mapping[str, Item]) -> tuple[str, ...]:
    """The items an event names, by the words of the form."""
    listed = [str(code) for code in _codes(entry, kind)]
    return tuple(named(items[code], "label") if code in items else code for code in listed)


def _codes(entry: Entry, kind: tuple[str, str]) -> Iterable[object]:
    """The codes of the items, wherever the entry of this kind keeps them."""
    facts = entry.facts
    if kind[1] == "explained":  # SW7.1:software_revenue.current
        return dict.fromkeys(key.partition(":")[2].partition(".")[0] for key in facts["explained"])
    if kind[1] == "asked":  # 1 software_revenue.current
        return dict.fromkeys(asked.partition(" ")[2].partition(".")[0] for asked in facts["asked"])
    if kind[0] == Action.LAID_OUT_DELIVER and facts.get("answered"):
        return [facts["answered"]]
    if facts.get("item"):
        return [facts["item"]]
    return facts.get("disputed" if kind[0] == Action.FIGURE_CHECK else "items") or facts.get("taken") or []


def _number(entry: Entry, numbers: Mapping[str, int]) -> int:
    """Of a file beside a version the number of the version; 0 of what belongs to none."""
    return numbers.get(entry.object_id, 0) if entry.object_type in {"filing.version", "filing.stamped_page"} else 0


def _said(fact: object) -> object:
    return "、".join(str(one) for one in fact) if isinstance(fact, list) else fact


def _saves_joined(events: Iterable[Event]) -> list[Event]:
    """Saves of one person to one version, with nothing between them, are one event."""
    joined: list[Event] = []
    for event in events:
        last = joined[-1] if joined else None
        same = last is not None and (last.kind, last.who, last.version) == (event.kind, event.who, event.version)
        if last is not None and same and event.kind == _SAVED:
            joined[-1] = replace(last, until=event.at, times=last.times + 1)
        else:
            joined.append(event)
    return joined
