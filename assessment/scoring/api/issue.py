"""The issued document and the notice of correction over HTTP."""

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.scoring.actions import (
    DecisionOnFigures,
    add_issue_scan,
    confirm_correction,
    decide_unchecked,
    propose_correction,
)
from assessment.scoring.api.runs import moved
from assessment.scoring.feedback_serializers import (
    CorrectionNoticeSerializer,
    NoticeProposalSerializer,
    ScoringUploadSerializer,
)
from assessment.scoring.models import CorrectionNotice
from assessment.scoring.serializers import RunSerializer, UncheckedDecisionSerializer


class RunIssueScan(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="scoring_run_issue_scan",
        summary="Add the scan of the issued document to an approved run",
        request=ScoringUploadSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ScoringUploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file, by, at = asked.validated_data["file"], by_of(request), timezone.now()
        return moved(request, lambda: add_issue_scan(pk, file.name or "", file.read(), by=by, at=at))


class RunPublicationDecision(APIView):
    @extend_schema(
        operation_id="scoring_run_publication_decide",
        summary="Publish or withhold figures whose contributors are not known, with the reason, before the issue",
        request=UncheckedDecisionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = UncheckedDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said, by, at = asked.validated_data, by_of(request), timezone.now()
        figures = frozenset((one["period"], one["code"]) for one in said["figures"])
        decision = DecisionOnFigures(figures, said["choice"], said["reason"])
        return moved(request, lambda: decide_unchecked(pk, decision, by=by, at=at))


class RunCorrection(APIView):
    @extend_schema(
        operation_id="scoring_run_correction_propose",
        summary="Record a notice of correction (更正通报): this approved run is to follow the issued one",
        request=NoticeProposalSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CorrectionNoticeSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = NoticeProposalSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        made = once(
            lambda: propose_correction(pk, said["number"], said["reason"], by=by, at=at).pk,
            repeatable(request),
            object_type="scoring.correction_notice",
            by=by,
            at=at,
        )
        return Response(_shown(made), status=status.HTTP_201_CREATED)


class RunCorrectionConfirm(APIView):
    @extend_schema(
        operation_id="scoring_run_correction_confirm",
        summary="Confirm the notice of correction of this run as a second person",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CorrectionNoticeSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: confirm_correction(pk, by=by, at=at).pk,
            repeatable(request),
            object_type="scoring.correction_notice",
            by=by,
            at=at,
        )
        return Response(_shown(made))


def _shown(notice_id: int) -> object:
    notices = CorrectionNotice.objects.select_related("proposed_by", "confirmed_by")
    return CorrectionNoticeSerializer(notices.get(pk=notice_id)).data


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/publication/decisions/", RunPublicationDecision.as_view()),
    path("runs/<int:pk>/issued-document/", RunIssueScan.as_view()),
    path("runs/<int:pk>/correction/", RunCorrection.as_view()),
    path("runs/<int:pk>/correction/confirm/", RunCorrectionConfirm.as_view()),
]
