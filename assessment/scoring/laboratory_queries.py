"""Reads of 方案比选: which variants a person may see, and what a variant makes of its run's inputs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assessment.catalogue.models import SchemeVersion
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.run_document import Document, evaluation_of, text_digest
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run, SchemeVariant
from assessment.scoring.queries import document_of, runs_with_scores_open_to


def variants_visible_to(user: User, *, at: datetime) -> QuerySet[SchemeVariant]:
    """Variants on the inputs of runs whose scores are open to `user`; for the commission alone."""
    require(user, Action.LABORATORY_VIEW, at=at)
    open_runs = runs_with_scores_open_to(user, at=at).values("pk")
    return SchemeVariant.objects.filter(run__in=open_runs).select_related("draft", "run__scheme_version", "created_by")


def drafts_of(run: Run) -> QuerySet[SchemeVersion]:
    """The drafts that can be tried on the inputs of a run."""
    return SchemeVersion.objects.filter(kind=run.scheme_version.kind, frozen_at__isnull=True).order_by("code", "number")


def varied(document: Document, draft: SchemeVersion, text: str) -> dict[str, Any]:
    """A run document with another scheme: everything else is as it was frozen."""
    scheme = {"code": draft.code, "number": draft.number, "title_zh": draft.title_zh, "text": text}
    return {**document, "scheme": {**document["scheme"], **scheme, "digest": text_digest(text)}}


def evaluation_of_variant(variant: SchemeVariant) -> Evaluation:
    return evaluation_of(varied(document_of(variant.run), variant.draft, variant.scheme_text))
