"""A life as a table: which move leads from which state to which, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from assessment.audit.errors import WrongState
from assessment.methodology.errors import Phrase


@dataclass(frozen=True)
class StateTable:
    """`moves` maps (state, move) to the state after; what is not in it is refused.

    `words` gives the name of the table, its states and moves as a person reads them in a refusal.
    """

    name: str
    states: type[StrEnum] | tuple[str, ...]
    moves_known: type[StrEnum]
    moves: Mapping[tuple[str, str], str]
    words: Mapping[str, str] = field(default_factory=dict)

    def after(self, state: str, move: str) -> str:
        """The state after `move`; `WrongState` (HTTP 409) where the table has no such row."""
        try:
            return self.moves[state, move]
        except KeyError:
            raise WrongState(object=self._said(self.name), move=self._said(move), state=self._said(state)) from None

    def allows(self, state: str, move: str) -> bool:
        return (state, move) in self.moves

    def moves_from(self, state: str) -> tuple[str, ...]:
        return tuple(str(move) for (at, move) in self.moves if at == state)

    def complement(self) -> list[tuple[str, str]]:
        """Every (state, move) that must be refused."""
        return [pair for pair in product(self._names(), [str(m) for m in self.moves_known]) if pair not in self.moves]

    def reachable_from(self, start: str) -> frozenset[str]:
        """All states a life that begins in `start` can come to, `start` included."""
        found, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            new = {after for (at, _), after in self.moves.items() if at == here} - found
            found |= new
            waiting.extend(new)
        return frozenset(found)

    def _said(self, name: str) -> Phrase:
        return Phrase(self.words.get(str(name), str(name)))

    def _names(self) -> list[str]:
        return [str(state) for state in self.states]
