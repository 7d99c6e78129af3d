"""The results of the seeded province: runs, trials, checks of the cities, objections, notices of correction.

What hinders another run of the same period (an open objection, an issued result) is moved to a period of its own
once it is built; each run gets a digest of its own, so that the next one of the same inputs is another one.
"""

from collections.abc import Callable

from assessment.evidence.actions import Subject, store
from assessment.scoring import actions
from assessment.scoring.models import CityFeedback, CurrentRun, Objection, Run
from reporting.bulletin_actions import make_package
from reporting.decision_actions import Decision, record_decision
from reporting.models import BulletinPackage
from tests.authorisation.matrix import FOREIGN
from tests.authorisation.packs import packs_of
from tests.authorisation.places import ANY, FOREIGN_REGION, NOWHERE, OWN_REGION, PERIOD, PLACES, Province
from tests.situations import scoring
from tests.situations.files import PDF

OBJECTED_IN, CHECKED_IN, CORRECTED_IN, PLANNED_IN = "2021c12", "2021c06", "2021c09", "2022c03"
NO_DIGEST = "0" * 64


NAMED_BY_NUMBER = (
    "bulletin", "bulletin_with_a_number", "variant", "run", "planned_run", "trial", "objection", "scoring_file",
    "run_after_issue", "correction_notice",
)  # fmt: skip


def results_of(province: Province) -> None:
    scoring.the_returns_of_the_first_quarter()
    _plans(province)
    _corrections(province)
    _objections(province)
    _checks(province)
    _trials(province)
    _runs(province)
    _pairs(province)
    _variants(province)
    _bulletins(province)
    province.missing.update({name: {"id": NOWHERE} for name in NAMED_BY_NUMBER})
    province.missing["city_feedback"] = {"id": NOWHERE, "digest": NO_DIGEST}
    province.missing["pair_of_runs"] = {"id": NOWHERE, "other": NOWHERE}
    province.missing["bulletin_preview"] = {"id": NOWHERE, "preview": NOWHERE}
    province.missing["score"] = {"id": NOWHERE, "unit": OWN_REGION}


def _runs(province: Province) -> None:
    """The one that is being checked comes last: a later version would take its place."""
    last = Run.State.FEEDBACK
    for state in sorted(scoring.IN_STATE, key=lambda state: state == last):
        run = _apart(scoring.IN_STATE[state]())
        for later in Run.objects.filter(replaces=run):
            _apart(later)
        if state == Run.State.ISSUED:
            packs_of(province, run)
        province.add("run", state, id=run.pk)
        province.add("score", state, id=run.pk, unit=OWN_REGION)
        province.add("score", state, where=FOREIGN, id=run.pk, unit=FOREIGN_REGION)
    # No later version hinders the approved one.
    Run.objects.filter(replaces__state=Run.State.APPROVED).update(replaces=None)
    # The issued one does not count, so that the approved one can be issued without a notice of correction.
    computed = Run.objects.filter(period=PERIOD, state=Run.State.COMPUTED, purpose=Run.Purpose.OFFICIAL).first()
    CurrentRun.objects.filter(period=PERIOD).update(run=computed)


def _pairs(province: Province) -> None:
    """Each run beside an issued one of the same period."""
    [issued] = [one.address["id"] for one in province.targets["run"] if one.state == Run.State.ISSUED]
    other = Run.objects.get(pk=issued)
    other.pk, other._state.adding = None, True
    other.input_digest = "1" * 64
    other.save()
    for one in province.targets["run"]:
        if one.state is not None:
            province.add("pair_of_runs", one.state, id=one.address["id"], other=other.pk)


def _variants(province: Province) -> None:
    """A second draft of the quarterly scheme, tried on the inputs of the issued run."""
    [issued] = [one.address["id"] for one in province.targets["run"] if one.state == Run.State.ISSUED]
    draft = scoring.a_draft_of_the_quarterly_scheme()
    variation = actions.Variation(draft.pk, issued, "权重不变", draft.text)
    saved = actions.save_variant(variation, by=scoring.the_officer(), at=scoring.ISSUED)
    province.add("variant", ANY, id=saved.pk)
    province.add("variant_to_save", ANY, draft=draft.pk, run=issued, text=draft.text)


def _bulletins(province: Province) -> None:
    """Packages of the issued and of the computed run, with the same texts: both rest on the same figures."""
    officer = province.users["commission_officer"]
    runs = {one.state: one.address["id"] for one in province.targets["run"]}
    issued = make_package(int(runs["issued"]), by=officer, at=scoring.ISSUED)
    first = issued.editions.get()
    computed = BulletinPackage.objects.create(run_id=runs["computed"], made_by=officer, made_at=scoring.ISSUED)
    computed.editions.create(number=1, texts=first.texts, made_by=officer, made_at=scoring.ISSUED)
    for state in ("issued", "computed"):
        province.add("bulletin", state, id=runs[state])
    corrected = Run.objects.get(period=CORRECTED_IN, state=Run.State.ISSUED)
    quoting = BulletinPackage.objects.create(run=corrected, made_by=officer, made_at=scoring.ISSUED)
    texts = {**first.texts, "demands": "力争增长17.3%。"}
    quoting.editions.create(number=1, texts=texts, made_by=officer, made_at=scoring.ISSUED)
    province.add("bulletin_with_a_number", "issued", id=corrected.pk)
    _decided(province, first.texts)
    subject = Subject("reporting.bulletin_preview", "1", "", "province")
    file = store(subject, name="preview.pdf", content=PDF, by=officer, at=scoring.ISSUED)
    for state, printed in (("waiting", None), ("printed", file)):
        preview = first.previews.create(requested_by=officer, requested_at=scoring.ISSUED, file=printed)
        province.add("bulletin_preview", state, id=runs["issued"], preview=preview.pk)


