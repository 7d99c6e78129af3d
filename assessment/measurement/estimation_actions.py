"""The writers of estimations: request one over frozen answers, store what the method gave, deliver it by city."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.jobs.actions import emit, retry
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.measurement.deliveries import FigureEntry, FiguresDelivery, check_vintage
from assessment.measurement.survey_answers import answers_of, counted_elsewhere
from assessment.measurement.survey_document import SURVEY_ESTIMATION, estimated
from assessment.measurement.survey_errors import DesignNumberWrong, EstimatesRefused, EstimationUnfinished, NoAnswersYet
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.measurement.survey_states import SURVEY_STATES, SurveyMove
from assessment.measurement.table_actions import Loaded, load_digitalisation
from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.run_document import freeze, text_digest, thaw
from assessment.methodology.run_figures import plain_number
from assessment.methodology.survey_estimates import Estimator
from assessment.methodology.survey_estimation import TOTAL
from assessment.methodology.survey_quality import PublishClass
from assessment.methodology.units import Unit
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region

ESTIMATION_REQUESTED = "measurement.survey_estimation_requested"
MARKER = "survey"


def request_estimation(survey_id: int, *, by: User, at: datetime, collapse_reason: str = "") -> SurveyEstimation:
    """Freeze the answers as they stand and have them estimated.

    Sampling strata are collapsed only where the institute gives a reason, which is kept. The same answers asked for
    again give the estimation that exists; one whose job failed is tried again.
    """
    with transaction.atomic():
        require(by, Action.SURVEY_ESTIMATE, at=at)
        survey = Survey.objects.select_for_update(of=("self",)).filter(pk=survey_id).first()
        if survey is None:
            raise NotFound
        SURVEY_STATES.after(survey.state, SurveyMove.ESTIMATE)
        one_at_a_time("measurement.estimation", str(survey.pk))
        text = freeze(_document(survey, collapse_reason.strip()))
        same = survey.estimations.select_related("job").filter(input_digest=text_digest(text)).first()
        if same is not None:
            return _tried_again(same, by=by, at=at)
        last = survey.estimations.aggregate(last=Max("number"))["last"] or 0
        estimation = SurveyEstimation.objects.create(
            survey=survey,
            number=last + 1,
            collapse_reason=collapse_reason.strip()[:500],
            document=text,
            input_digest=text_digest(text),
            requested_by=by,
            requested_at=at,
        )
        estimation.job = emit(ESTIMATION_REQUESTED, {"estimation": estimation.pk}, by=by, at=at).job
        estimation.save(update_fields=["job"])
        collapsed = {"collapse_reason": estimation.collapse_reason} if estimation.collapse_reason else {}
        _record(Action.SURVEY_ESTIMATE, estimation, by=by, at=at, **collapsed)
    return estimation


def store_estimation(lease: Lease, *, at: datetime) -> None:
    """Estimate what a job names and keep the result; a second delivery of the same job finds it done."""
    pk = int(lease.arguments["estimation"])
    result = estimated(thaw(SurveyEstimation.objects.values_list("document", flat=True).get(pk=pk)))
    with transaction.atomic():
        lease.hold()
        estimation = SurveyEstimation.objects.select_for_update(of=("self",)).get(pk=pk)
        if estimation.state != SurveyEstimation.State.REQUESTED:
            return
        estimation.state = SurveyEstimation.State.DONE
        estimation.result_document, estimation.result_digest = freeze(result), digest(result)
        estimation.estimated_at = at
        estimation.save()
        _record("survey.estimated", estimation, by=SYSTEM, at=at, findings=len(result["findings"]))


def deliver_estimates(
    estimation_id: int, *, by: User, at: datetime, estimator: str = Estimator.COMBINED, vintage: str = "preliminary"
) -> Loaded:
    """The industrial digitalisation of each city as the delivery that batches take in, marked as surveyed.

    `EstimatesRefused` names the cities whose CV is beyond the publish rule; then nothing is delivered.
    """
    with transaction.atomic():
        require(by, Action.SURVEY_ESTIMATE, at=at)
        estimations = SurveyEstimation.objects.select_for_update(of=("self",)).select_related("survey")
        estimation = estimations.filter(pk=estimation_id).first()
        if estimation is None:
            raise NotFound
        if estimation.state != SurveyEstimation.State.DONE:
            raise EstimationUnfinished
        check_vintage(vintage, row=1)
        if estimator not in set(Estimator):
            expected = ", ".join(one.value for one in Estimator)
            raise DesignNumberWrong(name=Phrase(N_("Estimator")), expected=expected, received=estimator)
        delivery = _delivery(estimation, Estimator(estimator), vintage)
        loaded = load_digitalisation(delivery, by=by, at=at)
        estimation.delivered_by, estimation.delivered_at = by, at
        estimation.save(update_fields=["delivered_by", "delivered_at"])
        facts = {"estimator": str(estimator), "vintage": vintage, "table": loaded.table.pk}
        _record("survey.deliver", estimation, by=by, at=at, **facts)
    return loaded


def _document(survey: Survey, collapse_reason: str) -> dict[str, object]:
    answers = answers_of(survey)
    if not answers:
        raise NoAnswersYet
    strata = survey.strata.select_related("region")
    units = survey.units.filter(drawn=True).order_by("pseudonym").values_list("pseudonym", "stratum__label")
    return {
        "kind": SURVEY_ESTIMATION,
        "period": survey.period,
        "survey": survey.number,
        "frame_digest": survey.frame_digest,
        "draw_digest": survey.draw_digest,
        "seed": survey.seed,
        "share_method": survey.share_method,
        "collapse_reason": collapse_reason,
        "counted_elsewhere": counted_elsewhere(survey),
        "strata": [
            {
                "label": one.label,
                "region": one.region.code,
                "population": one.population,
                "value_added": plain_number(one.value_added),
            }
            for one in strata
        ],
        "units": [
            {
                "unit": pseudonym,
                "stratum": label,
                "channel": answers[pseudonym].channel if pseudonym in answers else "",
                "answers": (
                    {name: plain_number(amount) for name, amount in answers[pseudonym].amounts.items()}
                    if pseudonym in answers
                    else {}
                ),
            }
            for pseudonym, label in units
        ],
    }


def _delivery(estimation: SurveyEstimation, estimator: Estimator, vintage: str) -> FiguresDelivery:
    result = thaw(estimation.result_document)
    rows = [one for one in result["estimates"] if one["estimator"] == estimator.value and one["domain"] != TOTAL]
    refused = [one["domain"] for one in rows if one["class"] == PublishClass.REFUSE.value]
    if refused:
        names = Region.objects.filter(code__in=refused, valid_until__isnull=True).order_by("position")
        highest = f"{Decimal(result['bounds']['highest_cv']):.0%}"
        raise EstimatesRefused(regions=[region.short_name_zh for region in names], highest=highest)
    survey = estimation.survey
    entries = tuple(
        FigureEntry(
            row=place,
            region=one["domain"],
            value=Decimal(one["digital_value_added"]),
            marker=MARKER,
            source=(
                f"{survey.period}年第{survey.number}次抽样调查，第{estimation.number}次估计，"
                f"{estimator.value}，CV {Decimal(one['cv']):.2%}，{one['class']}"
            ),
        )
        for place, one in enumerate(rows, 2)
    )
    return FiguresDelivery(survey.period, vintage, Unit.TEN_THOUSAND_YUAN, entries)


def _tried_again(estimation: SurveyEstimation, *, by: Actor, at: datetime) -> SurveyEstimation:
    if estimation.job is not None and estimation.job.state == Job.State.FAILED:
        estimation.job = retry(estimation.job.pk, by=by, at=at)
    return estimation


def _record(action: str, estimation: SurveyEstimation, *, by: Actor, at: datetime, **facts: object) -> None:
    stated = {"survey": estimation.survey_id, "number": estimation.number, "input_digest": estimation.input_digest}
    fact = Fact(action, PROVINCE, "measurement.estimation", str(estimation.pk), facts={**stated, **facts})
    record(fact, by=by, at=at)
