"""Footnotes of a score: why it is not a plain computed value. Stable codes, translated at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assessment.methodology.errors import N_

MESSAGES: Final[Mapping[str, str]] = {
    "floor": N_("No figure: the lowest score observed for this indicator is used provisionally."),
    "not_applicable": N_("Not applicable: there is no such activity."),
    "not_applicable_zero": N_("Not applicable: counted as zero, as the form says."),
    "renormalised": N_("Weights renormalised over what is there; without {missing}."),
    "neutral": N_("The indicator does not discriminate here; every unit gets the midpoint."),
    "provisional": N_("Contains provisional scores: {children}."),
    "winsorised": N_("Treated as an outlier: {raw} counts as {treated}."),
    "clipped": N_("Limited to the declared quantiles: {raw} counts as {treated}."),
    "base_zero": N_("No growth rate: the base is zero. Change: {increment}."),
    "base_negative": N_("No growth rate: the base is negative. Change: {increment}."),
    "sign_change": N_("No growth rate: current value and base differ in sign. Change: {increment}."),
    "base_below_floor": N_("No growth rate: the base {base} is below {floor}. Change: {increment}."),
    "loss_to_profit": N_("No growth rate: from loss to profit. Change: {increment}."),
    "profit_to_loss": N_("No growth rate: from profit to loss. Change: {increment}."),
    "loss_narrowed": N_("No growth rate: the loss became smaller. Change: {increment}."),
    "loss_widened": N_("No growth rate: the loss became larger. Change: {increment}."),
    "loss_unchanged": N_("No growth rate: the loss is unchanged."),
    "from_zero": N_("No growth rate: the base is zero. Change: {increment}."),
    "growth_capped": N_("The base {base} is below {floor}: the rate {rate} % counts as {capped} %."),
    "growth_kept": N_("The base {base} is below {floor}: the rate {rate} % is kept for the treatment."),
    "growth_averaged": N_(
        "The base {base} is below {floor}: the mean yearly rate over three years, {capped} %, counts "
        "instead of {rate} %."
    ),
    "increment_instead": N_("The change in absolute terms is scored instead of the rate."),
    "points_instead": N_("Scored with the {points} points the scheme declares for such a base."),
    "adjustment": N_("{name}: {points} points."),
    "upper_cap": N_("Limited to {upper} points; {uncapped} before."),
}


@dataclass(frozen=True, slots=True)
class Footnote:
    """`message` is an English message id whose gaps are filled from `where`, as with an error."""

    code: str
    where: Mapping[str, object]

    @property
    def message(self) -> str:
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return self.message.format(**self.where)
