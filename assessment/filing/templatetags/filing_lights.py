"""The light of a version, in templates."""

from django import template

from assessment.display.templatetags.components import light
from assessment.filing.models import Version
from assessment.filing.wording import light_of

register = template.Library()


@register.inclusion_tag("display/light.html")
def state_light(version: Version | None) -> dict[str, str]:
    return light(light_of(version))
