"""核心产业 01–04 of 数字经济及其核心产业统计分类（2021） against the four industries that are measured.

The four industries (39, 63, 64, 65) are the "mainly including" part of the core, not the core: a figure says which of
the two scopes it has. The mapping is dated data (fixtures/classification), each row marked with its source; what has no
printed source says MEMORY. Order No. 33 of the National Bureau of Statistics; GB/T 4754-2017.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import yaml

from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES

MEMORY = "MEMORY"


class Scope(StrEnum):
    """`four_industries`: C39, I63, I64, I65 as measured here. `core`: classes 01–04 of the NBS."""

    FOUR_INDUSTRIES = "four_industries"
    CORE = "core"


class ClassificationUnreadable(AssessmentError):
    code = "core_classes_unreadable"
    message = N_("The classification of the core industries cannot be read: {problem}.")


class SplitMissing(AssessmentError):
    code = "core_classes_split_missing"
    message = N_(
        "Industry {industry} belongs to the classes {classes}. Declare how it is divided: shares that sum to 1."
    )


class IndustryNotMapped(AssessmentError):
    code = "core_classes_industry_not_mapped"
    message = N_("Industry {industry} is not linked to a class of the core industries. Known are {known}.")


@dataclass(frozen=True)
class CoreClass:
    code: str
    name_zh: str
    core: bool
    groups: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Link:
    """An industry division and the groups of one class it contributes to."""

    industry: str
    class_code: str
    groups: tuple[str, ...]
    source: str

    @property
    def from_memory(self) -> bool:
        return self.source == MEMORY


@dataclass(frozen=True)
class CoreClassification:
    """One version. `links` are of the four industries, `beyond` of other divisions of the core."""

    title_zh: str
    source: str
    classes: tuple[CoreClass, ...]
    links: tuple[Link, ...]
    beyond: tuple[Link, ...]

    def industries(self, scope: Scope) -> tuple[str, ...]:
        """The divisions of a scope; of `core` those known so far, the four-digit table being NOT FOUND."""
        if scope is Scope.FOUR_INDUSTRIES:
            return DIGITAL_INDUSTRIES
        return tuple(dict.fromkeys(link.industry for link in (*self.links, *self.beyond)))

    def classes_of(self, industry: str) -> tuple[str, ...]:
        """Codes of the classes an industry contributes to; empty: not core."""
        found = (link.class_code for link in (*self.links, *self.beyond) if link.industry == industry)
        return tuple(dict.fromkeys(found))

    def by_class(
        self, amounts: Mapping[str, Decimal], *, splits: Mapping[str, Mapping[str, Decimal]]
    ) -> dict[str, Decimal]:
        """Value added by class, any one unit, from value added by industry.

        `splits[industry][class]` are shares that sum to 1, needed where an industry has several classes
        (`SplitMissing`); the last class takes what is left, so that the classes sum to the industries exactly.
        """
        totals: dict[str, Decimal] = defaultdict(Decimal)
        with exact_context():
            for industry, amount in amounts.items():
                for code, part in self._parts(industry, amount, splits.get(industry, {})).items():
                    totals[code] += part
        return dict(sorted(totals.items()))

    def _parts(self, industry: str, amount: Decimal, split: Mapping[str, Decimal]) -> dict[str, Decimal]:
        classes = self.classes_of(industry)
        if not classes:
            raise IndustryNotMapped(industry=industry, known=", ".join(self.industries(Scope.CORE)))
        if len(classes) == 1:
            return {classes[0]: amount}
        if set(split) != set(classes) or sum(split.values()) != 1:
            raise SplitMissing(industry=industry, classes=", ".join(classes))
        parts = {code: amount * split[code] for code in classes[:-1]}
        parts[classes[-1]] = amount - sum(parts.values())
        return parts


def parse_core_classes(text: str) -> Dated[CoreClassification]:
    """The versions of a classification file, dated; `ClassificationUnreadable` where it says something else."""
    try:
        document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but texts
        versions = tuple((Period.parse(version["from"]), _version(version)) for version in document["versions"])
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise ClassificationUnreadable(problem=" ".join(str(problem).split())) from problem
    return Dated(N_("core industries"), versions)


def _version(version: Mapping[str, Any]) -> CoreClassification:
    classes = tuple(
        CoreClass(one["code"], one["name_zh"], one["core"] == "true", tuple(one["groups"]), one["source"])
        for one in version["classes"]
    )
    found = CoreClassification(
        title_zh=version["title_zh"],
        source=version["source"],
        classes=classes,
        links=tuple(map(_link, version["links"])),
        beyond=tuple(map(_link, version["beyond"])),
    )
    groups = {one.code: set(one.groups) for one in classes if one.core}
    for link in (*found.links, *found.beyond):
        if not set(link.groups) <= groups.get(link.class_code, set()):
            raise ClassificationUnreadable(problem=f"{link.industry} → {link.class_code}: {'、'.join(link.groups)}")
    return found


def _link(row: Mapping[str, Any]) -> Link:
    return Link(row["industry"], row["class"], tuple(row["groups"]), row["source"])
