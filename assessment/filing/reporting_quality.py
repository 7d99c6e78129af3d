"""How returns came about (报送质量): counts that a scheme may score or deduct for. The version itself says late."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from assessment.filing.models import Correction, QueryMessage, Version

# A refused or withdrawn request corrected nothing.
_CORRECTED = (Correction.State.GRANTED, Correction.State.BEGUN, Correction.State.SETTLED)


@dataclass(frozen=True)
class ReportingQuality:
    """Counts of one return, each 0 or more.

    `sent_back`: versions the bureau sent back. `corrected`: corrections granted after acceptance. `refused`:
    answers after which the bureau asked again, its question being unanswered.
    """

    sent_back: int
    corrected: int
    refused: int


def reporting_quality_of(returns: Collection[int]) -> dict[int, ReportingQuality]:
    """The counts of each of these returns, by its number, as they stand now: three queries, however many there are."""
    versions = Version.objects.filter(return_filed__in=returns, state=Version.State.SENT_BACK)
    corrections = Correction.objects.filter(return_filed__in=returns, state__in=_CORRECTED)
    answered = QueryMessage.objects.filter(
        thread=OuterRef("thread"), kind=QueryMessage.Kind.ANSWER, pk__lt=OuterRef("pk")
    )
    asked_again = QueryMessage.objects.filter(
        Exists(answered), thread__sheet__return_filed__in=returns, kind=QueryMessage.Kind.QUESTION
    )
    sent_back = Counter(versions.values_list("return_filed", flat=True))
    corrected = Counter(corrections.values_list("return_filed", flat=True))
    refused = Counter(asked_again.values_list("thread__sheet__return_filed", flat=True))
    return {one: ReportingQuality(sent_back[one], corrected[one], refused[one]) for one in returns}
