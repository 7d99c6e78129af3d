"""`manage.py check_return`: 审核关系 of a form on a file, with the engine of the page, without a database."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from assessment.display import check_words, formats
from assessment.display.wording import say
from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import Outcome, RuleResult, Severity, Verdict
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period
from reporting.offline_command import OfflineCommand
from reporting.return_files import AskedForm, asked_form, read_returns, with_history

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
BLOCKED, UNUSABLE = 1, 2


class Command(OfflineCommand):
    """Exit status 1 with findings that block submission, 2 on a file that cannot be used, else 0."""

    help = N_("Checks a return against the rules of its form. A rule that lacks history or other units says: not run.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--form", required=True, metavar="CODE", help=gettext("code of the form"))
        parser.add_argument("--period", required=True, metavar="P", help=gettext("period, such as 2021c03"))
        parser.add_argument("--history", type=Path, metavar="H.csv", help=gettext("earlier returns and other units"))
        parser.add_argument("--json", action="store_true", help=gettext("all results for machines"))
        parser.add_argument("file", type=Path, metavar="FILE", help=gettext("the return, CSV or the filled template"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            form = asked_form(FIXTURES, options["form"], Period.parse(options["period"]))
            file = read_returns(options["file"], form)
            verdicts = {
                figures.region: check_return(figures, form.rules)
                for figures in with_history(file, options["history"], form)
            }
        except AssessmentError as error:
            self.stderr.write(say(error))
            raise SystemExit(UNUSABLE) from error
        if options["json"]:
            self.stdout.write(json.dumps(_for_machines(form, verdicts), ensure_ascii=False, indent=1))
        else:
            for line in _for_people(form, verdicts):
                self.stdout.write(line)
        if any(verdict.failed(Severity.BLOCKING) for verdict in verdicts.values()):
            raise SystemExit(BLOCKED)


def _for_people(form: AskedForm, verdicts: dict[str, Verdict]) -> Iterator[str]:
    for region, verdict in verdicts.items():
        yield gettext("Return of {region}:").format(region=region)
        for result in verdict.failed():
            yield from _finding(form, result)
        counts = Counter(result.outcome for result in verdict.results)
        yield gettext("{passed} passed, {failed} failed, {not_run} not run.").format(
            **{outcome.value: counts[outcome] for outcome in Outcome}
        )
        lacking = {name for result in verdict.results for name in result.missing if "." not in name}
        if lacking:
            yield gettext("Not run for lack of: {missing}.").format(missing=", ".join(sorted(lacking)))


def _finding(form: AskedForm, result: RuleResult) -> Iterator[str]:
    item, basis = result.cells[0]
    label = form.items[item].label_zh if formats.in_chinese() else form.items[item].label_en
    words = check_words.severity(result.rule.severity)
    said = check_words.sentence(result.rule.message, result, item=label)
    yield f"  [{words}] {result.rule.code} {item}.{basis}: {said}"
    yield f"      {check_words.sentence(result.rule.fix, result, item=label)}"
    if result.conversion is not None:
        yield f"      {gettext(check_words.CONVERSIONS[result.conversion])}"


def _for_machines(form: AskedForm, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    return {
        "form": form.code,
        "period": form.period.code,
        "returns": [
            {"region_code": region, "results": [_result(result) for result in verdict.results]}
            for region, verdict in verdicts.items()
        ],
    }


def _result(result: RuleResult) -> dict[str, Any]:
    return {
        "rule": result.rule.code,
        "digest": result.rule.digest,
        "severity": result.rule.severity.value,
        "outcome": result.outcome.value,
        "cells": [".".join(cell) for cell in result.cells],
        "expected": formats.plain(result.expected),
        "received": formats.plain(result.received),
        "missing": list(result.missing),
        "conversion": result.conversion.value if result.conversion else None,
    }
