"""审核结果 as the panel shows it: by severity, each finding with its cells, its explanation and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from json import dumps

from django.utils.translation import gettext

from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.checking import Checked, Finding
from assessment.filing.explained import pairs
from assessment.filing.models import Version
from assessment.filing.return_view import BASES
from assessment.filing.states import State
from assessment.methodology.check_rules import Conversion, Outcome, Severity
from assessment.methodology.errors import N_
from assessment.methodology.explanations import reasons_in
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may

# The official word of a severity, what it bars, and its tone on the page.
SEVERITIES: dict[Severity, tuple[str, str, str]] = {
    Severity.BLOCKING: (N_("Mandatory"), N_("bars submission"), "bad"),
    Severity.ACCEPTANCE: (N_("Quasi-mandatory"), N_("bars acceptance"), "bad"),
    Severity.EXPLAIN: (N_("To be verified"), N_("can be submitted with an explanation"), "warn"),
    Severity.INFORM: (N_("Information only"), N_("bars nothing"), "plain"),
}
_CONVERSIONS = {
    Conversion.TIMES_10000: N_("Convert: multiply by 10,000 to {value}"),
    Conversion.DIVIDED_BY_10000: N_("Convert: divide by 10,000 to {value}"),
    Conversion.ADD_LAST_PERIOD: N_("Convert to the cumulative figure: {value}"),
    Conversion.SUBTRACT_LAST_PERIOD: N_("Take out what was counted twice: {value}"),
}


@dataclass(frozen=True)
class Choice:
    """A reason in the list of an explanation."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Entry:
    """One finding with what its form holds: as typed and refused, as explained, or as accepted before."""

    finding: Finding
    number: int
    jump: str
    cells: str
    value: str
    convert_words: str
    reasons: tuple[Choice, ...]
    text: str
    slip: str

    @property
    def lapsed(self) -> bool:
        return self.finding.explanation is not None and not self.finding.stands

    @property
    def basis(self) -> str:
        """Which of the two reported figures a finding on one cell is about."""
        return gettext(BASES[self.finding.cells[0][1]]) if len(self.finding.cells) == 1 else ""


@dataclass(frozen=True)
class Group:
    severity: Severity
    words: str
    effect: str
    tone: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Slip:
    """An explanation that was refused: for which finding, what was typed, and the sentence."""

    finding: str
    reason: str
    text: str
    sentence: str


@dataclass(frozen=True)
class Panel:
    """Everything the panel says. `may_explain`: the reader fills this draft."""

    version: Version
    groups: tuple[Group, ...]
    to_explain: int
    not_run: int
    may_explain: bool
    slips: Sequence[Slip] = field(default=())

    @property
    def clean(self) -> bool:
        return not any(group.entries for group in self.groups)

    @property
    def ready(self) -> bool:
        """Whether nothing bars the signatures."""
        return not self.to_explain and not self.groups[0].entries


def panel_of(version: Version, outcome: Checked, *, by: User, at: datetime, slips: Sequence[Slip] = ()) -> Panel:
    """The panel of a version for whoever reads it."""
    region = version.return_filed.reporting_unit.region
    fills = version.state == State.DRAFT and may(by, Action.RETURN_FILL, at=at, region=region)
    refused = {slip.finding: slip for slip in slips}
    period = Period.parse(version.return_filed.collection.period)
    entries = [_entry(one, number, refused, period) for number, one in enumerate(outcome.findings, 1)]
    return Panel(
        version=version,
        groups=tuple(_group(severity, entries) for severity in Severity),
        to_explain=sum(one.needs_explanation for one in outcome.findings),
        not_run=sum(one.outcome is Outcome.NOT_RUN for one in outcome.verdict.results),
        may_explain=fills,
        slips=[slip for slip in slips if slip.finding in {one.key for one in outcome.findings}],
    )


def _group(severity: Severity, entries: Sequence[Entry]) -> Group:
    words, effect, tone = SEVERITIES[severity]
    own = tuple(entry for entry in entries if entry.finding.severity is severity)
    return Group(severity, gettext(words), gettext(effect), tone, own)


def _entry(finding: Finding, number: int, refused: Mapping[str, Slip], period: Period) -> Entry:
    slip = refused.get(finding.key)
    known = finding.explanation or finding.offered
    reason = slip.reason if slip else known.reason if known else ""
    text = slip.text if slip else known.text if known else ""
    value = _plain(finding.converted)
    return Entry(
        finding=finding,
        number=number,
        jump=".".join(finding.cells[0]) if finding.cells else "",
        cells=dumps(pairs(finding.cells)),
        value=value,
        convert_words=_convert_words(finding),
        reasons=tuple(
            Choice(one.code, one.zh if formats.in_chinese() else one.en, one.code == reason)
            for one in reasons_in(period)
        ),
        text=text,
        slip=slip.sentence if slip else "",
    )


def _convert_words(finding: Finding) -> str:
    if finding.conversion is None or finding.converted is None:
        return ""
    shown = formats.number(finding.converted)
    return gettext(_CONVERSIONS[finding.conversion]).format(value=shown)


def _plain(value: Decimal | None) -> str:
    exact = shortest(value)
    return "" if exact is None else format(exact, "f")
