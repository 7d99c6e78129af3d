"""Letters of request over HTTP."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.filing import actions
from assessment.filing.letter_actions import Request, letters_visible_to
from assessment.filing.letter_document import letter_attachment
from assessment.filing.models import Letter
from assessment.filing.serializers.calendar import AnswerLetterSerializer, IssueLetterSerializer, LetterSerializer
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_letters",
        summary="Letters of request with their replies",
        responses=answers(LetterSerializer(many=True)),
    )
)
class LetterList(ListAPIView[Letter]):
    serializer_class = LetterSerializer
    filter_backends = []
    queryset = Letter.objects.none()

    def get_queryset(self) -> QuerySet[Letter]:
        return letters_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="filing_letter_issue",
        summary="Issue a letter of request to the communications administration",
        request=IssueLetterSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(LetterSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: ApiRequest) -> Response:
        body = IssueLetterSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        wanted = Request(**body.validated_data)
        made = once(
            lambda: actions.issue_letter(wanted, by=by, at=at).pk,
            repeatable(request),
            object_type="filing.letter",
            by=by,
            at=at,
        )
        return Response(LetterSerializer(letters_visible_to(by, at=at).get(pk=made)).data, status=201)


class LetterAnswer(APIView):
    @extend_schema(
        operation_id="filing_letter_answer",
        summary="Record the reply to a letter",
        request=AnswerLetterSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(LetterSerializer, 400, 404, 409, 422),
    )
    def post(self, request: ApiRequest, pk: int) -> Response:
        body = AnswerLetterSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.answer_letter(pk, body.validated_data["reply"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.letter",
            by=by,
            at=at,
        )
        return Response(LetterSerializer(letters_visible_to(by, at=at).get(pk=made)).data)


class LetterDocument(APIView):
    @extend_schema(
        operation_id="filing_letter_document",
        summary="The letter as .docx",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The document."),
            **refusals(404),
        },
    )
    def get(self, request: ApiRequest, pk: int) -> HttpResponse:
        letters = letters_visible_to(by_of(request), at=timezone.now()).select_related("issued_by__organisation")
        return letter_attachment(found(letters.filter(pk=pk).first()))


urlpatterns: list[URLPattern] = [
    path("letters/", LetterList.as_view(), name="filing-letters"),
    path("letters/<int:pk>/answer/", LetterAnswer.as_view(), name="filing-letter-answer"),
    path("letters/<int:pk>/document/", LetterDocument.as_view(), name="filing-letter-document"),
]
