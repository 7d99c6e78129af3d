"""The tables of the stage, one module a subject."""

from assessment.scoring.models.correction_notices import CorrectionNotice
from assessment.scoring.models.feedback import CityFeedback
from assessment.scoring.models.laboratory import SchemeVariant
from assessment.scoring.models.objections import Objection, ObjectionYear
from assessment.scoring.models.planned_issues import PlannedIssue
from assessment.scoring.models.publication import PublicationPattern, UncheckedDecision
from assessment.scoring.models.robustness import RobustnessTest
from assessment.scoring.models.runs import CurrentRun, Placing, Run, Score, StepResult

__all__ = [
    "CityFeedback",
    "CorrectionNotice",
    "CurrentRun",
    "Objection",
    "ObjectionYear",
    "Placing",
    "PlannedIssue",
    "PublicationPattern",
    "RobustnessTest",
    "Run",
    "SchemeVariant",
    "Score",
    "StepResult",
    "UncheckedDecision",
]
