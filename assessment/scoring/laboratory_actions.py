"""The only writer of 方案比选: saves a variant. It reads a run and a draft and changes neither."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.models import SchemeVersion
from assessment.methodology.errors import Phrase
from assessment.methodology.run_document import compute, text_digest
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.errors.laboratory import (
    DraftFrozen,
    VariantNameMissing,
    VariantNameTaken,
    VariantOfOtherKind,
)
from assessment.scoring.laboratory_queries import variants_visible_to, varied
from assessment.scoring.models import SchemeVariant
from assessment.scoring.queries import document_of, run_with_scores_seen
from assessment.scoring.wording import KINDS

LONGEST_NAME = 80


@dataclass(frozen=True)
class Variation:
    """What is to be saved: of which draft, on the inputs of which run, under which name, with which scheme text."""

    draft: int
    run: int
    name: str
    text: str


def save_variant(variation: Variation, *, by: User, at: datetime) -> SchemeVariant:
    """Evaluate the text on the inputs of the run and keep the variant under its name.

    A text that is no scheme, or that reads a column the run does not have, raises with its sentence and nothing is
    kept. Only drafts are compared; the run must be one whose scores `by` may read.
    """
    with transaction.atomic():
        require(by, Action.LABORATORY_USE, at=at)
        run = run_with_scores_seen(variation.run, by=by, at=at)
        draft = SchemeVersion.objects.select_for_update().filter(pk=variation.draft).first()
        if draft is None:
            raise NotFound
        if draft.frozen_at is not None:
            raise DraftFrozen(scheme=draft.title_zh)
        if draft.kind != run.scheme_version.kind:
            kinds = {"draft": draft.kind, "run": run.scheme_version.kind}
            raise VariantOfOtherKind(**{name: Phrase(KINDS[SchemeVersion.Kind(kind)]) for name, kind in kinds.items()})
        name = _free_name(draft, variation.name)
        variant = SchemeVariant.objects.create(
            draft=draft,
            run=run,
            name=name,
            scheme_text=variation.text,
            scheme_digest=text_digest(variation.text),
            result_digest=compute(varied(document_of(run), draft, variation.text)).digest,
            created_by=by,
            created_at=at,
        )
        facts = {"draft": draft.code, "run": run.pk, "name": name, "scheme_digest": variant.scheme_digest}
        record(
            Fact(Action.LABORATORY_USE.value, PROVINCE, "scoring.variant", str(variant.pk), facts=facts), by=by, at=at
        )
    return variant


def delete_variant(variant_id: int, *, by: User, at: datetime) -> SchemeVariant:
    """Take a variant off the list; it was never more than a trial. The record keeps its digests.

    The answer is what was deleted; the run and the draft stay as they are.
    """
    with transaction.atomic():
        require(by, Action.LABORATORY_DELETE, at=at)
        variant = variants_visible_to(by, at=at).select_for_update(of=("self",)).filter(pk=variant_id).first()
        if variant is None:
            raise NotFound
        facts = {"name": variant.name, "draft": variant.draft.code, "run": variant.run_id}
        facts |= {"scheme_digest": variant.scheme_digest, "result_digest": variant.result_digest}
        fact = Fact(Action.LABORATORY_DELETE.value, PROVINCE, "scoring.variant", str(variant.pk), facts=facts)
        SchemeVariant.objects.filter(pk=variant.pk).delete()
        record(fact, by=by, at=at)
    return variant


def _free_name(draft: SchemeVersion, received: str) -> str:
    name = " ".join(received.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise VariantNameMissing(most=LONGEST_NAME)
    if SchemeVariant.objects.filter(draft=draft, name=name).exists():
        raise VariantNameTaken(name=name)
    return name
