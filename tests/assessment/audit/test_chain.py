"""The audit: each change leaves an entry in its transaction; whatever is done to the entries is found."""

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from assessment.audit.actions import PROVINCE, SYSTEM, Fact, record, record_all, write_anchors
from assessment.audit.anchors import anchor_file
from assessment.audit.errors import AnchorFileMissing
from assessment.audit.models import Entry
from assessment.audit.queries import verify

AT = datetime(2021, 4, 20, 9, 0, tzinfo=UTC)


def write(count: int, *, chain: str = "520300") -> None:
    for number in range(count):
        with transaction.atomic():
            record(
                Fact("return.fill", chain, "version", str(number), changes={"value": (number, number + 1)}),
                by=SYSTEM,
                at=AT,
            )


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_change_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(Fact("return.fill", PROVINCE, "thing", "1"), by=SYSTEM, at=AT)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_the_record_is_checked_is_no_cut_tail(tmp_path: Path) -> None:
    """The anchors come through a pipe, so that an entry is written, and anchored, in the midst of the check."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    write(3)

    def one_more() -> None:
        with pipe.open("w", encoding="utf-8") as into:
            write(1)
            write_anchors()
            into.write(anchor_file().read_text("utf-8"))
        connection.close()

    writer = Thread(target=one_more)
    writer.start()
    found = verify(pipe)
    writer.join()
    assert (found.faults, found.entries) == ((), 4)


@pytest.mark.django_db
def test_values_are_never_stored_only_their_keyed_digests() -> None:
    entry = record(Fact("return.fill", PROVINCE, "thing", "1", changes={"score": ("96.42", "97.13")}), by=SYSTEM, at=AT)
    assert "96.42" not in str(entry.changes)
    assert {change["field"] for change in entry.changes} == {"score"}
    assert entry.changes[0]["old"] != entry.changes[0]["new"]


@pytest.mark.django_db
def test_each_chain_counts_for_itself_and_links_to_its_own_last_entry() -> None:
    first, other, second = record_all(
        [
            Fact("return.fill", "520100", "t", "1"),
            Fact("return.fill", PROVINCE, "t", "1"),
            Fact("return.sign", "520100", "t", "1"),
        ],
        by=SYSTEM,
        at=AT,
    )
    assert [first.sequence, other.sequence, second.sequence] == [1, 1, 2]
    assert second.previous_mac == first.mac


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_entry() -> None:
    with transaction.atomic():
        record(Fact("return.fill", PROVINCE, "t", "1"), by=SYSTEM, at=AT)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET by = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_applications_role_cannot_change_delete_or_empty_the_record(statement: str) -> None:
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.no_cover
@pytest.mark.django_db(transaction=True)
def test_two_hundred_random_edits_deletions_insertions_and_tail_cuts_are_all_found(
    superuser_connection: psycopg.Connection,
) -> None:
    write(40)
    write(15, chain=PROVINCE)
    assert verify().faults == ()
    tools = random.Random(20210420)
    missed = [name for name, attack in attacks(tools, 200) if not found(superuser_connection, attack)]
    assert missed == []
    assert verify().faults == ()


Attack = Callable[[psycopg.Cursor], None]
COLUMNS = {
    "by": "'somebody else'",
    "at": "at + interval '1 microsecond'",
    "action": "action || 'x'",
    "object_id": "object_id || '0'",
    "changes": "'[]'",
    "facts": """'{"note": "harmless"}'""",
    "outcome": "'refused'",
    "source_address": "'10.0.0.9'",
    "mac": "repeat('a', 64)",
    "previous_mac": "repeat('b', 64)",
    "sequence": "sequence + 1000",
    "chain": "'520900'",
    "key_id": "'k9'",
}


def attacks(tools: random.Random, count: int) -> list[tuple[str, Attack]]:
    made: list[tuple[str, Attack]] = []
    for number in range(count):
        kind = ("edit", "delete", "insert", "cut")[number % 4]
        at = tools.randint(1, 40)
        column = tools.choice(sorted(COLUMNS))
        made.append((f"{kind} {at} {column}", ATTACKS[kind](at, column)))
    return made


def edit(at: int, column: str) -> Attack:
    statement = f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE chain = '520300' AND sequence = {at}"
    return lambda cursor: cursor.execute(statement.encode()) and None


def delete(at: int, _column: str) -> Attack:
    return lambda cursor: (
        cursor.execute("DELETE FROM audit_entry WHERE chain = '520300' AND sequence = %s", [at]) and None
    )


def insert(at: int, _column: str) -> Attack:
    """A copy of a real entry put at the end of the chain, as a forger without the key can make it."""
    return lambda cursor: (
        cursor.execute(
            "INSERT INTO audit_entry (chain, sequence, at, by, action, object_type, object_id, changes, facts, outcome,"
            " source_address, schema, key_id, previous_mac, mac)"
            " SELECT chain, (SELECT max(sequence) + 1 FROM audit_entry WHERE chain = '520300'), at, by, action,"
            " object_type, object_id, changes, facts, outcome, source_address, schema, key_id,"
            " (SELECT mac FROM audit_entry WHERE chain = '520300' ORDER BY sequence DESC LIMIT 1), mac"
            " FROM audit_entry WHERE chain = '520300' AND sequence = %s",
            [at],
        )
        and None
    )


def cut(at: int, _column: str) -> Attack:
    return lambda cursor: (
        cursor.execute("DELETE FROM audit_entry WHERE chain = '520300' AND sequence >= %s", [at]) and None
    )


ATTACKS = {"edit": edit, "delete": delete, "insert": insert, "cut": cut}


def found(superuser: psycopg.Connection, attack: Attack) -> bool:
    """Do it past all triggers, look whether verification sees it, and put everything back."""
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_entry")
        attack(cursor)
        seen = bool(verify().faults)
        cursor.execute("DELETE FROM audit_entry")
        cursor.execute("INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT * FROM kept")
        cursor.execute("DROP TABLE kept")
    return seen


@pytest.mark.django_db(transaction=True)
def test_an_altered_anchor_line_is_named() -> None:
    write(3)
    lines = anchor_file().read_text("utf-8").splitlines(keepends=True)
    anchor_file().write_text("".join([lines[0].replace('"count": 1', '"count": 2'), *lines[1:]]), "utf-8")
    assert [(fault.chain, fault.sequence, fault.code) for fault in verify().faults] == [
        ("anchors", 1, "anchor_altered")
    ]


@pytest.mark.django_db(transaction=True)
def test_heads_a_process_could_not_anchor_are_anchored_by_the_next_round() -> None:
    write(2)
    anchor_file().write_text("", "utf-8")
    with transaction.atomic():
        record(Fact("return.fill", PROVINCE, "t", "1"), by=SYSTEM, at=AT)
        assert verify().unanchored == 3
    write_anchors()
    assert [line.split('"count": ')[1][0] for line in anchor_file().read_text("utf-8").splitlines()] == ["1"]


@pytest.mark.django_db(transaction=True)
def test_entries_without_a_single_anchor_are_a_fault_and_a_named_file_must_be_there(tmp_path: Path) -> None:
    assert verify().faults == ()
    write(3)
    anchor_file().unlink()
    assert [fault.code for fault in verify().faults] == ["anchors_missing"]
    with pytest.raises(AnchorFileMissing):
        verify(tmp_path / "elsewhere.jsonl")
