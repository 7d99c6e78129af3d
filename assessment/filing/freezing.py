"""The findings of a version as they stood when it was submitted, in canonical form."""

import json
from datetime import datetime

from assessment.filing.checking import Checked, Finding
from assessment.filing.explained import Explained, pairs
from assessment.filing.models import FrozenFindings, Version
from assessment.methodology.canonical import canonical_bytes, digest
from assessment.methodology.check_rules import RuleResult

SCHEMA = 1


def freeze_findings(version: Version, outcome: Checked, *, at: datetime) -> FrozenFindings:
    """Store what was found and explained; the receipt vouches for it. Called in the transaction of the submission."""
    document = findings_document(outcome)
    plain = json.loads(canonical_bytes(document, schema=SCHEMA))[1]
    return FrozenFindings.objects.create(
        version=version, document=plain, digest=digest(plain, schema=SCHEMA), frozen_at=at
    )


def findings_document(outcome: Checked) -> dict[str, object]:
    """Each rule with its wording's digest and outcome, and each failed one with its explanation. No text of a rule:
    its digest names it.
    """
    found = {id(one.result): one for one in outcome.findings}
    return {
        "schema": SCHEMA,
        "rules": [_result(result, found.get(id(result))) for result in outcome.verdict.results],
    }


def _result(result: RuleResult, finding: Finding | None) -> dict[str, object]:
    plain: dict[str, object] = {
        "rule": result.rule.code,
        "digest": result.rule.digest,
        "severity": result.rule.severity,
        "outcome": result.outcome,
    }
    if finding is None:
        return plain
    return {
        **plain,
        "cells": pairs(result.cells),
        "expected": result.expected,
        "received": result.received,
        "explanation": _explanation(finding.explanation) if finding.stands else None,
    }


def _explanation(explained: Explained | None) -> dict[str, object] | None:
    if explained is None:
        return None
    return {
        "reason": explained.reason,
        "text": explained.text,
        "by": explained.given_by,
        "at": explained.given_at,
        "accepted_in": explained.accepted_in,
    }
