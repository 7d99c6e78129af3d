"""One line of “My tasks”: what waits for somebody, and the page where it is done."""

from dataclasses import dataclass
from datetime import datetime

from assessment.display.templatetags.components import Light


@dataclass(frozen=True)
class ToDo:
    """`what` is the thing, `about` whose or which one, `verb` the word on the button."""

    what: str
    about: str
    period: str
    light: Light
    since: datetime | None
    address: str
    verb: str
