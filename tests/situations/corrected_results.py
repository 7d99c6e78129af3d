"""An issued result whose figures were corrected afterwards: the later version, up to its approval."""

from assessment.scoring.actions import add_issue_scan, approve_run, confirm_run, send_feedback, start_run
from assessment.scoring.models import Run
from tests.situations.files import PDF
from tests.situations.measurement import moment, the_confirmer
from tests.situations.scoring import (
    ISSUED,
    agreed,
    an_accepted_return,
    an_issued_run,
    computed,
    publish_unchecked,
    the_approver,
    the_officer,
)

CORRECTED = moment("2021-04-26 09:00")


def an_approved_correction(issued: Run | None = None) -> Run:
    """遵义市 had 9 400, not 9 000; only it is asked again. Approved, decided and with its scan: ready for the issue."""
    before = issued or an_issued_run()
    an_accepted_return("520300", 9_400, 6_000)
    asked = start_run(before.period, "quarterly", by=the_officer(), at=ISSUED)
    run = confirm_run(computed(asked).pk, by=the_confirmer(), at=ISSUED)
    send_feedback(run.pk, by=the_officer(), at=ISSUED)
    [awaited] = run.feedback.filter(state="awaiting")
    assert awaited.unit == "520300"
    agreed(awaited)
    approved = approve_run(run.pk, by=the_approver(), at=CORRECTED)
    assert approved.replaces == before
    publish_unchecked(approved, at=CORRECTED)
    return add_issue_scan(approved.pk, "更正通报.pdf", PDF, by=the_officer(), at=CORRECTED)
