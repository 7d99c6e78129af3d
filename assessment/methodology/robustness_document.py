"""A test of robustness as a plain document: whole numbers, texts, decimals as texts; so it is stored and hashed."""

from decimal import Decimal
from typing import Any

from assessment.methodology.robustness import Robustness, UnitRobustness
from assessment.methodology.robustness_audit import Audit, FamilyAudit
from assessment.methodology.robustness_dropping import Dropped
from assessment.methodology.robustness_sensitivity import Sensitivity
from assessment.methodology.robustness_settings import AS_DECLARED, RobustnessSettings
from assessment.methodology.rounding import plain_text
from assessment.methodology.scheme_parts import Aggregation, MethodUse

Plain = dict[str, Any]
UNIT_FIGURES = ("nominal", "mean", "median", "rank_5", "rank_95", "mean_absolute_shift", "keeps_order")


def robustness_document(result: Robustness) -> Plain:
    """Everything in the order of the result; `settings` can be read again by `settings_of`."""
    return {
        "method": result.method,
        "settings": settings_document(result.settings),
        "groups": [
            {
                "period": group.uncertainty.period,
                "group": group.uncertainty.group,
                "mean_absolute_shift": _text(group.uncertainty.mean_absolute_shift),
                "units": [_unit(unit) for unit in group.uncertainty.units],
                "sensitivity": [_sensitivity(each) for each in group.sensitivities],
                "dropped": [_dropped(each) for each in group.dropped],
                "audit": _audit(group.audit),
            }
            for group in result.groups
        ],
    }


def settings_document(settings: RobustnessSettings) -> Plain:
    return {
        "replications": settings.replications,
        "seed": settings.seed,
        "weight_spread": plain_text(settings.weight_spread),
        "weight_levels": list(settings.weight_levels),
        "normalisations": [_use(use) for use in settings.normalisations],
        "aggregations": [_mean(mean) for mean in settings.aggregations],
        "winsorise_points": [AS_DECLARED if points is None else points for points in settings.winsorise_points],
        "noise": plain_text(settings.noise),
        "noise_samples": settings.noise_samples,
        "samples": settings.samples,
    }


def _use(use: MethodUse | None) -> str | Plain:
    if use is None:
        return AS_DECLARED
    if "range" not in use.parameters.values:
        return use.method
    return {"method": use.method, "range": [plain_text(end) for end in use.parameters.pair("range")]}


def _mean(mean: Aggregation | None) -> str | Plain:
    if mean is None:
        return AS_DECLARED
    return mean.method.value if mean.power is None else {"power": plain_text(mean.power)}


def _unit(unit: UnitRobustness) -> Plain:
    return {"unit": unit.unit, **{name: _text(getattr(unit, name)) for name in UNIT_FIGURES}}


def _sensitivity(each: Sensitivity) -> Plain:
    return {
        "factor": each.factor,
        "first_order": _text(each.first_order),
        "total": _text(each.total),
        "units_first_order": [_text(index) for index in each.units_first_order],
        "units_total": [_text(index) for index in each.units_total],
    }


def _dropped(each: Dropped) -> Plain:
    return {
        "code": each.code,
        "level": each.level,
        "mean_absolute_shift": _text(each.mean_absolute_shift),
        "largest_shift": _text(each.largest_shift),
        "shifts": [_text(shift) for shift in each.shifts],
    }


def _audit(audit: Audit) -> Plain:
    return {
        "families": [_family(family) for family in audit.families],
        "indicators": [
            {
                "code": each.code,
                "effective_weight": _text(each.effective_weight),
                "influence": _text(each.influence),
                "availability": _text(each.availability),
            }
            for each in audit.indicators
        ],
    }


def _family(family: FamilyAudit) -> Plain:
    return {
        "parent": family.parent,
        "children": list(family.children),
        "units": family.units,
        "alpha": _text(family.alpha),
        "correlations": [
            {
                "first": pair.first,
                "second": pair.second,
                "pearson": _text(pair.pearson),
                "spearman": _text(pair.spearman),
                "kendall": _text(pair.kendall),
            }
            for pair in family.correlations
        ],
        "components": [
            {
                "eigenvalue": _text(component.eigenvalue),
                "share": _text(component.share),
                "loadings": [_text(loading) for loading in component.loadings],
            }
            for component in family.components
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain_text(value.normalize())
