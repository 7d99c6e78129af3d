"""批示 as the page of the package shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.methodology.errors import N_
from reporting.models import BulletinDecision, BulletinPackage

Outcome = BulletinDecision.Outcome
OUTCOMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        Outcome.AGREED: ("good", N_("Decided: agreed")),
        Outcome.AGREED_WITH_CHANGES: ("warn", N_("Agreed, to be changed as instructed")),
        Outcome.SENT_BACK: ("bad", N_("Sent back to be changed")),
        Outcome.NOTED: ("note", N_("Read and noted")),
    }
)


@dataclass(frozen=True)
class DecisionView:
    decision: BulletinDecision
    light: Light


def decision_views(package: BulletinPackage) -> list[DecisionView]:
    """The newest first."""
    decisions = BulletinDecision.objects.select_related("recorded_by", "scan").filter(package=package)
    return [DecisionView(one, _light(one)) for one in decisions]


def outcome_choices() -> list[tuple[str, str]]:
    return [(value, gettext(words)) for value, (_, words) in OUTCOMES.items()]


def _light(decision: BulletinDecision) -> Light:
    tone, words = OUTCOMES[decision.outcome]
    return Light(tone, gettext(words))
