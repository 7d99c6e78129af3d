"""统计法: whoever does not belong to the city changes no figure of it, by any address, with any body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import URLPattern

from assessment.catalogue.models import Item
from assessment.filing.models import Cell
from assessment.filing.pages import urlpatterns as pages
from assessment.people.roles import Role
from tests.authorisation.addresses import addresses
from tests.authorisation.matrix import Row, matrix
from tests.authorisation.places import Province
from tests.authorisation.province import undone
from tests.authorisation.requests import at_moment, sent, targets_of
from tests.authorisation.test_matrix import named
from tests.situations.catalogue import moment

CITY = matrix().sets["city"]
# An enterprise fills its own row; what it may reach is another test's.
OTHERS = sorted(role.value for role in Role if role.value not in CITY and role is not Role.ENTERPRISE)
# 最多填一次: what a body lays out is its own figure, and no city's. Each of these lays figures out.
LAYING_OUT = {
    "POST /api/filing/laid-out/",
    "POST /api/measurement/table-uploads/{id}/confirm/",
    "POST /api/measurement/batches/{id}/confirm/",
}
UNSAFE_ROWS = [row for row in matrix().rows if row.unsafe]
FIGURE = ("condition", "value", "reason", "source", "item", "basis", "version_id")
# What somebody might try: the body of saving, of importing, of a page of entry, and the columns themselves.
ATTACK: Mapping[str, Any] = {
    "revision": 1,
    "cells": [{"item": "software_revenue", "basis": "current", "condition": "value", "value": "1"}],
    "changes": [{"item": "software_revenue", "basis": "current", "condition": "value", "value": "1"}],
    "software_revenue.current": "1",
    "software_revenue.current.condition": "value",
    "answer.1": "1",
    "figures": {"software_revenue": "1"},
}


@dataclass(frozen=True)
class Figures:
    """Each figure by its number; and all columns of all of them in one digest, which one short question gives again."""

    by_number: Mapping[int, tuple[Any, ...]]
    digest: str


def figures() -> Figures:
    by_number = rows()
    assert by_number
    return Figures(by_number, digest_up_to(max(by_number)))


def rows() -> dict[int, tuple[Any, ...]]:
    return {number: tuple(rest) for number, *rest in Cell.objects.order_by("id").values_list("id", *FIGURE)}


def digest_up_to(last: int) -> str:
    """Of the rows up to a number as the database writes them: new ones are nobody's changed figure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(cell::text, chr(10) ORDER BY id)) FROM filing_cell cell WHERE id <= %s", [last]
        )
        return str(cursor.fetchone()[0])


def laid_out_figures() -> set[int]:
    """The figures of items that are filled in before the form opens."""
    form = "version__return_filed__collection__form_version"
    same = Item.objects.filter(code=OuterRef("item"), form_version=OuterRef(form), laid_out=True)
    return set(Cell.objects.filter(Exists(same)).values_list("id", flat=True))


def changed_since(before: Figures) -> set[int]:
    if digest_up_to(max(before.by_number)) == before.digest:
        return set()
    now = rows()
    return {number for number, figure in before.by_number.items() if now.get(number) != figure}


@pytest.mark.parametrize("row", UNSAFE_ROWS, ids=named)
def test_no_operation_lets_anybody_above_the_city_change_a_figure(row: Row, province: Province) -> None:
    before, laid_out = figures(), laid_out_figures()
    changed = []
    for role in OTHERS if row.roles & set(OTHERS) else OTHERS[:1]:
        own = laid_out if row.operation in LAYING_OUT and role in row.roles else set()
        for target in one_of_each_state(row, province):
            with undone(), at_moment(row):
                sent(row, province.clients[role], target, extra=ATTACK)
                if changed_since(before) - own:
                    changed.append((role, target))
    assert changed == []


def one_of_each_state(row: Row, province: Province) -> Iterator[Any]:
    seen = set()
    for target in targets_of(row, province):
        if target.state not in seen:
            seen.add(target.state)
            yield target


def test_no_page_lets_anybody_above_the_city_change_a_figure(province: Province) -> None:
    before = figures()
    tried = [address for pattern in pages for address in addresses_of(pattern, province)]
    assert len(tried) > 20
    changed = []
    for role in ("reviewer", "confirmer", "commission_officer", "system_administrator", "security_administrator"):
        for address in tried:
            with undone(), time_machine.travel(moment("2021-04-25 10:00"), tick=False):
                province.clients[role].post(address, {key: str(value) for key, value in ATTACK.items()})
                if changed_since(before):
                    changed.append((role, address))
    assert changed == []


@pytest.mark.full
@pytest.mark.parametrize("role", OTHERS)
def test_no_address_of_any_stage_lets_a_role_above_the_city_change_a_figure(role: str, province: Province) -> None:
    """Every address there is, pages and interface, by every method that changes something."""
    before, laid_out = figures(), laid_out_figures()
    known = {subject: targets[0].address for subject, targets in province.targets.items() if targets}
    values = {f"{subject}_id": str(address["id"]) for subject, address in known.items() if "id" in address}
    values |= {"versions": values["version_id"], "returns": values["return_id"]}
    changed = []
    for address in addresses(values):
        for method in ("post", "put", "patch", "delete"):
            with undone(), time_machine.travel(moment("2021-04-25 10:00"), tick=False):
                getattr(province.clients[role], method)(address, ATTACK, content_type="application/json")
                if changed_since(before) - laid_out:
                    changed.append((method, address))
    assert changed == []


def addresses_of(pattern: URLPattern, province: Province) -> Iterator[str]:
    """The page's address for an object in each state that its number may mean."""
    subjects = {"version_id": "version", "return_id": "return", "thread_id": "thread", "adopted_id": "adopted"}
    converters = pattern.pattern.converters
    numbers = [name for name in converters if name in subjects]
    for state in range(3):
        values: dict[str, Any] = {}
        for name in converters:
            known = province.targets[subjects[name]] if name in subjects else []
            values[name] = known[state % len(known)].address["id"] if known else "submit" if name == "step" else 1
        address = str(pattern.pattern)
        for name, converter in converters.items():
            kind = type(converter).__name__.replace("Converter", "").lower().replace("string", "str")
            address = address.replace(f"<{kind}:{name}>", str(values[name]))
        yield f"/{address}"
        if not numbers:
            return


def test_the_same_body_changes_a_figure_for_the_filler_whose_draft_it_is(province: Province) -> None:
    row = next(row for row in UNSAFE_ROWS if row.operation == "PATCH /api/filing/versions/{id}/cells/")
    draft = next(target for target in targets_of(row, province) if (target.where, target.state) == ("here", "draft"))
    before = figures()
    with undone(), at_moment(row):
        sent(row, province.clients["filler"], draft)
        assert changed_since(before)
