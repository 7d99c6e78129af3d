"""Shapes that all parts of the API share, for its description: errors, and the key of a repeated request."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers


class ErrorBodySerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="stable and machine-readable")
    message = serializers.CharField(help_text="one sentence in the reader's language: what is wrong, how to fix it")
    where = serializers.JSONField(help_text="the values the sentence speaks of")


class ErrorSerializer(serializers.Serializer[Any]):
    error = ErrorBodySerializer()


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A request repeated with the same key is answered as the first one was; nothing is done twice.",
)
_MEANING = {
    400: "The request is not right as it stands.",
    401: "Not signed in.",
    403: "Your role does not allow this step.",
    404: "There is nothing at this address, or it lies beyond your region.",
    409: "The present state does not allow this step.",
    422: "The Idempotency-Key was used for another request.",
}


def answers(success: Any, *refused: int, status: int = 200) -> dict[Any, Any]:
    """The answers of an endpoint: `success`, and its refusals."""
    return {status: success, **refusals(*refused)}


def refusals(*codes: int) -> dict[Any, Any]:
    """The refusals of an endpoint besides 401 and 403, which every one can give."""
    return {code: OpenApiResponse(ErrorSerializer, description=_MEANING[code]) for code in sorted({401, 403, *codes})}
