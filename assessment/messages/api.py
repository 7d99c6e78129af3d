"""The own inbox over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.messages.actions import mark_all_read
from assessment.messages.models import Notice
from assessment.messages.queries import notices_of
from assessment.messages.wording import rendered
from assessment.people.api_requests import by_of


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    message = serializers.SerializerMethodField(help_text="the sentence in the reader's language")

    class Meta:
        model = Notice
        fields = ["id", "topic", "message", "link", "sent_at", "read_at"]

    def get_message(self, notice: Notice) -> str:
        return rendered(notice)


class ReadSerializer(serializers.Serializer[Any]):
    last = serializers.IntegerField(min_value=0, help_text="number of the newest notice that was seen")


class ReadCountSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


@extend_schema_view(
    get=extend_schema(
        operation_id="messages_notices",
        summary="Your messages, newest first",
        responses=answers(NoticeSerializer(many=True)),
    )
)
class NoticeList(ListAPIView[Notice]):
    serializer_class = NoticeSerializer
    filter_backends = []
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet[Notice]:
        return notices_of(by_of(self.request))


class NoticesRead(APIView):
    @extend_schema(
        operation_id="messages_read",
        summary="Note your messages up to one as read; repeated, it changes nothing more",
        request=ReadSerializer,
        responses=answers(ReadCountSerializer, 400),
    )
    def post(self, request: Request) -> Response:
        body = ReadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        count = mark_all_read(body.validated_data["last"], by=by_of(request), at=timezone.now())
        return Response(ReadCountSerializer({"count": count}).data)


urlpatterns: list[URLPattern] = [
    path("notices/", NoticeList.as_view(), name="messages-notices"),
    path("notices/read/", NoticesRead.as_view(), name="messages-read"),
]
