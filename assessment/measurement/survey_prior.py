"""What an earlier estimation tells the design of the next sample."""

from assessment.measurement.survey_document import residuals_of
from assessment.measurement.survey_errors import EarlierEstimationUnknown
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.measurement.survey_planning import Prior
from assessment.methodology.run_document import thaw

_LONGEST_ID = 18


def earlier_estimations() -> list[SurveyEstimation]:
    """The finished estimations a design may be planned by, the newest first; documents stay where they are."""
    done = SurveyEstimation.objects.filter(state=SurveyEstimation.State.DONE).select_related("survey")
    return list(done.defer("document", "result_document").order_by("-survey__period", "-survey__number", "-number"))


def estimation_planned_by(survey: Survey) -> SurveyEstimation | None:
    """The estimation a fixed design was planned by, with its survey."""
    if survey.planned_from_id is None:
        return None
    found = SurveyEstimation.objects.filter(pk=survey.planned_from_id).select_related("survey")
    return found.defer("document", "result_document").first()


def read_earlier(text: str) -> int | None:
    """What was chosen in a list; nothing means none."""
    if not text.strip():
        return None
    if not text.isdecimal() or len(text) > _LONGEST_ID:
        raise EarlierEstimationUnknown(received=text[:20])
    return int(text)


def prior_of(estimation: int | None) -> Prior | None:
    """R and the residuals of one finished estimation; None where none was chosen."""
    if estimation is None:
        return None
    found = SurveyEstimation.objects.filter(pk=estimation, state=SurveyEstimation.State.DONE).first()
    if found is None:
        raise EarlierEstimationUnknown(received=estimation)
    return Prior(found.pk, *residuals_of(thaw(found.document)))
