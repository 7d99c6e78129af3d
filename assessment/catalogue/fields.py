"""Reading one mapping of a YAML file strictly: unknown keys, wrong types and missing values name their place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.catalogue.errors import CatalogueFileWrong
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.units import parse_unit
from assessment.people.roles import Role


@dataclass(frozen=True)
class Fields:
    """`content` as it stands in `file`; `place` is the path of keys that led here."""

    file: str
    place: str
    content: Mapping[str, Any]

    def wrong(self, key: str, expected: str | Promise, received: object) -> CatalogueFileWrong:
        place = f"{self.place}.{key}" if self.place else key
        return CatalogueFileWrong(file=self.file, place=place, expected=expected, received=received)

    def has(self, key: str) -> bool:
        return self.content.get(key) is not None

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self.content.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not (value.strip() or default is not None):
            raise self.wrong(key, _("text"), _shown(value))
        return value

    def whole(self, key: str) -> int:
        value = self.content.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, _("a whole number"), _shown(value))
        return value

    def truth(self, key: str) -> bool:
        """True or false; a key left out is false."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, _("true or false"), _shown(value))
        return value

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.wrong(key, _("a date such as 2021-12-31"), self.content[key]) from None

    def moment(self, key: str) -> datetime:
        """A moment with its offset from UTC: without one the deadline would depend on the reader's clock."""
        try:
            value = datetime.fromisoformat(self.text(key))
        except ValueError:
            value = None
        if value is None or value.tzinfo is None:
            raise self.wrong(key, _("a moment such as 2021-04-15T18:00:00+08:00"), self.content[key])
        return value

    def period(self, key: str) -> Period:
        try:
            return Period.parse(self.text(key))
        except AssessmentError:
            raise self.wrong(key, _("a period such as 2021c06 or 2021"), _shown(self.content.get(key))) from None

    def unit(self, key: str) -> str:
        """The word of a known unit, kept as the form prints it."""
        word = self.text(key)
        try:
            parse_unit(word)
        except AssessmentError:
            raise self.wrong(key, _("a known unit"), word) from None
        return word

    def role(self, key: str) -> str:
        return self.choice(key, tuple(role.value for role in Role))

    def choice(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        value = self.text(key, default=default)
        if value not in allowed:
            raise self.wrong(key, " | ".join(allowed), value)
        return value

    def choices(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        values = self.content.get(key)
        if not isinstance(values, list) or not values or any(value not in allowed for value in values):
            raise self.wrong(key, " | ".join(allowed), _shown(values))
        return tuple(values)

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, _("a mapping"), _shown(value))
        return value

    def part(self, key: str, keys: Collection[str]) -> "Fields":
        return _checked(self.file, f"{self.place}.{key}".lstrip("."), self.mapping(key), keys)

    def parts(self, key: str, keys: Collection[str]) -> Iterator["Fields"]:
        values = self.content.get(key)
        if not isinstance(values, list) or not values:
            raise self.wrong(key, _("a list"), _shown(values))
        for number, value in enumerate(values, 1):
            yield _checked(self.file, f"{self.place}.{key}[{number}]".lstrip("."), value, keys)


def read_yaml(path: Path, keys: Collection[str]) -> Fields:
    """The mapping at the top of a file."""
    if not path.is_file():
        raise CatalogueFileWrong(file=path.name, place="-", expected=_("a file"), received=_("no such file"))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise CatalogueFileWrong(file=path.name, place="-", expected=_("YAML in UTF-8"), received=problem) from problem
    return read_yaml_text(text, path.name, keys)


def read_yaml_text(text: str, file: str, keys: Collection[str]) -> Fields:
    """The mapping at the top of a text that came as `file`. Aliases are refused: they can stand for anything."""
    try:
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader that refuses aliases as well
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        raise CatalogueFileWrong(file=file, place="-", expected=_("YAML in UTF-8"), received=problem) from problem
    return _checked(file, "", content, keys)


class _PlainLoader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("*alias")
        return super().compose_node(parent, index)


def _checked(file: str, place: str, content: object, keys: Collection[str]) -> Fields:
    if not isinstance(content, dict):
        raise CatalogueFileWrong(file=file, place=place or "-", expected=_("a mapping"), received=_shown(content))
    unknown = [str(key) for key in content if key not in keys]
    if unknown:
        raise CatalogueFileWrong(
            file=file, place=place or "-", expected=", ".join(sorted(keys)), received=", ".join(unknown)
        )
    return Fields(file, place, content)


def _shown(value: object) -> str:
    return "-" if value is None else str(value)
