"""The only writers of the stage, gathered."""

from assessment.scoring.feedback_actions import agree, agree_with_form, return_form, send_feedback
from assessment.scoring.issue_actions import (
    add_issue_scan,
    confirm_correction,
    issue_run,
    issue_with_scan,
    propose_correction,
)
from assessment.scoring.laboratory_actions import Variation, save_variant
from assessment.scoring.objection_actions import (
    add_objection_file,
    confirm_decision,
    decide_objection,
    raise_objection,
    send_back_decision,
    withdraw_objection,
)
from assessment.scoring.planned_issue_actions import (
    IssuePlan,
    plan_issue,
    plan_with_scan,
    release_due,
    withdraw_planned_issue,
)
from assessment.scoring.publication_actions import DecisionOnFigures, decide_unchecked
from assessment.scoring.robustness_actions import request_robustness
from assessment.scoring.run_actions import approve_run, cancel_run, confirm_run, open_scores
from assessment.scoring.starting_actions import start_run, start_trial

__all__ = [
    "DecisionOnFigures",
    "IssuePlan",
    "Variation",
    "add_issue_scan",
    "add_objection_file",
    "agree",
    "agree_with_form",
    "approve_run",
    "cancel_run",
    "confirm_correction",
    "confirm_decision",
    "confirm_run",
    "decide_objection",
    "decide_unchecked",
    "issue_run",
    "issue_with_scan",
    "open_scores",
    "plan_issue",
    "plan_with_scan",
    "propose_correction",
    "raise_objection",
    "release_due",
    "request_robustness",
    "return_form",
    "save_variant",
    "send_back_decision",
    "send_feedback",
    "start_run",
    "start_trial",
    "withdraw_objection",
    "withdraw_planned_issue",
]
