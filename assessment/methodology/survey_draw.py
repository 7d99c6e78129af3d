"""Drawing the sample: the same seed and the same frame give the same units on every machine, in any order of rows.

Each stratum has a generator of its own, so that a change in one stratum moves nobody in another. Units stand in the
order of their codes and get one raw 64-bit number each; the smallest numbers are drawn. Raw numbers of PCG64 are
fixed by its definition (M. E. O'Neill 2014; NumPy guarantees the stream of a bit generator, not of its
distributions; MEMORY). Simple random sampling without replacement by random keys: DESIGN.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from numpy.random import PCG64, SeedSequence

from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, AssessmentError

DRAW_METHOD: Final = "pcg64-raw-1"
_WORDS = 4


class UnitRepeated(AssessmentError):
    code = "survey_unit_repeated"
    message = N_("The unit “{unit}” stands twice in the frame, in “{first}” and “{second}”. Keep it once.")


class DrawExceedsStratum(AssessmentError):
    code = "draw_exceeds_stratum"
    message = N_("Stratum “{stratum}” holds {expected} units; {received} cannot be drawn from it.")


class SeedNotUsable(AssessmentError):
    code = "seed_not_usable"
    message = N_("The seed of a draw must be a whole number from 0 on; received {received}.")


@dataclass(frozen=True)
class Draw:
    """What was drawn and all that is needed to draw it again; `units` by stratum, codes in ascending order."""

    seed: int
    method: str
    frame_digest: str
    units: Mapping[str, tuple[str, ...]]


def draw_sample(frame: Iterable[tuple[str, str]], allocation: Mapping[str, int], *, seed: int) -> Draw:
    """n_h units of each stratum of `allocation`, every set of n_h being equally likely. `frame` is (unit, stratum)."""
    if seed < 0:
        raise SeedNotUsable(received=seed)
    strata = _by_stratum(frame)
    drawn = {}
    for stratum in sorted(allocation):
        units, size = strata.get(stratum, []), allocation[stratum]
        if size > len(units):
            raise DrawExceedsStratum(stratum=stratum, expected=len(units), received=size)
        keys = _generator(seed, stratum).random_raw(len(units)).tolist()
        smallest = sorted(zip(keys, units, strict=True))[:size]
        drawn[stratum] = tuple(sorted(unit for _, unit in smallest))
    return Draw(seed, DRAW_METHOD, digest(strata), drawn)


def _by_stratum(frame: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    place: dict[str, str] = {}
    strata: defaultdict[str, list[str]] = defaultdict(list)
    for unit, stratum in frame:
        if unit in place:
            raise UnitRepeated(unit=unit, first=place[unit], second=stratum)
        place[unit] = stratum
        strata[stratum].append(unit)
    return {stratum: sorted(units) for stratum, units in sorted(strata.items())}


def _generator(seed: int, stratum: str) -> PCG64:
    """A stream of its own for each seed and stratum name: the name enters as the first words of its SHA-256."""
    name = hashlib.sha256(stratum.encode()).digest()
    words = [int.from_bytes(name[4 * word : 4 * word + 4], "big") for word in range(_WORDS)]
    return PCG64(SeedSequence([seed, *words]))
