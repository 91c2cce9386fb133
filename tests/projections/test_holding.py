"""Whatever is changed in a read table behind the log is named: the table, the row, the column."""

from sqlalchemy import text

from projections.holding import Difference, held
from tests.projections.acts import Lots
from tests.store.making import behind
from tests.workflows.handle.offices import Office
from workflows.lifecycle import LIFECYCLE


def found(office: Office) -> list[Difference]:
    with held(office.ledger, LIFECYCLE) as differences:
        return list(differences)


def drawn(office: Office, acts: int = 50) -> Office:
    lots = Lots(office, 1)
    for _ in range(acts):
        lots.draw()
    return office


def first_key(office: Office, table: str, column: str) -> str:
    with office.ledger.database.engine.connect() as connection:
        return str(connection.execute(text(f"SELECT min({column}) FROM {table}")).scalar_one())


def test_what_the_log_made_is_what_stands_there(office: Office) -> None:
    assert found(drawn(office)) == []


def test_each_forged_lost_or_added_row_is_named(office: Office) -> None:
    database = drawn(office).ledger.database
    unit, letter = first_key(office, "r_unit", "unit"), first_key(office, "r_letter", "letter")
    key = first_key(office, "reservation", "key")
    behind(
        database,
        f"UPDATE r_unit SET name = 'giả', parent = NULL WHERE unit = '{unit}'",
        "UPDATE r_person SET person = 'person-aaa' WHERE person = 'person-mai'",
        f"DELETE FROM r_letter WHERE letter = '{letter}'",
        "INSERT INTO r_pending(seq, flow, type, parked) VALUES (1, 'period', 'ledger.opened', false)",
        f"UPDATE reservation SET stream = 'nomination-thief' WHERE key = '{key}'",
        "INSERT INTO reservation(key, stream) VALUES ('stale', 'nomination-a')",
    )
    assert set(found(office)) >= {
        Difference("r_unit", unit, "unlike", "name"),
        Difference("r_person", "person-aaa", "foreign"),
        Difference("r_person", "person-mai", "missing"),
        Difference("r_letter", letter, "missing"),
        Difference("r_pending", "1", "foreign"),
        Difference("reservation", key, "unlike", "stream"),
        Difference("reservation", "stale", "foreign"),
    }
    assert {one.table for one in found(office)} == {
        "r_unit",
        "r_person",
        "r_letter",
        "r_pending",
        "reservation",
    }


def test_an_emptied_table_misses_every_row_and_a_dropped_one_is_named(office: Office) -> None:
    database = drawn(office).ledger.database
    with database.engine.connect() as connection:
        roles = connection.execute(text("SELECT count(*) FROM r_role")).scalar_one()
    behind(database, "DELETE FROM r_role", "DROP TABLE r_fund", "ALTER TABLE r_flow DROP COLUMN refused")
    differences = found(office)
    assert [one.what for one in differences if one.table == "r_role"] == ["missing"] * roles
    assert {one.table for one in differences if one.what == "unreadable"} == {"r_fund", "r_flow"}


def test_rows_in_any_letters_are_walked_in_one_order(office: Office) -> None:
    database = drawn(office, 10).ledger.database
    names = ["Z", "a", "É", "đ", "ư", "𠮷", "\uffff", "-", "_", "ab"]
    for name in names:
        behind(
            database,
            "INSERT INTO reservation(key, stream) VALUES (:key, 'nomination-a')",
            key=name,
        )
    assert sorted(found(office), key=lambda one: one.key) == [
        Difference("reservation", name, "foreign") for name in sorted(names)
    ]


def test_what_is_appended_while_it_is_read_is_no_difference(office: Office) -> None:
    drawn(office)
    with held(office.ledger, LIFECYCLE) as differences:
        first = next(differences, None)
        office.do(office.unit("meanwhile"))
        assert (first, list(differences)) == (None, [])
    assert found(office) == []
