"""The writers of what goes out: decisions on figures nobody could check, and the pattern stored with the issue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from assessment.methodology.canonical import canonical_bytes
from assessment.methodology.withheld_figures import pattern_digest
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.errors.publication import (
    FiguresUndecided,
    PublicationSettled,
    ReasonOfPublicationMissing,
)
from assessment.scoring.models import PublicationPattern, Run, UncheckedDecision
from assessment.scoring.publication_view import figures_to_decide, pattern_now, undecided_figures
from assessment.scoring.run_records import locked_run, record_run
from assessment.scoring.wording import decided_figure

_BEFORE_THE_ISSUE = (Run.State.COMPUTED, Run.State.CONFIRMED, Run.State.FEEDBACK, Run.State.APPROVED)


@dataclass(frozen=True)
class DecisionOnFigures:
    """That these figures (period and code) go out unchecked or stay inside, and why."""

    figures: frozenset[tuple[str, str]]
    choice: str
    reason: str


def decide_unchecked(run_id: int, decision: DecisionOnFigures, *, by: User, at: datetime) -> Run:
    """Answer for figures whose contributors are not known, until the issue; a later decision takes its place."""
    with transaction.atomic():
        run = locked_run(run_id, Action.PUBLICATION_DECIDE, by=by, at=at)
        if run.state not in _BEFORE_THE_ISSUE or run.purpose != Run.Purpose.OFFICIAL:
            raise PublicationSettled
        if not decision.reason.strip():
            raise ReasonOfPublicationMissing
        if not decision.figures or decision.choice not in UncheckedDecision.Choice.values:
            raise ReasonOfPublicationMissing
        if decision.figures - figures_to_decide(run):
            raise NotFound
        said = {"choice": decision.choice, "reason": decision.reason.strip(), "decided_by": by, "decided_at": at}
        for period, code in sorted(decision.figures):
            UncheckedDecision.objects.update_or_create(run=run, period=period, code=code, defaults=said)
        facts = {
            "choice": decision.choice,
            "reason": decision.reason.strip(),
            "figures": ["/".join(one) for one in sorted(decision.figures)],
        }
        record_run(Action.PUBLICATION_DECIDE, run, by=by, at=at, facts=facts)
    return run


def store_pattern(run: Run, *, by: User, at: datetime) -> PublicationPattern:
    """Compute and keep what the run withholds. The caller holds the lock of the run and records the digest.

    A figure whose contributors are not known goes out with a recorded decision or not at all.
    """
    document = pattern_now(run)
    refuse_undecided(run, document)
    return PublicationPattern.objects.create(
        run=run,
        document=canonical_bytes(document).decode(),
        digest=pattern_digest(document),
        made_by=by,
        made_at=at,
    )


def refuse_undecided(run: Run, document: Mapping[str, Any]) -> None:
    """`FiguresUndecided` while the pattern would let a figure out that nobody answered for."""
    open_figures = undecided_figures(run, document)
    if open_figures:
        raise FiguresUndecided(figures=_named(open_figures))


def _named(figures: Iterable[tuple[str, str]]) -> str:
    return "、".join(decided_figure(period, code) for period, code in sorted(figures))
