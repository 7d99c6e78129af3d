"""`combine` of a scheme: indicators whose score is put together from parts with points of their own."""

from collections.abc import Collection, Mapping
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.normalise_combined import COMBINED, LADDER, PART_METHODS, TARGET_METHOD
from assessment.methodology.parameters import Parameters, ScorePart
from assessment.methodology.scheme_parts import MethodUse
from assessment.methodology.scheme_reading import Entry, Section
from assessment.methodology.scheme_settings import list_of

ABOVE_TARGET: Final = "above_target"
_OF: Final = ("all", ABOVE_TARGET)


class CombinedTwice(AssessmentError):
    code = "scheme_combined_twice"
    message = N_("Line {line}: the indicator {received} is combined twice. Remove one of the two.")


class CombinedUnknown(AssessmentError):
    code = "scheme_combined_unknown"
    message = N_("Line {line}: “{received}” under `combine` is not an indicator. Allowed: {allowed}.")


class CombinedAndNormalised(AssessmentError):
    code = "scheme_combined_and_normalised"
    message = N_(
        "Line {line}: the indicator {received} stands under `combine` and has `normalise` too. Keep one of the two."
    )


class TargetNeeded(AssessmentError):
    code = "scheme_combined_target_needed"
    message = N_(
        "Line {line}: `of: above_target` of {received} needs exactly one part by target_met that declares the target."
    )


def combined_uses(top: Section) -> Mapping[str, MethodUse]:
    """What `combine` declares, by the code of the indicator."""
    uses: dict[str, MethodUse] = {}
    for entry in list_of(top, "combine"):
        section = Section.of(entry, where="combine").allow("code", "parts")
        code = section.need("code").text()
        if code in uses:
            raise CombinedTwice(line=section.line, received=code)
        parts = tuple(_part(part, f"combine {code}") for part in section.need("parts").entries())
        if not parts:
            raise section.need("parts").wrong("[{points: 4, …}]")
        targets = [part for part in parts if part.method == TARGET_METHOD]
        if any(part.above_target for part in parts) and len(targets) != 1:
            raise TargetNeeded(line=section.line, received=code)
        uses[code] = MethodUse(COMBINED, Parameters({"parts": parts}), section.line)
    return uses


def check_combined(uses: Mapping[str, MethodUse], indicators: Collection[str]) -> None:
    """Every combined code must be an indicator."""
    for code, use in uses.items():
        if code not in indicators:
            raise CombinedUnknown(line=use.line, received=code, allowed=", ".join(indicators))


def check_not_normalised(section: Section, code: str) -> None:
    """A combined indicator declares no normalisation of its own."""
    own = section.get("normalise")
    if own is not None:
        raise CombinedAndNormalised(line=own.line, received=code)


def _part(entry: Entry, where: str) -> ScorePart:
    section = Section.of(entry, where=where)
    method = section.need("method").choice(PART_METHODS)
    declared = PART_METHODS[method].parameters
    own = ("of",) if method == LADDER else ()
    section.allow("points", "method", *own, *(parameter.name for parameter in declared))
    of = section.get("of")
    return ScorePart(
        points=section.need("points").positive(),
        method=method,
        parameters=section.parameters(declared),
        above_target=of is not None and of.choice(_OF) == ABOVE_TARGET,
    )
