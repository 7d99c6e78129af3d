"""What stands behind an account or an estimate: the statements of enterprises, and the survey.

Named for whoever may read returns; the institute follows the same arithmetic under pseudonyms that hold for one batch
alone and are keyed outside the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from assessment.audit.keys import key_ring
from assessment.display import formats
from assessment.filing.models import Version
from assessment.measurement.models import Batch
from assessment.measurement.statement_inputs import statement_record
from assessment.measurement.survey_models import SurveyEstimation
from assessment.measurement.wording import figure_name
from assessment.methodology.income_approach import COMPONENT_NAMES, Components, value_added
from assessment.methodology.run_document import thaw
from assessment.methodology.run_figures import plain_number
from assessment.methodology.statement_accounts import accounts_from_statements
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

PSEUDONYM_DIGITS: Final = 10


@dataclass(frozen=True)
class NamedStatement:
    """Whose it is, and where it can be read: the return and the number of its version."""

    enterprise: str
    code: str
    filed: int
    number: int


@dataclass(frozen=True)
class StatementLine:
    """One enterprise's accepted statements as an account, 万元; `named` is None under a pseudonym."""

    industry: str
    industry_name: str
    pseudonym: str
    named: NamedStatement | None
    components: Components | None

    @property
    def value_added(self) -> Decimal | None:
        return None if self.components is None else value_added(self.components)

    @property
    def amounts(self) -> tuple[str, ...]:
        """The four components and value added as the page shows them."""
        parts = (None,) * len(COMPONENT_NAMES) if self.components is None else self.components.amounts
        return tuple(formats.number(amount) for amount in (*parts, self.value_added))


def statements_behind(batch: Batch, region: str, *, by: User, at: datetime) -> tuple[StatementLine, ...]:
    """The statements the accounts of one city were made from, by industry; nothing for whoever may see none."""
    allowed = actions_open_to(by, at=at)
    if Action.BATCH_TRACE_UNITS not in allowed:
        return ()
    rows = [row for row in thaw(batch.document)["inputs"]["accounts"] if row["region"] == region]
    wanted = {one["version"]: row["industry"] for row in rows for one in row.get("statements", ())}
    versions = Version.objects.select_related("return_filed__reporting_unit").prefetch_related("cells")
    found = versions.in_bulk(wanted)
    lines = [
        _line(batch, found[key], (region, industry), named=Action.RETURN_VIEW in allowed)
        for key, industry in wanted.items()
        if key in found
    ]
    return tuple(sorted(lines, key=_order))


def survey_behind(batch: Batch, *, by: User, at: datetime) -> SurveyEstimation | None:
    """The estimation whose delivery the batch took in as industrial digitalisation, for whoever sees surveys."""
    took_in = any(row["marker"] == "survey" for row in thaw(batch.document)["inputs"]["industrial_digitalisation"])
    if not took_in or Action.SURVEY_VIEW not in actions_open_to(by, at=at):
        return None
    return _delivered_before(batch).order_by("-delivered_at").first()


def _delivered_before(batch: Batch) -> QuerySet[SurveyEstimation]:
    estimations = SurveyEstimation.objects.defer("document", "result_document").select_related("survey")
    return estimations.filter(survey__period=batch.period, delivered_at__lte=batch.requested_at)


def _line(batch: Batch, version: Version, cell: tuple[str, str], *, named: bool) -> StatementLine:
    unit = version.return_filed.reporting_unit
    (account,) = accounts_from_statements([statement_record(1, version, cell, batch.period)]).enterprises
    who = NamedStatement(unit.name_zh, unit.code, version.return_filed_id, version.number)
    return StatementLine(
        industry=cell[1],
        industry_name=figure_name(cell[1]),
        pseudonym=_pseudonym(batch, unit.code),
        named=who if named else None,
        components=account.components,
    )


def _pseudonym(batch: Batch, code: str) -> str:
    """By the oldest key, which stays when keys are renewed: the same batch shows the same pseudonym for ever."""
    ring = key_ring()
    oldest, _ = ring.keys[0]
    return ring.mac(f"statement-pseudonym:{batch.pk}:{code}".encode(), key_id=oldest)[:PSEUDONYM_DIGITS].upper()


def _order(line: StatementLine) -> tuple[str, str]:
    return line.industry, line.named.code if line.named else line.pseudonym


def statement_document(line: StatementLine) -> Mapping[str, Any]:
    """A line in JSON: amounts in 万元, the enterprise left out under a pseudonym."""
    return {
        "industry": line.industry,
        "pseudonym": line.pseudonym,
        "enterprise": line.named.enterprise if line.named else None,
        "code": line.named.code if line.named else None,
        "return_filed": line.named.filed if line.named else None,
        "version_number": line.named.number if line.named else None,
        "components": None
        if line.components is None
        else dict(zip(COMPONENT_NAMES, map(plain_number, line.components.amounts), strict=True)),
        "value_added": plain_number(line.value_added),
    }
