"""The lights of a version, of a query and of an adopted value, in templates."""

from django import template
from django.utils.translation import gettext

from assessment.display.templatetags.components import Light, light
from assessment.filing.adopted_view import LIGHTS as ADOPTION_LIGHTS
from assessment.filing.models import AdoptedValue, QueryThread, Version
from assessment.filing.sheet_view import thread_light
from assessment.filing.states import ADOPTION_STATES
from assessment.filing.wording import light_of

register = template.Library()


@register.inclusion_tag("display/light.html")
def state_light(version: Version | None) -> dict[str, str]:
    return light(light_of(version))


@register.inclusion_tag("display/light.html")
def thread_tag(thread: QueryThread) -> dict[str, str]:
    return light(thread_light(thread))


@register.inclusion_tag("display/light.html")
def adoption_tag(record: AdoptedValue) -> dict[str, str]:
    return light(Light(ADOPTION_LIGHTS[record.state], gettext(ADOPTION_STATES.words[record.state])))