def _decided(province: Province, texts: dict[str, str]) -> None:
    """The package of another issued run: its text is final, and a decision on it is recorded."""
    officer, at = province.users["commission_officer"], scoring.ISSUED
    run = Run.objects.get(pk=province.targets["pair_of_runs"][0].address["other"])
    package = BulletinPackage.objects.create(
        run=run, made_by=officer, made_at=at, completed_number=1, completed_by=officer, completed_at=at
    )
    package.editions.create(number=1, texts=texts, made_by=officer, made_at=at)
    given = Decision("张某某（主任）", "2021-04-23", "agreed", "同意。", "批示件.pdf", PDF)
    decision = record_decision(run.pk, given, by=officer, at=at)
    province.add("decided_bulletin", ANY, id=run.pk, decision=decision.pk)
    province.missing["decided_bulletin"] = {"id": NOWHERE, "decision": NOWHERE}


def _trials(province: Province) -> None:
    for state, build in (("requested", scoring.a_requested_trial), ("computed", scoring.a_trial)):
        province.add("trial", state, id=_apart(build()).pk)


def _plans(province: Province) -> None:
    for state in ("withdrawn", "waiting"):
        run = _apart(scoring.an_approved_run())
        scoring.a_planned_issue(run)
        if state == "withdrawn":
            actions.withdraw_planned_issue(run.pk, by=scoring.the_officer(), at=scoring.ISSUED)
        province.add("planned_run", state, id=run.pk)
        _move(PLANNED_IN)


def _corrections(province: Province) -> None:
    _apart(scoring.an_issued_run())
    for state in ("approved", "proposed", "confirmed"):
        run = _apart(scoring.an_approved_run())
        if state == "approved":
            province.add("run_after_issue", state, id=run.pk)
            continue
        actions.propose_correction(
            run.pk, "黔发改数字〔2021〕7号", "更正一季度数据", by=scoring.the_officer(), at=scoring.ISSUED
        )
        if state == "confirmed":
            actions.confirm_correction(run.pk, by=scoring.the_approver(), at=scoring.ISSUED)
        province.add("correction_notice", state, id=run.pk)
    _move(CORRECTED_IN)


def _objections(province: Province) -> None:
    for state, lead in OBJECTIONS.items():
        run = _apart(scoring.a_run_in_feedback())
        for where, code in PLACES:
            objection = lead(scoring.an_objection(scoring.feedback_row(run, code), claimed=9_700))
            province.add("objection", state, where=where, id=objection.pk)
            if state == "received":
                row = objection.feedback
                province.add("city_feedback", "objected", where=where, id=row.pk, digest=row.digest)
        _move(OBJECTED_IN)


def _withdrawn(objection: Objection) -> Objection:
    filler = scoring.the_filler(objection.feedback.unit)
    return actions.withdraw_objection(objection.pk, by=filler, at=scoring.ANSWERED)


OBJECTIONS: dict[str, Callable[[Objection], Objection]] = {
    "received": lambda objection: objection,
    "decided": lambda objection: scoring.a_decided_objection("rejected", objection),
    "confirmed": lambda objection: scoring.a_confirmed_objection("rejected", objection),
    "withdrawn": _withdrawn,
}


def _checks(province: Province) -> None:
    for state in ("awaiting", "with_form", "agreed", "deemed"):
        run = _apart(scoring.a_run_in_feedback())
        for where, code in PLACES:
            row = scoring.feedback_row(run, code)
            if state == "agreed":
                scoring.agreed(row)
            elif state == "with_form":
                filler = scoring.the_filler(code)
                kept = actions.return_form(row.pk, scoring.the_scan(row), by=filler, at=scoring.ANSWERED)
                assert kept.stamped_form_id is not None
                province.add("scoring_file", ANY, where=where, id=kept.stamped_form_id)
            elif state == "deemed":
                CityFeedback.objects.filter(pk=row.pk).update(state=state)
            province.add("city_feedback", state, where=where, id=row.pk, digest=row.digest)
        _move(CHECKED_IN)


def _move(period: str) -> None:
    """Everything of the period so far, to another one, where it is in nobody's way."""
    Run.objects.filter(period=PERIOD).update(period=period)
    CurrentRun.objects.filter(period=period).delete()
    CurrentRun.objects.filter(period=PERIOD).update(period=period)


def _apart(run: Run) -> Run:
    run.input_digest = f"{run.pk:064d}"
    run.save(update_fields=["input_digest"])
    return run
