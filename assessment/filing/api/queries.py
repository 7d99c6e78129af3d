"""核实 over HTTP: asking, answering, closing, asking again; the sheet as data and as a document."""

from io import BytesIO

from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.filing import actions
from assessment.filing.models import QueryThread
from assessment.filing.query_actions import Question
from assessment.filing.query_sheet_document import DOCX, document_name, query_sheet_document
from assessment.filing.review_queries import newest_version, sheet_seen
from assessment.filing.serializers.review import (
    AnswersSerializer,
    AskAgainSerializer,
    AskSerializer,
    CloseSerializer,
    QuerySheetSerializer,
)
from assessment.filing.sheet_view import sheet_view
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.models import User


class DocumentRenderer(JSONRenderer):
    """Lets a reader ask for the document by name; only refusals are ever rendered, and these stay JSON."""

    media_type = DOCX
    format = "docx"


class Sheet(APIView):
    @extend_schema(
        operation_id="filing_query_sheet",
        summary="The query sheet of a return: its number, the questions and what was answered",
        responses=answers(QuerySheetSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(QuerySheetSerializer(sheet_seen(pk, by=by_of(request), at=timezone.now())).data)


class SheetDocument(APIView):
    renderer_classes = [JSONRenderer, DocumentRenderer]

    @extend_schema(
        operation_id="filing_query_sheet_document",
        summary="The query sheet as a .docx",
        responses={(200, DOCX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        at = timezone.now()
        sheet = sheet_seen(pk, by=by_of(request), at=at)
        view = sheet_view(sheet, newest_version(sheet), at=at)
        content = BytesIO(query_sheet_document(view))
        return FileResponse(content, as_attachment=True, filename=document_name(view), content_type=DOCX)


class SheetStep(APIView):
    """A step on a sheet, answered with the sheet as it then stands."""

    def shown(self, return_id: int, *, by: User) -> Response:
        return Response(QuerySheetSerializer(sheet_seen(return_id, by=by, at=timezone.now())).data)


class Ask(SheetStep):
    @extend_schema(
        operation_id="filing_version_ask",
        summary="Put questions about single cells on the unit's query sheet, all or none",
        request=AskSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(QuerySheetSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AskSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = [Question(**one) for one in body.validated_data["questions"]]
        by, at = by_of(request), timezone.now()

        def act() -> int:
            return actions.ask(pk, asked, by=by, at=at)[0].version.return_filed_id

        made = once(act, repeatable(request), object_type="filing.return", by=by, at=at)
        response = self.shown(made, by=by)
        response.status_code = 201
        return response


class Answer(SheetStep):
    @extend_schema(
        operation_id="filing_version_answer",
        summary="Answer one or several questions of the sheet, all or none",
        request=AnswersSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(QuerySheetSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AnswersSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = {one["thread"]: one["text"] for one in body.validated_data["answers"]}
        by, at = by_of(request), timezone.now()

        def act() -> int:
            return actions.answer(pk, said, by=by, at=at)[0].version.return_filed_id

        made = once(act, repeatable(request), object_type="filing.return", by=by, at=at)
        return self.shown(made, by=by)


class Close(SheetStep):
    @extend_schema(
        operation_id="filing_query_close",
        summary="Close a question with the reason that is accepted",
        request=CloseSerializer,
        responses=answers(QuerySheetSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = CloseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by = by_of(request)
        thread = actions.close_query(pk, body.validated_data["reason"], by=by, at=timezone.now())
        return self.shown(_return_of(thread), by=by)


class AskAgain(SheetStep):
    @extend_schema(
        operation_id="filing_query_ask_again",
        summary="Open an answered or closed question again",
        request=AskAgainSerializer,
        responses=answers(QuerySheetSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AskAgainSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, said = by_of(request), body.validated_data
        thread = actions.ask_again(pk, said["text"], said["due_on"], by=by, at=timezone.now())
        return self.shown(_return_of(thread), by=by)


def _return_of(thread: QueryThread) -> int:
    return thread.version.return_filed_id


urlpatterns: list[URLPattern] = [
    path("returns/<int:pk>/query-sheet/", Sheet.as_view(), name="filing-query-sheet"),
    path("returns/<int:pk>/query-sheet/document/", SheetDocument.as_view(), name="filing-query-sheet-document"),
    path("versions/<int:pk>/queries/", Ask.as_view(), name="filing-ask"),
    path("versions/<int:pk>/answers/", Answer.as_view(), name="filing-answer"),
    path("queries/<int:pk>/close/", Close.as_view(), name="filing-query-close"),
    path("queries/<int:pk>/ask-again/", AskAgain.as_view(), name="filing-query-ask-again"),
]
