"""An uploaded base table as its page shows it: cells old → new, repairs, problems, findings, revisions to explain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.wording import say, say_phrase
from assessment.filing.told_again import phrase_of
from assessment.filing.upload_view import REPAIR_WORDS
from assessment.measurement.deliveries import AccountsDelivery, Delivery, FiguresDelivery
from assessment.measurement.models import BaseTable, TableUpload
from assessment.measurement.operators import with_allocated
from assessment.measurement.revisions import RegionRevision, revisions_of
from assessment.measurement.table_actions import is_usual_blank
from assessment.measurement.table_cells import cells_of_delivery, cells_of_table, differences
from assessment.measurement.table_history_view import ChangedCell, changed_cell, names_of_regions
from assessment.measurement.table_keys import UNIT_OF, TableKey
from assessment.measurement.table_queries import in_force_with_rows
from assessment.measurement.upload_actions import delivery_waiting
from assessment.measurement.upload_states import light_of_upload
from assessment.measurement.wording import column_name, figure_name, finding_text
from assessment.methodology.account_records import Finding, FindingCode
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.errors import AssessmentError
from assessment.methodology.income_approach import complete, value_added
from assessment.methodology.production_approach import compare_approaches
from assessment.methodology.rounding import decimals_of

MOST_SHOWN = 400


@dataclass(frozen=True)
class ShownRepair:
    where: str
    what: str
    received: str
    read_as: str


@dataclass(frozen=True)
class ShownFinding:
    where: str
    text: str
    expected: str
    received: str


@dataclass(frozen=True)
class ShownRevision:
    """`beyond`: more than 2 % of the level or 1 point of growth, so that a reason is asked for."""

    name: str
    level: str
    growth: str
    next_growth: str
    beyond: bool


@dataclass(frozen=True)
class TablePreview:
    """Everything who delivers decides on. `compared_with` is sent back with the confirmation."""

    light: Light
    changes: tuple[ChangedCell, ...]
    left_out: int
    unchanged: int
    repairs: tuple[ShownRepair, ...]
    problems: tuple[str, ...]
    findings: tuple[ShownFinding, ...]
    revisions: tuple[ShownRevision, ...]
    compared_with: int | None

    @property
    def reason_wanted(self) -> bool:
        return any(one.beyond for one in self.revisions)


def table_preview(upload: TableUpload) -> TablePreview:
    """Computed against the table as it stands now, so that what is confirmed is what is shown."""
    named = names_of_regions()
    now = in_force_with_rows(TableKey(upload.kind, upload.period, upload.vintage), upload.source_department)
    delivery, refused = _readable(upload)
    pending = upload.state == TableUpload.State.PENDING
    old, new = cells_of_table(now), {} if delivery is None else cells_of_delivery(delivery)
    found = differences(old, new, order=named) if pending and delivery is not None else []
    return TablePreview(
        light=light_of_upload(upload),
        changes=tuple(changed_cell(one, named, UNIT_OF[upload.kind]) for one in found[:MOST_SHOWN]),
        left_out=max(0, len(found) - MOST_SHOWN),
        unchanged=len(new) - sum(one.new is not None for one in found),
        repairs=tuple(_repair(one) for one in upload.repairs),
        problems=(*(say_phrase(phrase_of(one)) for one in upload.problems), *refused),
        findings=() if delivery is None else tuple(_findings(delivery, named)),
        revisions=() if delivery is None or not pending else tuple(_revisions(delivery, upload, named)),
        compared_with=now.pk if now else None,
    )


def _readable(upload: TableUpload) -> tuple[Delivery | None, tuple[str, ...]]:
    """The delivery, unless the operators in it cannot be allocated; then why."""
    delivery = delivery_waiting(upload)
    if not isinstance(delivery, AccountsDelivery):
        return delivery, ()
    try:
        with_allocated(delivery)
    except AssessmentError as error:
        return None, (say(error),)
    return delivery, ()


def _repair(one: dict[str, str]) -> ShownRepair:
    words = REPAIR_WORDS.get(one["repair"], one["repair"])
    return ShownRepair(one["cell"], gettext(words), one["received"], one["read_as"])


def _findings(delivery: Delivery, named: dict[str, str]) -> Iterator[ShownFinding]:
    if isinstance(delivery, FiguresDelivery):
        return
    whole = with_allocated(delivery)
    for finding in complete_accounts(whole.records()).findings:
        if not is_usual_blank(finding) and finding.key is not None:
            yield _finding(finding, named)
    for entry in whole.entries:
        completed = complete(entry.amounts)
        by_income = None if completed is None else value_added(completed.components)
        decimals = max((decimals_of(number) for number in whole.numbers), default=0)
        compared = compare_approaches(entry.production, by_income, decimals=decimals)
        if compared is not None and not compared.agree:
            where = f"{named.get(entry.region, entry.region)} {figure_name(entry.industry)}"
            income, production = formats.number(compared.by_income), formats.number(compared.by_production)
            yield ShownFinding(where, gettext("Production and income approach differ."), income, production)


def _finding(finding: Finding, named: dict[str, str]) -> ShownFinding:
    key = finding.key
    where = "" if key is None else f"{named.get(key.region, key.region)} {figure_name(key.industry)}"
    if finding.code in {FindingCode.BLANK_DERIVED, FindingCode.BLANKS_TOO_MANY}:
        blanks = finding.expected if finding.code is FindingCode.BLANK_DERIVED else finding.received
        named_blanks = "、".join(column_name(column) for column in blanks.split())
        return ShownFinding(where, f"{finding_text(finding.code)} {named_blanks}", "", "")
    return ShownFinding(where, finding_text(finding.code), finding.expected, finding.received)


def _revisions(delivery: Delivery, upload: TableUpload, named: dict[str, str]) -> Iterator[ShownRevision]:
    if upload.kind != BaseTable.Kind.GDP or not isinstance(delivery, FiguresDelivery):
        return
    for one in revisions_of(delivery, upload.source_department):
        yield _revision(one, named)


def _revision(one: RegionRevision, named: dict[str, str]) -> ShownRevision:
    return ShownRevision(
        named.get(one.region, one.region),
        formats.signed(one.revised.level_change_percent),
        formats.signed(one.revised.growth_change_points),
        formats.signed(one.next_growth_points),
        one.needs_reason,
    )
