"""Late returns: the gate before acceptance, and what the pages say of them."""

from dataclasses import dataclass
from datetime import datetime

from assessment.filing.deadlines import Deadlines, deadlines_of
from assessment.filing.errors.calendar import LateNotVetted
from assessment.filing.models import LateVetting, Version


@dataclass(frozen=True)
class Lateness:
    """What a page says of time: the deadlines in force with their extension, and who vetted a delay."""

    deadlines: Deadlines
    late: bool
    vetting: LateVetting | None

    @property
    def to_be_vetted(self) -> bool:
        return self.late and self.vetting is None


def check_vetted(version: Version) -> None:
    """The gate that every way of accepting passes: a late return needs the reviewer's explicit word first."""
    if version.late and not LateVetting.objects.filter(version=version).exists():
        raise LateNotVetted


def lateness_of(version: Version, *, at: datetime) -> Lateness:
    filed = version.return_filed
    vetting = LateVetting.objects.select_related("vetted_by").filter(version=version).first() if version.late else None
    return Lateness(deadlines_of(filed.collection, filed.reporting_unit, at=at), version.late, vetting)
