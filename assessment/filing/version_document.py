"""The canonical document of a version: what is signed, and what a receipt vouches for."""

from assessment.filing.cells import shortest
from assessment.filing.models import FrozenFindings, Signature, Version
from assessment.methodology.canonical import SCHEMA, digest

WITH_FINDINGS = 2


def figures_document(version: Version) -> dict[str, object]:
    """The return's identity and its cells by item and basis. Read from the rows, so that stored and hashed agree."""
    filed = version.return_filed
    form_version = filed.collection.form_version
    cells = version.cells.order_by("item", "basis")
    return {
        "form": form_version.form.code,
        "form_version": form_version.number,
        "form_digest": form_version.digest,
        "period": filed.collection.period,
        "reporting_unit": filed.reporting_unit.code,
        "version": version.number,
        "cells": [
            {
                "item": cell.item,
                "basis": cell.basis,
                "condition": cell.condition,
                "value": shortest(cell.value),
                "reason": cell.reason,
                "source": cell.source,
            }
            for cell in cells
        ],
    }


def figures_digest(version: Version) -> str:
    """What a signer signs."""
    return digest(figures_document(version))


def submission_document(version: Version) -> dict[str, object]:
    """The figures, who signed them, and since schema 2 the findings with which they were submitted."""
    signatures = [_signed(one) for one in version.signatures.select_related("signer", "signed_for").order_by("step")]
    document = {**figures_document(version), "filler": version.filler.username, "signatures": signatures}
    frozen = FrozenFindings.objects.filter(version=version).first()
    return document if frozen is None else {**document, "findings": frozen.document}


def _signed(one: Signature) -> dict[str, object]:
    """A deputy's signature says for whom it stands; all others are written as they always were."""
    said = {"step": one.step, "title": one.title_zh, "signer": one.signer.username, "at": one.signed_at}
    principal = {} if one.signed_for is None else {"signed_for": one.signed_for.username}
    return {**said, "digest": one.digest, **principal}


def submission_digest(version: Version) -> str:
    """What a receipt vouches for. Versions submitted before findings were frozen keep schema 1."""
    document = submission_document(version)
    return digest(document, schema=WITH_FINDINGS if "findings" in document else SCHEMA)
