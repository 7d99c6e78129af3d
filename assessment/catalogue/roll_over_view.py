"""The lines of a new year in words, for the page and the answer over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from assessment.catalogue.roll_over_lines import RollOverLine
from assessment.catalogue.scheme_view import ChangeLine, change_lines, words
from assessment.display.templatetags.components import Light
from assessment.methodology.errors import N_

KINDS: Mapping[str, str] = {
    "form": N_("form"),
    "check_rule": N_("check rule"),
    "calendar": N_("calendar"),
    "collection": N_("collection of a period"),
    "scheme": N_("scheme"),
}


@dataclass(frozen=True)
class LineView:
    kind: str
    name: str
    light: Light
    old: str
    new: str
    note: str
    changes: tuple[ChangeLine, ...]


def line_view(line: RollOverLine) -> LineView:
    light = Light("note", gettext("to be added")) if line.added else Light("plain", gettext("no change"))
    return LineView(
        kind=gettext(KINDS[line.kind]),
        name=words(line.name),
        light=light,
        old=words(line.old),
        new=words(line.new),
        note=words(line.note),
        changes=change_lines(line.changes),
    )
