"""The approval of a form (批准文号) over HTTP."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.catalogue.approval_actions import Approval, record_approval
from assessment.catalogue.models import FormVersion
from assessment.catalogue.serializers import FormVersionSerializer
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once


class ApprovalOfFormSerializer(serializers.Serializer[Any]):
    table_number = serializers.CharField(help_text="表号", allow_blank=True)
    approver = serializers.CharField(help_text="批准机关", allow_blank=True)
    approval_number = serializers.CharField(help_text="批准文号", allow_blank=True)
    valid_until = serializers.DateField(help_text="有效期至")
    first_period = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="first period it holds for; without it the first planned one. A copy without approval keeps its own",
    )


class FormApproval(APIView):
    @extend_schema(
        operation_id="catalogue_form_record_approval",
        summary="Record a new approval of a form; beside a version that carries one, a new version is made",
        request=ApprovalOfFormSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(FormVersionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = ApprovalOfFormSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: record_approval(pk, Approval(**body.validated_data), by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.form",
            by=by,
            at=at,
        )
        version = FormVersion.objects.select_related("form").get(pk=made)
        return Response(FormVersionSerializer(version).data, status=201)


urlpatterns: list[URLPattern] = [
    path("forms/<int:pk>/approval/", FormApproval.as_view(), name="catalogue-form-approval"),
]
