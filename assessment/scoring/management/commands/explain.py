"""`manage.py explain PERIOD REGION`: the tree of a score, from the total down to the figures."""

from argparse import ArgumentParser
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext

from assessment.catalogue.models import SchemeVersion
from assessment.display.commands import SpokenCommand
from assessment.display.wording import say, visible
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.explain import ExplanationNode
from assessment.methodology.periods import Period, PeriodKind
from assessment.people.errors import NotFound
from assessment.people.queries import user_named
from assessment.scoring.actions import open_scores
from assessment.scoring.check_notes import notes_beside
from assessment.scoring.explanations import explanation_of, footnotes_said
from assessment.scoring.models import Run
from assessment.scoring.names import indicators_shown
from assessment.scoring.queries import current_run
from assessment.scoring.states import STATE_WORDS


class Command(SpokenCommand):
    help = N_("Prints why a region has its score in a period: from the total down to the figures.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help=gettext("the period: 2021c03, or 2021"))
        parser.add_argument("region", metavar="REGION", help=gettext("code of the region, such as 520100"))
        parser.add_argument(
            "--by", default="", metavar="USER", help=gettext("the account that reads; needed before the issue")
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            period = Period.parse(options["period"])
            kind = SchemeVersion.Kind.ANNUAL if period.kind is PeriodKind.YEAR else SchemeVersion.Kind.QUARTERLY
            run = self._open(current_run(period.code, kind), options)
            node = explanation_of(run, options["region"])
        except NotFound:
            raise CommandError(
                gettext("The region %(region)s is not ranked in %(period)s. Use the code of a ranked one: 520100.")
                % {"period": period.code, "region": visible(options["region"])}
            ) from None
        except AssessmentError as error:
            raise CommandError(say(error)) from None
        self.stdout.write(
            f"{period.name_zh} {run.scheme_version.title_zh} {gettext(STATE_WORDS[run.state])} {run.result_digest[:8]}"
        )
        notes = notes_beside(run, indicators_shown(run))[options["region"]]
        for line in (*(f"* {note}" for note in notes), *_lines(node, 0)):
            self.stdout.write(line)

    def _open(self, run: Run | None, options: dict[str, Any]) -> Run:
        if run is None:
            raise CommandError(gettext("No run of %(period)s has been computed.") % {"period": options["period"]})
        if options["by"]:
            return open_scores(run.pk, by=user_named(options["by"]), at=timezone.now())
        if run.state != Run.State.ISSUED:
            raise CommandError(
                gettext("The result of %(period)s is not issued; name the account that reads it with --by.")
                % {"period": options["period"]}
            )
        return run


def _lines(node: ExplanationNode, depth: int) -> Iterator[str]:
    indent = "  " * depth
    weight = "" if node.weight is None else f"  ×{node.weight}"
    yield f"{indent}{node.code} {node.name}  {_shown(node.score)}{weight}  → {_shown(node.contribution)}"
    if node.formula:
        yield f"{indent}  = {node.formula}"
    for column, value in node.inputs:
        yield f"{indent}  {column}: {_shown(value)}"
    for sentence in footnotes_said(node):
        yield f"{indent}  * {sentence}"
    for child in node.children:
        yield from _lines(child, depth + 1)


def _shown(value: Decimal | None) -> str:
    return "--" if value is None else format(value, "f")
