"""The readable files of the catalogue as frozen values: checked completely before a row is touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from assessment.catalogue.check_files import CheckRuleDocument, read_check_files
from assessment.catalogue.fields import Fields, read_yaml
from assessment.catalogue.scheme_documents import SchemeDocument, read_schemes
from assessment.methodology.canonical import digest
from assessment.methodology.periods import Period

BASES = ("current", "same_period_last_year")


@dataclass(frozen=True)
class ItemDocument:
    code: str
    number: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    unit: str
    decimals: int
    parent: str
    of_which: bool
    not_applicable: str
    laid_out: bool
    bases: tuple[str, ...]
    source_department: str


@dataclass(frozen=True)
class StepDocument:
    step: int
    title_zh: str
    title_en: str
    role: str


@dataclass(frozen=True)
class FormVersionDocument:
    """One version of a form; `digest` covers all of it, legal marks included."""

    number: int
    first_period: Period
    last_period: Period | None
    scope_zh: str
    scope_en: str
    table_number: str
    maker: str
    approver: str
    approval_number: str
    valid_until: date
    illustrative: bool
    sign_off: tuple[StepDocument, ...]
    items: tuple[ItemDocument, ...]
    digest: str


@dataclass(frozen=True)
class FormDocument:
    code: str
    name_zh: str
    name_en: str
    frequency: str
    filed_by: str
    versions: tuple[FormVersionDocument, ...]


@dataclass(frozen=True)
class CollectionDocument:
    form: str
    period: Period
    purpose: str
    opens_at: datetime
    on_time_until: datetime
    locks_at: datetime


@dataclass(frozen=True)
class CatalogueDocuments:
    forms: tuple[FormDocument, ...]
    collections: tuple[CollectionDocument, ...]
    schemes: tuple[SchemeDocument, ...]
    check_rules: tuple[CheckRuleDocument, ...] = ()


def read_catalogue(folder: Path) -> CatalogueDocuments:
    """All files of `folder`; the first wrong one is named with its place."""
    return CatalogueDocuments(
        forms=read_forms(folder / "forms"),
        collections=_collections(folder / "collections.yaml"),
        schemes=read_schemes(folder / "schemes"),
        check_rules=read_check_files(folder / "checks"),
    )


def read_forms(folder: Path) -> tuple[FormDocument, ...]:
    return tuple(_form(path) for path in sorted(folder.glob("*.yaml")))


def _form(path: Path) -> FormDocument:
    fields = read_yaml(path, {"code", "name_zh", "name_en", "frequency", "filed_by", "versions"})
    versions = tuple(_form_version(version) for version in fields.parts("versions", _VERSION_KEYS))
    return FormDocument(
        code=fields.text("code"),
        name_zh=fields.text("name_zh"),
        name_en=fields.text("name_en"),
        frequency=fields.text("frequency"),
        filed_by=fields.choice("filed_by", ("region", "enterprise"), default="region"),
        versions=versions,
    )


_VERSION_KEYS = {"number", "first_period", "last_period", "scope_zh", "scope_en", "legal", "sign_off", "items"}
_LEGAL_KEYS = {"table_number", "maker", "approver", "approval_number", "valid_until", "illustrative"}


def _form_version(fields: Fields) -> FormVersionDocument:
    legal = fields.part("legal", _LEGAL_KEYS)
    items = tuple(_item(item) for item in fields.parts("items", _ITEM_KEYS))
    _check_parents(fields, items)
    return FormVersionDocument(
        number=fields.whole("number"),
        first_period=fields.period("first_period"),
        last_period=fields.period("last_period") if fields.has("last_period") else None,
        scope_zh=fields.text("scope_zh", default=""),
        scope_en=fields.text("scope_en", default=""),
        table_number=legal.text("table_number", default=""),
        maker=legal.text("maker", default=""),
        approver=legal.text("approver", default=""),
        approval_number=legal.text("approval_number", default=""),
        valid_until=legal.day("valid_until"),
        illustrative=legal.truth("illustrative"),
        sign_off=tuple(_step(step) for step in fields.parts("sign_off", {"step", "title_zh", "title_en", "role"})),
        items=items,
        digest=digest(fields.content),
    )


_ITEM_KEYS = {
    "code", "number", "label_zh", "label_en", "definition_zh", "definition_en", "unit", "decimals", "parent",
    "of_which", "not_applicable", "laid_out", "bases", "source_department",
}  # fmt: skip


def _item(fields: Fields) -> ItemDocument:
    return ItemDocument(
        code=fields.text("code"),
        number=fields.text("number", default=""),
        label_zh=fields.text("label_zh"),
        label_en=fields.text("label_en"),
        definition_zh=fields.text("definition_zh", default=""),
        definition_en=fields.text("definition_en", default=""),
        unit=fields.unit("unit"),
        decimals=fields.whole("decimals"),
        parent=fields.text("parent", default=""),
        of_which=fields.truth("of_which"),
        not_applicable=fields.choice("not_applicable", ("zero", "missing"), default="missing"),
        laid_out=fields.truth("laid_out"),
        bases=fields.choices("bases", BASES),
        source_department=fields.text("source_department", default=""),
    )


def _step(fields: Fields) -> StepDocument:
    return StepDocument(
        step=fields.whole("step"),
        title_zh=fields.text("title_zh"),
        title_en=fields.text("title_en"),
        role=fields.role("role"),
    )


def _check_parents(fields: Fields, items: Sequence[ItemDocument]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.code in seen:
            raise fields.wrong(f"items.{item.code}", _("an item code that occurs once"), item.code)
        if item.parent and item.parent not in seen:
            raise fields.wrong(f"items.{item.code}.parent", _("the code of an item above"), item.parent)
        seen.add(item.code)


def _collections(path: Path) -> tuple[CollectionDocument, ...]:
    keys = {"form", "period", "purpose", "opens_at", "on_time_until", "locks_at"}
    return tuple(
        CollectionDocument(
            form=fields.text("form"),
            period=fields.period("period"),
            purpose=fields.choice("purpose", ("base", "assessment"), default="assessment"),
            opens_at=fields.moment("opens_at"),
            on_time_until=fields.moment("on_time_until"),
            locks_at=fields.moment("locks_at"),
        )
        for fields in read_yaml(path, {"collections"}).parts("collections", keys)
    )
