"""The life of a survey: 抽样框 → 锁定 → 设计 → 抽样, after which answers and estimates follow."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.measurement.survey_models import Survey
from assessment.methodology.errors import N_

S = Survey.State


class SurveyMove(StrEnum):
    IMPORT = "import_frame"
    FREEZE = "freeze"
    DESIGN = "design"
    DRAW = "draw"
    INVITE = "invite"
    ENTER = "enter"
    ESTIMATE = "estimate"


SURVEY_STATES = StateTable(
    name="survey",
    states=tuple(S.values),
    moves_known=SurveyMove,
    moves={
        (S.FRAME, SurveyMove.IMPORT): S.FRAME,
        (S.FRAME, SurveyMove.FREEZE): S.FROZEN,
        (S.FROZEN, SurveyMove.DESIGN): S.DESIGNED,
        (S.DESIGNED, SurveyMove.DRAW): S.DRAWN,
        (S.DRAWN, SurveyMove.INVITE): S.DRAWN,
        (S.DRAWN, SurveyMove.ENTER): S.DRAWN,
        (S.DRAWN, SurveyMove.ESTIMATE): S.DRAWN,
    },
    words={
        "survey": N_("Sample survey"),
        S.FRAME: N_("Frame being prepared"),
        S.FROZEN: N_("Frame frozen"),
        S.DESIGNED: N_("Design fixed"),
        S.DRAWN: N_("Sample drawn"),
        SurveyMove.IMPORT: N_("Import the frame"),
        SurveyMove.FREEZE: N_("Freeze the frame"),
        SurveyMove.DESIGN: N_("Fix the design"),
        SurveyMove.DRAW: N_("Draw the sample"),
        SurveyMove.INVITE: N_("Send the questionnaires"),
        SurveyMove.ENTER: N_("Enter answers on paper"),
        SurveyMove.ESTIMATE: N_("Estimate"),
    },
)
