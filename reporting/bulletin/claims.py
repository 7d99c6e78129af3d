"""Numbers read back from a text and held against the annexes, so that an edited sentence is never wrong unseen.

A number belongs to the last names before it in its sentence (several, where they are enumerated side by side) and is
read with its unit and its direction: 下降2.3% is −2.3, 上升2位 is a move of +2.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from assessment.display.formats import MINUS, UP
from assessment.methodology.errors import N_
from reporting.bulletin import terms
from reporting.bulletin.annex_parts import Annex, AnnexColumn, AnnexTable
from reporting.bulletin.plain_numbers import periods_in, results_of
from reporting.bulletin.texts import FREE, ORDERED

_NUMBER: Final = re.compile(r"[−-]?[0-9]+(?:,[0-9]{3})*(?:[.][0-9]+)?")
_FALLING: Final = re.compile(r"(?:下降|减少|降低|回落|缩小|负增长)(?:了|约|为)?$")
_RISING: Final = re.compile(r"(?:上升|升|进|提高)(?:了)?$")
COUNT, PERCENTAGE_POINTS = "个", "个百分点"
_NO_UNITS: Final = frozenset({terms.PROVINCE, terms.MEAN, terms.GROUP_MEAN})
# Told with a number even where no annex has a column of it.
_USUAL_MEASURES: Final = (terms.PERCENT, "亿元", "万元", "元", "倍", "家", "户", "人")
_OF_THE_RANKING: Final = frozenset({terms.POINTS, terms.PLACE, terms.STEPS, terms.PREVIOUS_RANK})
_TALKS_OF_THE_PERIOD: Final = FREE - {"memo_opening"}


class Trouble(StrEnum):
    NOT_IN_TABLES = N_("not in the annexes")
    NOBODYS = N_("neither in the annexes nor marked as quoted with its source")
    OTHER_ORDER = N_("other names or another order than in the ranking")
    OTHER_PERIOD = N_("another period than that of the assessment")


@dataclass(frozen=True)
class Claim:
    """`owners` blank: no name stands before the number in its sentence. `hint` is the clause it was read in."""

    owners: tuple[str, ...]
    measure: str
    value: Decimal
    text: str
    hint: str = ""

    @property
    def of_the_ranking(self) -> bool:
        """A score, a place or a move of somebody named: no source but the ranking can state it."""
        return bool(self.owners) and self.measure in _OF_THE_RANKING


@dataclass(frozen=True)
class Mismatch:
    """A part of a text that does not stand in the annexes; `owners` as far as the sentence names them.

    A `quotable` one may stay where its source is stated.
    """

    quoted: str
    owners: str
    trouble: Trouble
    quotable: bool = False


@dataclass(frozen=True)
class Known:
    """What the annexes say: the values by owner, unit and head of the column; whose names and which units occur."""

    values: frozenset[tuple[str, str, str, Decimal]]
    names: tuple[str, ...]
    measures: tuple[str, ...]
    period: str
    units: int

    @classmethod
    def of(cls, annexes: Iterable[Annex], *, period: str) -> "Known":
        tables = [table for annex in annexes for table in annex.tables]
        values = frozenset(value for table in tables for value in _values_of(table))
        names = {owner for table in tables for owner in table.owners if owner} | _NO_UNITS
        measures = {measure for _, measure, _, _ in values} | {terms.PLACE, COUNT, PERCENTAGE_POINTS, *_USUAL_MEASURES}
        longest = sorted(measures - {terms.STEPS, terms.PREVIOUS_RANK}, key=len, reverse=True)
        units = len(names - _NO_UNITS)
        return cls(values, tuple(sorted(names, key=len, reverse=True)), tuple(longest), period, units)

    def holds(self, claim: Claim, owner: str) -> bool:
        """Whether a number of `owner` stands in the annexes; under the head its clause names, where it names one."""
        found = {(head, value) for who, measure, head, value in self.values if (who, measure) == (owner, claim.measure)}
        named = [head for head, _ in found if head and head in claim.hint]
        wanted = max(named, key=lambda head: (claim.hint.rfind(head), len(head)), default="")
        return any(value == claim.value for head, value in found if not wanted or head == wanted)

    def holds_alone(self, claim: Claim) -> bool:
        """Whether exactly one name has this number with this unit: equals are to be named."""
        having = {who for who, measure, _, value in self.values if (measure, value) == (claim.measure, claim.value)}
        return claim.measure != "" and len(having) == 1

    def counts(self, claim: Claim) -> bool:
        """Whether it counts all units there are, or picks some of them by place: 9个市（州）, 居后3位."""
        if claim.measure != COUNT:
            return False
        return claim.value == self.units or (claim.text.endswith(terms.PLACE) and 0 < claim.value <= self.units)


def mismatches(key: str, text: str, *, generated: str, known: Known, quoted: Collection[str] = ()) -> list[Mismatch]:
    """What in the text of block `key` does not stand in the annexes, in the order of the text.

    A number that is nobody's (how many rose) must be one of the generated text; in a free block it may also be one
    name's alone, or count the units. `quoted` are parts of the text whose source the editor has stated.
    """
    counted = {(claim.measure, claim.value) for claim in claims_in(generated, known) if not claim.owners}
    found = []
    for claim in claims_in(text, known):
        if claim.text in quoted and not claim.of_the_ranking:
            continue
        if claim.owners:
            stands = all(known.holds(claim, owner) for owner in claim.owners)
        else:
            stands = (claim.measure, claim.value) in counted
            stands = stands or (key in FREE and (known.holds_alone(claim) or known.counts(claim)))
        if not stands:
            trouble = Trouble.NOT_IN_TABLES if claim.owners or key not in FREE else Trouble.NOBODYS
            found.append(Mismatch(claim.text, "、".join(claim.owners), trouble, not claim.of_the_ranking))
    if key in ORDERED and names_in(text, known) != names_in(generated, known):
        found.append(Mismatch("、".join(names_in(text, known)), "", Trouble.OTHER_ORDER))
    if key not in _TALKS_OF_THE_PERIOD:
        others = [said for said in periods_in(text) if said not in _periods_allowed(known.period)]
        found += [Mismatch(said, "", Trouble.OTHER_PERIOD) for said in others]
    return found


def claims_in(text: str, known: Known) -> Iterator[Claim]:
    """Every number of a text that states a result, with its owners, unit and direction."""
    for sentence in re.split(r"[。！？\n]", results_of(text)):
        yield from _claims_of(sentence, known)


def names_in(text: str, known: Known) -> list[str]:
    pattern = _any_of([name for name in known.names if name not in _NO_UNITS])
    return [match.group() for match in pattern.finditer(text)]


def _claims_of(sentence: str, known: Known) -> Iterator[Claim]:
    name = _any_of(known.names)
    runs = list(re.finditer(rf"(?:{name.pattern})(?:[、和与及](?:{name.pattern}))*", sentence))
    end = 0
    for match in _NUMBER.finditer(sentence):
        if any(run.start() <= match.start() < run.end() for run in runs):
            continue
        before = [run for run in runs if run.end() <= match.start()]
        owners = tuple(name.findall(before[-1].group())) if before else ()
        begin = max([end, *(run.end() for run in before)])
        after, clause = sentence[match.end() :], sentence[end : match.start()]
        unit = next((measure for measure in known.measures if measure and after.startswith(measure)), "")
        value = _read(match.group())
        hint = clause.rpartition("，")[2].rpartition("；")[2]
        end = match.end()
        if unit == terms.PLACE:
            measure, value = _place(clause, value)
        else:
            measure, value = unit, -value if _FALLING.search(clause) else value
        if measure == COUNT:
            owners = ()
        yield Claim(owners, measure, value, f"{_tail(sentence[begin : match.start()])}{match.group()}{unit}", hint)


def _place(clause: str, value: Decimal) -> tuple[str, Decimal]:
    """第3位 is a place, 由第3位 the one before, 上升3位 and 下降3位 moves, 居前3位 a count."""
    if clause.endswith(("由第", "从第", "上期第", "上期位次第")):
        return terms.PREVIOUS_RANK, value
    if _FALLING.search(clause) or clause.endswith("退"):
        return terms.STEPS, -value
    if _RISING.search(clause):
        return terms.STEPS, value
    return (terms.PLACE, value) if clause.endswith("第") else (COUNT, value)


def _tail(clause: str) -> str:
    """The few signs before a number by which the reader finds it."""
    return re.split(r"[，；、（）：]", clause)[-1][-8:]


def _values_of(table: AnnexTable) -> Iterator[tuple[str, str, str, Decimal]]:
    for owner, row in zip(table.owners, table.rows, strict=True):
        for column, text in zip(table.columns, row, strict=True):
            value = _moved(text) if column.measure == terms.STEPS else _plain(text)
            if owner and column.measure and value is not None:
                yield owner, column.measure, _label(column), value


def _label(column: AnnexColumn) -> str:
    """The head as a sentence says it: without its unit."""
    head = column.head if column.group in {"", terms.PART_SCORES} else column.group
    return re.sub(r"\n?（[^（）]*）$", "", head)


def _plain(text: str) -> Decimal | None:
    return _read(text) if _NUMBER.fullmatch(text) else None


def _moved(text: str) -> Decimal | None:
    value = _plain(text[1:])
    return value if value is None or text[0] == UP else -value


def _read(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(MINUS, "-"))


def _periods_allowed(period: str) -> set[str]:
    """The period itself, the same one of last year, and both years by their numbers."""
    year = int(period[:4])
    return {f"{one}{rest}" for one in (year, year - 1) for rest in (period[4:], "年", "年度")}


def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, names)) or r"(?!)")
