"""The few parts every page is made of."""

from dataclasses import dataclass

from django import template

register = template.Library()

# A light is told by its sign and its words; the colour only repeats them.
SIGNS = {"good": "✓", "warn": "!", "bad": "×", "note": "i", "busy": "…", "plain": "·"}


@dataclass(frozen=True)
class Light:
    """A state in words with its tone: good, warn, bad, note, busy or plain."""

    tone: str
    text: str


@register.inclusion_tag("display/light.html")
def light(given: Light) -> dict[str, str]:
    return {"tone": given.tone, "text": given.text, "sign": SIGNS[given.tone]}


@register.inclusion_tag("display/light.html")
def tag(tone: str, text: str) -> dict[str, str]:
    return {"tone": tone, "text": text, "sign": SIGNS[tone]}
