"""The section `combine` of a scheme: an indicator scored in parts, some points by target and some by place.

Source: domain rule B. The one combination a rule text knows is a target that is met and a ladder of places among
those above it (4 + 6); any other is refused with its line.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.normalise_combined import TARGET_AND_LADDER
from assessment.methodology.parameters import Parameters
from assessment.methodology.scheme_parts import MethodUse
from assessment.methodology.scheme_reading import Entry, Section

TARGET_PART: Final = "target_met"
LADDER_PART: Final = "rank_ladder"
ABOVE_TARGET: Final = "above_target"
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    TARGET_PART: ("points", "method", "target"),
    LADDER_PART: ("points", "method", "of", "step"),
}


class PartsNotCombined(AssessmentError):
    code = "scheme_parts_not_combined"
    message = N_(
        "Line {line}: {received} combines one part `target_met` with one part `rank_ladder` of `above_target`. "
        "Write these two parts, each once."
    )


class CombinedTwice(AssessmentError):
    code = "scheme_combined_twice"
    message = N_("Line {line}: {received} stands in `combine` twice. Remove one of them.")


class CombinedUnknown(AssessmentError):
    code = "scheme_combined_unknown"
    message = N_(
        "Line {line}: `combine` names {received}, which is no indicator without a normalisation of its own. "
        "Correct the code, or take `normalise` out of the indicator."
    )


def combined_uses(entries: list[Entry]) -> dict[str, MethodUse]:
    """How the indicators named in `combine` are scored, by code."""
    uses: dict[str, MethodUse] = {}
    for entry in entries:
        section = Section.of(entry, where="combine").allow("code", "parts")
        code = section.need("code").text()
        if code in uses:
            raise CombinedTwice(line=section.line, received=code)
        uses[code] = _use(section, code)
    return uses


def _use(section: Section, code: str) -> MethodUse:
    parts = [_part(member, code) for member in section.need("parts").entries()]
    if sorted(method for method, _ in parts) != [LADDER_PART, TARGET_PART]:
        raise PartsNotCombined(line=section.line, received=code)
    by_method = dict(parts)
    target, ladder = by_method[TARGET_PART], by_method[LADDER_PART]
    ladder.need("of").choice((ABOVE_TARGET,))
    step = ladder.get("step")
    values = {
        "target": target.need("target").number(),
        "target_points": target.need("points").positive(),
        "ladder_points": ladder.need("points").positive(),
        "step": Decimal(5) if step is None else step.positive(),
    }
    return MethodUse(TARGET_AND_LADDER, Parameters(values), section.line)


def _part(entry: Entry, code: str) -> tuple[str, Section]:
    section = Section.of(entry, where=f"combine {code}")
    method = section.need("method").choice(tuple(_KEYS))
    return method, section.allow(*_KEYS[method])
