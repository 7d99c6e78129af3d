"""Loading the catalogue from its readable files: idempotent, with the difference named, never over what is in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from assessment.audit.actions import PROVINCE, Actor, Fact, record_all
from assessment.catalogue.check_files import CheckRuleDocument
from assessment.catalogue.documents import (
    CatalogueDocuments,
    CollectionDocument,
    FormDocument,
    FormVersionDocument,
    ItemDocument,
)
from assessment.catalogue.errors import VersionInForceDiffers
from assessment.catalogue.models import CheckRule, Collection, Form, FormVersion, Item, SchemeVersion, SignOffStep
from assessment.catalogue.queries import collection_for, form_version_for
from assessment.catalogue.scheme_documents import SchemeDocument
from assessment.methodology.errors import AssessmentError


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """What loading did with one object; `reason` is set where it was refused."""

    kind: str
    name: str
    outcome: Outcome
    reason: AssessmentError | None = None


def load_catalogue(documents: CatalogueDocuments, *, by: Actor, at: datetime) -> tuple[Difference, ...]:
    """Bring the tables in line with the files as read, all or nothing.

    A form version is in force once loaded, a scheme once frozen, a collection once opened: where these differ from
    the file the difference is refused, and then nothing at all is written.
    """
    with transaction.atomic():
        differences = tuple(_differences(documents))
        if any(difference.outcome is Outcome.REFUSED for difference in differences):
            transaction.set_rollback(True)
        else:
            record_all([_fact(d) for d in differences if d.outcome is not Outcome.UNCHANGED], by=by, at=at)
    return differences


def _differences(documents: CatalogueDocuments) -> Iterator[Difference]:
    for form in documents.forms:
        row = _load_form(form)
        for version in form.versions:
            yield _load_form_version(row, version)
    yield from _load_check_rules(documents.check_rules)
    for collection in documents.collections:
        yield _load_collection(collection)
    for scheme in documents.schemes:
        yield _load_scheme(scheme)


def _load_form(document: FormDocument) -> Form:
    """Names may be put right at any time; what a form asks is in its versions."""
    form, _ = Form.objects.update_or_create(
        code=document.code,
        defaults={
            "name_zh": document.name_zh,
            "name_en": document.name_en,
            "frequency": document.frequency,
            "filed_by": document.filed_by,
        },
    )
    return form


def _load_form_version(form: Form, document: FormVersionDocument) -> Difference:
    name = f"{form.code} v{document.number}"
    found = form.versions.filter(number=document.number).first()
    if found is not None:
        return _kept("form", name, same=found.digest == document.digest)
    version = FormVersion.objects.create(
        form=form,
        number=document.number,
        first_period=document.first_period.code,
        last_period=document.last_period.code if document.last_period else "",
        table_number=document.table_number,
        maker=document.maker,
        approver=document.approver,
        approval_number=document.approval_number,
        valid_until=document.valid_until,
        illustrative=document.illustrative,
        scope_zh=document.scope_zh,
        scope_en=document.scope_en,
        digest=document.digest,
    )
    _add_items(version, document)
    SignOffStep.objects.bulk_create(
        SignOffStep(form_version=version, step=s.step, title_zh=s.title_zh, title_en=s.title_en, role=s.role)
        for s in document.sign_off
    )
    return Difference("form", name, Outcome.ADDED)


def _add_items(version: FormVersion, document: FormVersionDocument) -> None:
    """Rows are written parents first: an item stands below its parent on the form."""
    rows: dict[str, Item] = {}
    waiting = {item.code: (position, item) for position, item in enumerate(document.items, 1)}
    while waiting:
        ready = [item for _, item in waiting.values() if item.parent not in waiting]
        made = [_item_row(version, item, waiting[item.code][0], rows.get(item.parent)) for item in ready]
        rows |= {row.code: row for row in Item.objects.bulk_create(made)}
        for item in ready:
            del waiting[item.code]


def _item_row(version: FormVersion, item: ItemDocument, position: int, parent: Item | None) -> Item:
    return Item(
        form_version=version,
        code=item.code,
        number=item.number,
        label_zh=item.label_zh,
        label_en=item.label_en,
        definition_zh=item.definition_zh,
        definition_en=item.definition_en,
        unit=item.unit,
        decimals=item.decimals,
        parent=parent,
        of_which=item.of_which,
        not_applicable=item.not_applicable,
        laid_out=item.laid_out,
        bases=list(item.bases),
        source_department=item.source_department,
        position=position,
    )


def _load_check_rules(documents: Sequence[CheckRuleDocument]) -> list[Difference]:
    """A rule is in force once loaded; only the period it ends with may be set later, and only once.

    One read and at most two writes, however many rules there are.
    """
    found = {(row.form, row.code, row.first_period): row for row in CheckRule.objects.all()}
    added: list[CheckRule] = []
    ended: list[CheckRule] = []
    differences: list[Difference] = []
    for document in documents:
        rule = document.rule
        name = f"{rule.form} {rule.code} {rule.first_period}"
        last_period = rule.last_period.code if rule.last_period else ""
        row = found.get((rule.form, rule.code, rule.first_period.code))
        if row is None:
            added.append(_check_rule_row(document))
            differences.append(Difference("check_rule", name, Outcome.ADDED))
            continue
        same = row.digest == rule.digest
        if same and row.last_period == "" != last_period:
            row.last_period, row.content = last_period, dict(document.content)
            ended.append(row)
            differences.append(Difference("check_rule", name, Outcome.CHANGED))
        else:
            differences.append(_kept("check_rule", name, same=same and row.last_period == last_period))
    CheckRule.objects.bulk_create(added)
    if ended:
        CheckRule.objects.bulk_update(ended, ["last_period", "content"])
    return differences


def _check_rule_row(document: CheckRuleDocument) -> CheckRule:
    rule = document.rule
    return CheckRule(
        form=rule.form,
        code=rule.code,
        first_period=rule.first_period.code,
        last_period=rule.last_period.code if rule.last_period else "",
        scope=rule.scope.value,
        severity=rule.severity.value,
        position=document.position,
        content=dict(document.content),
        digest=rule.digest,
    )


def _load_collection(document: CollectionDocument) -> Difference:
    name = f"{document.form} {document.period}"
    wanted = {
        "purpose": document.purpose,
        "opens_at": document.opens_at,
        "on_time_until": document.on_time_until,
        "locks_at": document.locks_at,
    }
    version = form_version_for(document.form, document.period)
    if not Collection.objects.filter(form_version__form=version.form, period=document.period.code).exists():
        Collection.objects.create(form_version=version, period=document.period.code, **wanted)
        return Difference("collection", name, Outcome.ADDED)
    found = collection_for(document.form, document.period)
    if all(getattr(found, field) == value for field, value in wanted.items()):
        return Difference("collection", name, Outcome.UNCHANGED)
    if found.opened_at is not None:
        return _kept("collection", name, same=False)
    Collection.objects.filter(pk=found.pk).update(**wanted)
    return Difference("collection", name, Outcome.CHANGED)


def _load_scheme(document: SchemeDocument) -> Difference:
    name = document.name
    found = SchemeVersion.objects.select_for_update().filter(code=document.code, number=document.number).first()
    if found is not None and (found.digest == document.digest or found.frozen_at is not None):
        return _kept("scheme", name, same=found.digest == document.digest)
    SchemeVersion.objects.update_or_create(code=document.code, number=document.number, defaults=document.columns)
    return Difference("scheme", name, Outcome.ADDED if found is None else Outcome.CHANGED)


def _kept(kind: str, name: str, *, same: bool) -> Difference:
    if same:
        return Difference(kind, name, Outcome.UNCHANGED)
    return Difference(kind, name, Outcome.REFUSED, VersionInForceDiffers(name=name))


def _fact(difference: Difference) -> Fact:
    return Fact(
        "catalogue.load",
        PROVINCE,
        f"catalogue.{difference.kind}",
        difference.name,
        facts={"outcome": difference.outcome.value},
    )
