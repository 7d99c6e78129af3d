"""The scoring stage for lives of made-up calls: what there is to call, and the rules that hold whatever is called."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from typing import Any

from django.utils import timezone

from assessment.catalogue.models import SchemeVersion
from assessment.evidence.models import StoredFile
from assessment.jobs.models import Job
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring import models
from assessment.scoring.models import CityFeedback, CorrectionNotice, CurrentRun, Objection, Placing, Run, SchemeVariant
from assessment.scoring.planned_issue_actions import release_due
from tests.authorisation.matrix import Row
from tests.faults.walks import CHANGE, MOVE, NOTHING, NOWHERE, READ, Stage, picked
from tests.situations import scoring
from tests.situations.catalogue import an_account, moment
from tests.situations.measurement import ZUNYI, work_off
from tests.situations.people import a_user

S = Run.State
# The order of a life, by hand: 已测算 → 已确认 → 反馈核对 → 已审定 → 已印发; what is issued stays.
LEADS = {
    S.REQUESTED: {S.COMPUTED, S.CANCELLED},
    S.COMPUTED: {S.CONFIRMED, S.CANCELLED},
    S.CONFIRMED: {S.FEEDBACK, S.CANCELLED},
    S.FEEDBACK: {S.APPROVED, S.REPLACED, S.CANCELLED},
    S.APPROVED: {S.ISSUED, S.CANCELLED},
}
BACKWARD = ("/cancel/", "/withdraw/", "/send-back/", "/correction/", "/correction/confirm/")
CITY = frozenset({Role.FILLER.value, Role.STATISTICS_HEAD.value, Role.UNIT_HEAD.value, Role.GOVERNMENT_SIGNER.value})
# One account with every grant that a business account of the province may hold at once.
ALL_GRANTS = "all_grants"
PROVINCIAL = (Role.REVIEWER, Role.CONFIRMER, Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER)
# An officer who stands in for a confirmer and for an approver.
DEPUTY = "deputy"
LENT = (Role.CONFIRMER, Role.COMMISSION_APPROVER)
LISTED = frozenset({Role.COMMISSION_OFFICER.value})
WORKER, CORRECTION, CLOCK = "the worker works", "a figure of 遵义市 is corrected", "the clock strikes"
BEGINNINGS: Mapping[str, tuple[Callable[[], Any] | None, datetime]] = {
    "nothing": (None, scoring.SCORED),
    "a computed run": (scoring.a_computed_run, scoring.SCORED),
    "a confirmed run": (scoring.a_confirmed_run, scoring.CONFIRMED),
    "a run in feedback": (scoring.a_run_in_feedback, scoring.SENT),
    "a checked run": (scoring.a_checked_run, scoring.ANSWERED),
    "a decided objection": (scoring.a_decided_objection, scoring.ANSWERED),
    "an approved run": (scoring.an_approved_run, scoring.APPROVED),
    "an issued run": (scoring.an_issued_run, scoring.ISSUED),
}


def a_walker(role: str) -> User:
    """The one account of this role in all lives; on the 知悉人员名单 where it belongs there."""
    if role == ALL_GRANTS:
        return a_user(f"walker.{role}", *PROVINCIAL, organisation="520000-reform")
    if role == DEPUTY:
        return a_walking_deputy()
    made = an_account(f"walker.{role}", Role(role), ZUNYI if role in CITY else None)
    return scoring.on_the_insider_list(made) if role in LISTED else made


def a_walking_deputy() -> User:
    deputy = a_user("walker.deputy", Role.COMMISSION_OFFICER, organisation="520000-reform")
    security = a_user("security", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")
    for lent in LENT:
        principal = a_user(f"lender.{lent.value}", lent, organisation="520000-reform")
        days = date(2021, 4, 1), date(2021, 6, 30)
        wanted = WantedDeputy(deputy.username, principal.username, lent, *days, "休假")
        appoint_deputy(wanted, by=security, at=moment("2021-04-01 09:00"))
    return deputy


class LifeOfResults(Stage):
    """All rows of the matrix that belong to the stage, whatever the role may do with them."""

    tables = (
        *(models.Run, models.StepResult, models.Score, models.Placing, models.CurrentRun, models.CorrectionNotice),
        *(models.CityFeedback, models.Objection, models.PublicationPattern, models.SchemeVariant),
        models.PlannedIssue,
    )
    beginnings = tuple(BEGINNINGS)
    meanwhile = (*[NOTHING] * 6, *[WORKER] * 14, CLOCK, CORRECTION)

    def __init__(self, accounts: Mapping[str, User]) -> None:
        super().__init__(accounts)
        self.states: dict[int, str] = {}
        self.issued: dict[int, str] = {}
        self.secrets: dict[int, list[bytes]] = {}
        self.corrected = 0

    @classmethod
    def weight(cls, who: str, row: Row) -> int:
        if not row.address.startswith("/api/scoring/"):
            return 0
        if not row.unsafe or row.address.endswith(BACKWARD) or "trial" in row.name or "laboratory" in row.address:
            return READ
        held = {ALL_GRANTS: set(PROVINCIAL), DEPUTY: {Role.COMMISSION_OFFICER, *LENT}}.get(who, {who})
        return MOVE if held & set(row.roles) else CHANGE

    def begin(self, beginning: str) -> datetime:
        bring_about, at = BEGINNINGS[beginning]
        if bring_about is not None:
            bring_about()
        self.states = dict(Run.objects.values_list("pk", "state"))
        return at

    def address(self, who: str, row: Row, which: str) -> Mapping[str, Any]:
        gaps = set(re.findall(r"\{(\w+)\}", f"{row.address} {json.dumps(row.body)} {json.dumps(row.upload)}"))
        pk = self._id(row, which) if "id" in gaps else NOWHERE
        draft = SchemeVersion.objects.filter(kind="quarterly", frozen_at__isnull=True).first()
        row_of_city = CityFeedback.objects.filter(pk=pk).first() if "digest" in gaps else None
        values = {
            "id": pk,
            "unit": ZUNYI,
            "digest": row_of_city.digest if row_of_city else "0" * 64,
            "draft": draft.pk if draft else NOWHERE,
            "run": picked(Run, which),
            "other": picked(Run, "oldest"),
            "text": draft.text if draft else "",
        }
        assert gaps <= set(values), (row.name, gaps - set(values))
        return values

    def _id(self, row: Row, which: str) -> int:
        if "/feedback/{id}" in row.address:
            return picked(CityFeedback, which, **({"unit": ZUNYI} if which == "newest" else {}))
        subjects = {"/objections/{id}": Objection, "/files/{id}": StoredFile, "/laboratory/{id}": SchemeVariant}
        model = next((model for part, model in subjects.items() if part in row.address), Run)
        official = model is Run and which == "newest"
        return picked(model, which, **({"purpose": Run.Purpose.OFFICIAL} if official else {}))

    def happen(self, what: str) -> None:
        """What the scoring stage does not do itself."""
        if what == WORKER:
            for job in Job.objects.filter(state=Job.State.QUEUED):
                work_off(job)
        elif what == CLOCK:
            release_due(at=timezone.now())
        else:
            self.corrected += 1
            scoring.an_accepted_return(ZUNYI, 8_000 + 50 * self.corrected, 6_000)

    def look(self) -> None:
        runs = {run.pk: run for run in Run.objects.defer("document").select_related("scheme_version")}
        self._moves(runs)
        for run in runs.values():
            check_hands(run)
            if run.state == S.ISSUED:
                kept = checksum(run)
                assert self.issued.setdefault(run.pk, kept) == kept, "an issued result is changed"
        check_what_counts(list(runs.values()))
        for objection in Objection.objects.all():
            hands = [objection.raised_by_id, objection.decided_by_id, objection.confirmed_by_id]
            check_apart([one for one in hands if one is not None])

    def _moves(self, runs: Mapping[int, Run]) -> None:
        """Every change of a state is a move of the table; no run goes away, none comes in the midst of its life."""
        assert set(self.states) <= set(runs)
        for run in runs.values():
            before = self.states.get(run.pk, S.REQUESTED)
            assert run.state == before or run.state in LEADS.get(S(before), set()), (before, run.state)
        self.states = {run.pk: run.state for run in runs.values()}
        self.reached |= set(self.states.values())

    def heard(self, who: str, row: Row, response: Any) -> None:
        """Whoever is not on the 知悉人员名单 is told no total that is not issued, whatever is asked and refused."""
        if who in LISTED:
            return
        body = b"".join(response.streaming_content) if response.streaming else response.content
        for run in Run.objects.exclude(state__in=[S.ISSUED, S.REQUESTED, S.CANCELLED]).defer("document"):
            if run.pk not in self.secrets:
                self.secrets[run.pk] = secrets_of(run)
            told = [one for one in self.secrets[run.pk] if re.search(rb"(?<![\d.])" + re.escape(one), body)]
            assert not told or self._issued_as_well(told), (run.pk, told)

    def _issued_as_well(self, told: list[bytes]) -> bool:
        """A later version may give a unit the total that was issued before: that one is told to everybody."""
        public = [one for pk in self.issued for one in secrets_of(Run.objects.get(pk=pk))]
        return set(told) <= set(public)


def check_apart(hands: list[int]) -> None:
    assert len(set(hands)) == len(hands), "one person did what belongs to two"


def check_hands(run: Run) -> None:
    """The starter, the confirmer and the approver are three people, and whoever approved does not issue."""
    if run.purpose == Run.Purpose.TRIAL:
        assert run.state in {S.REQUESTED, S.COMPUTED, S.CANCELLED}
        assert run.confirmed_by_id is None
    hands = [run.started_by_id, run.confirmed_by_id, run.approved_by_id]
    check_apart([one for one in hands if one is not None])
    if run.state in (S.CONFIRMED, S.FEEDBACK, S.REPLACED, S.APPROVED, S.ISSUED):
        assert run.confirmed_by_id is not None
    if run.state in (S.APPROVED, S.ISSUED):
        assert run.approved_by_id is not None
    if run.state == S.ISSUED:
        assert run.issued_by_id is not None
        assert run.issued_by_id != run.approved_by_id, "one person did what belongs to two"
        assert run.issue_number
        assert run.issue_scan_id


def check_what_counts(runs: list[Run]) -> None:
    """At most one version stands before the cities, one counts, and of two issued ones the later corrects."""
    official = [run for run in runs if run.purpose == Run.Purpose.OFFICIAL]
    assert len([run for run in official if run.state == S.FEEDBACK]) <= 1
    issued = sorted((run for run in official if run.state == S.ISSUED), key=lambda run: run.issued_at or scoring.SCORED)
    for earlier, later in pairwise(issued):
        notice = CorrectionNotice.objects.get(correcting=later)
        assert notice.corrected_id == earlier.pk
        assert notice.confirmed_by_id not in {None, notice.proposed_by_id}
    current = list(CurrentRun.objects.values_list("run", flat=True))
    assert len(current) <= 1
    if issued:
        assert current == [issued[-1].pk]


def checksum(run: Run) -> str:
    kept = [run.result_digest, run.input_digest, run.issue_number]
    for model in (models.Score, Placing):
        kept += map(str, model.objects.filter(run=run).order_by("pk").values_list())
    kept += run.step_results.order_by("pk").values_list("digest", flat=True)
    return sha256("\n".join(kept).encode()).hexdigest()


def secrets_of(run: Run) -> list[bytes]:
    """The totals of a run as shown and in their first digits; 0 and 100 may stand anywhere."""
    found = []
    for placing in Placing.objects.filter(run=run).exclude(shown__in=[Decimal(0), Decimal(100)]):
        found += [f"{placing.shown:.2f}".encode(), f"{placing.score:f}"[:7].encode()]
    return found
