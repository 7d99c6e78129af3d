"""The parts of a workbook as streams of XML: sheets, styles, shared texts, cells. Nothing is kept that is not needed.

Runs in the child process; knows no framework. Declared sizes are never believed.
"""

import re
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from assessment.filing.errors.workbook import ForbiddenMarkup, TooMuchInside, WorkbookDamaged
from assessment.filing.workbook.limits import Limits
from assessment.filing.workbook.packages import Package
from assessment.methodology.errors import N_, Phrase

_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENT_FORMATS = frozenset([9, 10])
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
Attributes = Any


class Part(ContentHandler):
    """One part being read: elements by their local names, text where `wants_text` is set."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.wants_text = False
        self._texts: list[str] = []
        self._depth = 0

    def startElement(self, name: str, attrs: Attributes) -> None:  # noqa: N802 - the reader's own name
        self._depth += 1
        if self._depth > self.limits.depth:
            raise TooMuchInside(what=Phrase(N_("levels of markup")), largest=self.limits.depth)
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - the reader's own name
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        if self.wants_text:
            self._texts.append(content)

    def begin(self, name: str, attrs: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self) -> str:
        """What was gathered since the last call."""
        text = "".join(self._texts)
        self._texts.clear()
        return text

    def at_most(self, count: int, largest: int, what: str) -> None:
        if count > largest:
            raise TooMuchInside(what=Phrase(what), largest=largest)


class WorkbookPart(Part):
    """Sheets in their order with the id of their relation, and the constants among the defined names."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.sheets: list[tuple[str, str, str]] = []
        self.names: dict[str, str] = {}
        self._name = ""

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "sheet":
            relation = next((attrs.getValue(key) for key in attrs.getNames() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), relation, attrs.get("state", "visible")))
            self.at_most(len(self.sheets), self.limits.sheets, N_("sheets"))
        elif name == "definedName":
            self._name = attrs.get("name", "")
            self.wants_text = True

    def end(self, name: str) -> None:
        if name == "definedName":
            self.wants_text = False
            text = self.text()
            if text.startswith('"') and text.endswith('"'):
                self.names[self._name] = text[1:-1]
            self.at_most(len(self.names), self.limits.names, N_("names"))


class RelationsPart(Part):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "Relationship":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")


class StylesPart(Part):
    """Which cell styles show a date or a percentage."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._inside = False

    def begin(self, name: str, attrs: Attributes) -> None:
        if name == "numFmt":
            self._codes[_whole(attrs.get("numFmtId"))] = attrs.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._formats.append(_whole(attrs.get("numFmtId")))
        self.at_most(len(self._formats) + len(self._codes), self.limits.styles, N_("styles"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def kinds(self) -> list[str]:
        """`date`, `percent` or nothing, for each style."""
        return [self._kind(number) for number in self._formats]

    def _kind(self, number: int) -> str:
        if number in _DATE_FORMATS:
            return "date"
        if number in _PERCENT_FORMATS:
            return "percent"
        code = _NOT_CODE.sub("", self._codes.get(number, ""))
        if "%" in code:
            return "percent"
        return "date" if _DATE_CODE.search(code.replace("General", "")) else ""


class StringsPart(Part):
    """The shared texts, without their phonetic guides."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.texts: list[str] = []
        self._characters = 0
        self._guide = 0

    def begin(self, name: str, attrs: Attributes) -> None:
        self._guide += name == "rPh"
        self.wants_text = name == "t" and not self._guide

    def end(self, name: str) -> None:
        self.wants_text = False
        self._guide -= name == "rPh"
        if name == "si":
            text = self.text()
            self._characters += len(text)
            self.texts.append(text)
            self.at_most(len(self.texts), self.limits.strings, N_("texts"))
            self.at_most(self._characters, self.limits.characters, N_("characters"))


def read_part(package: Package, name: str, part: Part) -> None:
    """Feed the part `name` to its handler; markup that is no markup, or that declares a type, is refused."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(part)
    try:
        for chunk in package.chunks(name):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise ForbiddenMarkup(part=name) from None
    except (SAXException, LookupError, UnicodeError, ValueError):
        raise WorkbookDamaged(part=name) from None


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else -1
