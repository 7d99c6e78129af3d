"""The description of the API over HTTP, worked out once for each language: it changes with the program alone."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

KEPT = 8  # more than there are languages; whoever asks for versions that do not exist pushes out what was kept


class KeptDescription(SchemaGenerator):
    """Says what it said before: the same to every reader, so that who asks does not matter."""

    def get_schema(self, request: Any = None, public: bool = True) -> Mapping[str, Any]:
        version = self.api_version or getattr(request, "version", None)
        return _described(get_language(), version)


class DescriptionView(SpectacularAPIView):
    generator_class = KeptDescription


@lru_cache(maxsize=KEPT)
def _described(language: str | None, version: str | None) -> Mapping[str, Any]:
    generator = SchemaGenerator(api_version=version)  # type: ignore[no-untyped-call]  # it has no annotations
    described = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # nor has this
    return cast(Mapping[str, Any], described)
