"""What waits for one person in all stages, gathered for the first page after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.catalogue.todo import to_freeze, to_open
from assessment.display.todo import ToDo
from assessment.filing.returns_table import OwedLine, owed_lines
from assessment.filing.todo import (
    adoptions_to_confirm,
    corrections_to_decide,
    disputes_to_answer,
    extensions_to_decide,
    figures_to_check,
    letters_to_answer,
    queries_to_answer,
    to_review,
)
from assessment.measurement.survey_todo import estimations_waiting, surveys_waiting
from assessment.measurement.table_todo import revenues_waiting, tables_due, uploads_waiting
from assessment.measurement.todo import batches_waiting, disputes_waiting, opinions_waiting
from assessment.messages.inbox import Line, newest_lines
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.scoring.todo import feedback_waiting, objections_waiting, runs_waiting

NOTICES_SHOWN = 5
FILES_RETURNS = frozenset({Action.RETURN_FILL, Action.RETURN_SIGN})


@dataclass(frozen=True)
class MyTasks:
    """`returns` is None for whoever files none; `next_deadline` is the earliest unfinished return still on time."""

    todos: Sequence[ToDo]
    returns: Sequence[OwedLine] | None
    signs: bool
    fills: bool
    notices: Sequence[Line]

    @property
    def next_deadline(self) -> OwedLine | None:
        ahead = [line for line in self.returns or () if line.unfinished and not line.overdue]
        return min(ahead, key=lambda line: line.left, default=None)

    @property
    def sent_back(self) -> list[OwedLine]:
        return [line for line in self.returns or () if line.sent_back]

    @property
    def empty(self) -> bool:
        return not self.todos and not self.returns


def my_tasks(user: User, *, at: datetime) -> MyTasks:
    """One list for each duty the reader's permissions give."""
    allowed = actions_open_to(user, at=at)
    todos = [
        *to_review(user, allowed, at=at),
        *adoptions_to_confirm(user, allowed, at=at),
        *corrections_to_decide(user, allowed, at=at),
        *extensions_to_decide(allowed),
        *queries_to_answer(user, allowed, at=at),
        *figures_to_check(user, allowed, at=at),
        *disputes_to_answer(user, allowed, at=at),
        *letters_to_answer(user, allowed, at=at),
        *to_open(allowed, at=at),
        *to_freeze(allowed),
        *uploads_waiting(user, allowed, at=at),
        *revenues_waiting(user, allowed, at=at),
        *tables_due(user, allowed, at=at),
        *surveys_waiting(user, allowed, at=at),
        *estimations_waiting(user, allowed, at=at),
        *batches_waiting(user, allowed, at=at),
        *opinions_waiting(user, allowed, at=at),
        *disputes_waiting(user, allowed, at=at),
        *runs_waiting(user, allowed, at=at),
        *feedback_waiting(user, allowed, at=at),
        *objections_waiting(user, allowed, at=at),
    ]
    files = bool(FILES_RETURNS & allowed)
    return MyTasks(
        todos=todos,
        returns=owed_lines(user, at=at) if files else None,
        signs=Action.RETURN_SIGN in allowed,
        fills=Action.RETURN_FILL in allowed,
        notices=newest_lines(user, NOTICES_SHOWN),
    )
