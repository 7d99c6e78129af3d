"""One engine behind three doors: the 200 cases, on the findings of the page and in the preview of an upload.

The third door, `manage.py check_return`, and the engine itself are asked the same in tests/reporting and
tests/methodology.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

import pytest
from django.test import Client

from assessment.catalogue.actions import Plan, plan_collection
from assessment.filing import actions
from assessment.filing.checking import Finding
from assessment.filing.models import Cell, Return, Upload, Version
from assessment.filing.upload_actions import Incoming
from assessment.filing.upload_view import preview_of
from assessment.filing.workbook.layout import CONDITION_WORDS, FIRST_ROW, VALUE_COLUMN
from assessment.methodology.check_rules import CellKey
from assessment.methodology.figures import Figure
from fixtures.checks.cases import BASE, CURRENT, ITEMS, level
from tests.check_cases import CASES, Case, cells_of, expected
from tests.situations.catalogue import a_planned_collection, a_reviewer, moment
from tests.situations.filing import LIUPANSHUI, a_city, a_draft
from tests.situations.workbooks import NAME, filled

pytestmark = pytest.mark.django_db
AT = moment("2021-07-08 09:00")


def _draft(*, history: bool) -> Version:
    """上半年 of a city; with history 一季度 and last year's 上半年 are in force."""
    if history:
        _in_force("2021c03", last=True, at=moment("2021-04-10 09:00"))
        a_planned_collection()
        plan = Plan(*(moment(f"2020-07-{day} 09:00") for day in ("01", "16", "29")))
        plan_collection("SW-Q", "2020c06", plan, by=a_reviewer(), at=moment("2020-06-10 09:00"))
        _in_force("2020c06", last=False, at=moment("2020-07-08 09:00"))
    return a_draft(LIUPANSHUI, period="2021c06", at=AT)


def _in_force(period: str, *, last: bool, at: datetime) -> None:
    """Figures of an earlier period; of last year only what was filed then is known."""
    version = a_draft(LIUPANSHUI, period=period, at=at)
    for cell in list(version.cells.all()):
        if cell.basis == CURRENT or last:
            exact = level(cell.item, cell.basis if last else BASE, last=last)
            value = Decimal(exact.numerator) / Decimal(exact.denominator)
            Cell.objects.filter(pk=cell.pk).update(condition="value", value=value)
    Version.objects.filter(pk=version.pk).update(state=Version.State.ACCEPTED)
    Return.objects.filter(pk=version.return_filed_id).update(in_force=version)


def _store(version: Version, cells: Mapping[CellKey, Figure]) -> None:
    changed = []
    for cell in version.cells.all():
        figure = cells[cell.item, cell.basis]
        wanted = figure.condition.value, figure.value, figure.reason
        if (cell.condition, cell.value, cell.reason) != wanted:
            cell.condition, cell.value, cell.reason = wanted
            changed.append(cell)
    Cell.objects.bulk_update(changed, ["condition", "value", "reason"])


def _failed(findings: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    return Counter((f"{one['rule']} {'.'.join(one['cells'][0])}", str(one["conversion"] or "")) for one in findings)


def _as_documents(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"rule": one.rule, "cells": one.cells, "conversion": one.conversion} for one in findings]


@pytest.mark.no_cover
@pytest.mark.parametrize("history", [True, False], ids=["with history", "without history"])
def test_the_findings_of_the_page_are_what_was_reckoned(history: bool) -> None:
    version, client = _draft(history=history), Client()
    client.force_login(a_city().filler)
    differing = []
    for case in _cases(history):
        _store(version, cells_of(case))
        answer = client.get(f"/api/filing/versions/{version.pk}/findings/").json()
        not_run = Counter(one["rule"] for one in answer["not_run"])
        if (_failed(answer["findings"]), not_run) != expected(case):
            differing.append(case["name"])
    assert differing == []


@pytest.mark.no_cover
@pytest.mark.parametrize("history", [True, False], ids=["with history", "without history"])
def test_the_preview_of_an_upload_says_what_was_reckoned(history: bool) -> None:
    """The rows of an uploaded workbook, case by case; one of ten goes through the workbook itself."""
    version = _draft(history=history)
    upload, differing = None, []
    for number, case in enumerate(_cases(history)):
        if number % 10 == 0:
            upload = _uploaded(version, cells_of(case))
        assert upload is not None
        upload.rows = [_row(row, cells_of(case)) for row in upload.rows]
        if _failed(_as_documents(preview_of(upload).findings)) != expected(case)[0]:
            differing.append(case["name"])
    assert differing == []


def _cases(history: bool) -> Iterator[Case]:
    return (case for case in CASES if case["history"] is history)


def _uploaded(version: Version, cells: Mapping[CellKey, Figure]) -> Upload:
    """The template of the version filled with these cells, read by the guards and kept for preview."""
    at_row = {item: FIRST_ROW + place for place, item in enumerate(ITEMS)}
    typed: dict[str, Any] = {}
    for (item, basis), figure in cells.items():
        column = VALUE_COLUMN[basis]
        parts = (figure.value, CONDITION_WORDS[figure.condition.value], figure.reason or None)
        for right, content in enumerate(parts):
            typed[f"{ascii_uppercase[column - 1 + right]}{at_row[item]}"] = content
    file = Incoming(NAME, filled(version, typed))
    upload = actions.upload_workbook(version.pk, file, by=a_city().filler, at=AT)
    assert upload.problems == []
    assert {(row["item"], row["basis"]): _content(row) for row in upload.rows} == {
        key: (figure.condition.value, figure.value) for key, figure in cells.items()
    }
    return upload


def _row(row: Mapping[str, Any], cells: Mapping[CellKey, Figure]) -> dict[str, Any]:
    figure = cells[row["item"], row["basis"]]
    value = None if figure.value is None else format(figure.value, "f")
    return {**row, "condition": figure.condition.value, "value": value, "reason": figure.reason}


def _content(row: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    return row["condition"], None if row["value"] is None else Decimal(row["value"])
