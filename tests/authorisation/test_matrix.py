"""Every role, every operation, every state, here and beyond the wall, against the matrix written by hand."""

from collections.abc import Iterator

import pytest
from django.test import Client

from assessment.people.roles import Role
from tests.authorisation.accounts import put_on_the_list
from tests.authorisation.matrix import (
    ALLOWED,
    NOT_FOUND,
    REFUSED,
    Row,
    matrix,
    schema_operations,
)
from tests.authorisation.places import Province, Target
from tests.authorisation.province import undone
from tests.authorisation.requests import Answer, asked, at_moment, sent, targets_of

ROWS = matrix().rows
UNSAFE_ROWS = [row for row in ROWS if row.unsafe]
INSIDER_ROWS = [row for row in ROWS if row.knows_insiders]
LISTS_OF_OWN_ROWS = [row for row in ROWS if row.own_rows]


def named(row: Row) -> str:
    return row.name


def told(answer: Answer) -> str:
    return answer.content[:300].decode(errors="replace")


@pytest.fixture
def every_state(pytestconfig: pytest.Config) -> bool:
    """Whether a role is tried on every object even where its answer cannot depend on the state."""
    return bool(pytestconfig.getoption("--full"))


def cases(row: Row, province: Province, *, every_state: bool) -> Iterator[tuple[str, Target, Answer]]:
    """The answer of every role: for every object where the state matters, else for one here, one beyond, one absent."""
    for turn, (role, client) in enumerate(province.clients.items()):
        targets = list(targets_of(row, province))
        in_all = every_state or (role in row.roles and row.states is not None)
        for target in targets if in_all else one_of_each_place(targets, turn):
            yield role, target, asked(row, client, target)


def one_of_each_place(targets: list[Target], turn: int) -> Iterator[Target]:
    """Another state at each turn, so that the roles together meet them all."""
    for where in dict.fromkeys(target.where for target in targets):
        there = [target for target in targets if target.where == where]
        yield there[turn % len(there)]


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert {row.operation for row in ROWS} == set(schema_operations())


def test_the_matrix_speaks_of_the_roles_there_are() -> None:
    assert matrix().sets["everybody"] == {role.value for role in Role}


def test_the_matrix_names_no_state_that_no_object_is_in(province: Province) -> None:
    for row in ROWS:
        there = {target.state for target in province.targets.get(row.names, [])}
        told = (row.states or frozenset()) | row.repeats
        assert told.union(*(one.states for one in row.exceptions)) <= there, row.name


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_each_role_gets_the_answer_of_the_matrix(row: Row, province: Province, every_state: bool) -> None:
    differing, bodies = [], set()
    for role, target, answer in cases(row, province, every_state=every_state):
        expected = row.expected(role, target.where, target.state)
        if answer.kind != expected:
            differing.append((role, target.where, target.state, expected, answer.kind, told(answer)))
        if answer.kind == NOT_FOUND:
            bodies.add(answer.content)
        if answer.kind == ALLOWED:
            check_what_was_written(row, role, target, answer, listed=False)
        else:
            assert answer.writes == (), (role, target, "a refused request changed something")
    assert differing == [], "\n".join(map(str, differing))
    assert len(bodies) <= 1, "what lies beyond the wall and what does not exist can be told apart"


@pytest.mark.parametrize("row", INSIDER_ROWS, ids=named)
def test_whoever_is_on_the_list_reads_unissued_scores_and_is_written_down(
    row: Row, province: Province, every_state: bool
) -> None:
    differing = []
    with undone():
        put_on_the_list(province)
        for role, target, answer in cases(row, province, every_state=every_state):
            expected = row.expected(role, target.where, target.state, listed=True)
            if answer.kind != expected:
                differing.append(
                    (
                        role,
                        target.where,
                        target.state,
                        expected,
                        answer.kind,
                        told(answer),
                    )
                )
            if answer.kind == ALLOWED:
                check_what_was_written(row, role, target, answer, listed=True)
    assert differing == []


def check_what_was_written(row: Row, role: str, target: Target, answer: Answer, *, listed: bool) -> None:
    """A change, or a read of what is not issued, leaves who, when and what; any other request leaves nothing."""
    action = row.recorded(role, target.state, listed=listed)
    if not action:
        assert answer.writes == (), (role, target)
        return
    entries = [entry for entry in answer.entries if entry.action == action]
    assert entries, (role, target, "no entry of", action, [entry.action for entry in answer.entries])
    for entry in entries:
        assert (entry.by, entry.at, entry.outcome) == (f"the.{role}", row.moment, "done")
        assert entry.source_address == "127.0.0.1"
        assert entry.object_type
        assert entry.object_id


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_nobody_reaches_an_operation_without_signing_in(row: Row, province: Province) -> None:
    targets = list(targets_of(row, province))
    answers = [asked(row, Client(), target) for target in one_of_each_place(targets, 0)]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("row", LISTS_OF_OWN_ROWS, ids=named)
def test_a_list_of_a_city_holds_its_own_rows_and_a_list_of_the_province_all(row: Row, province: Province) -> None:
    seen = {role: regions_listed(row, province, role) for role in row.roles}
    cities = row.roles & matrix().sets["city"]
    assert cities
    assert {role: seen[role] for role in cities} == {role: {"520300"} for role in cities}
    # An enterprise sees its own rows only, which many a list has none of.
    assert seen.get("enterprise", set()) <= {"520300"}
    assert all({"520300", "520200"} <= seen[role] for role in row.roles - matrix().sets["regional"])


def regions_listed(row: Row, province: Province, role: str) -> set[str]:
    regions = set()
    for target in targets_of(row, province):
        with undone(), at_moment(row):
            address = row.address.format(**{"id": "-", **target.address})
            response = province.clients[role].get(address, {"limit": 10_000})
            shown = response.json()["results"] if response.status_code == 200 else []
            assert len(shown) < 10_000
            regions |= {_at(one, row.own_rows) for one in shown}
    return regions


def _at(shown: object, path: str) -> str:
    for name in path.split("."):
        assert isinstance(shown, dict)
        shown = shown[name]
    return str(shown)


@pytest.mark.parametrize("row", UNSAFE_ROWS, ids=named)
def test_a_request_without_its_csrf_token_is_refused_although_the_role_may(row: Row, province: Province) -> None:
    role, target = one_allowed(row, province)
    client = Client(enforce_csrf_checks=True)
    client.cookies = province.clients[role].cookies
    with undone(), at_moment(row):
        assert sent(row, client, target).status_code == int(REFUSED)
    assert asked(row, province.clients[role], target).kind == ALLOWED


def one_allowed(row: Row, province: Province) -> tuple[str, Target]:
    """A role and an object for which the matrix says allowed; a repetition only where there is nothing else."""
    allowed = [
        (role, target)
        for role in sorted(row.roles)
        for target in targets_of(row, province)
        if row.expected(role, target.where, target.state) == ALLOWED
    ]
    assert allowed, f"nobody may ever {row.name}"
    return next((one for one in allowed if one[1].state not in row.repeats), allowed[0])
