"""Verification: whatever is changed behind the program's back is found, and the event is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update

from events.envelope import Envelope, decode, leaf_hash
from events.store.checkpoint import Notary
from events.store.errors import Tampered
from events.store.tables import CheckpointRow, EventRow, TreeNodeRow
from events.store.tree import Frontier
from events.store.upgrade import missing_guards
from events.store.verify import Report, verify
from tests.store.conftest import Prepare
from tests.store.forging import Change, forge_note, naive, sign_other_row, touch_note
from tests.store.making import Pen, behind, event_rows, lay_down_arms, notary

SIGNED = 41
FIRST_CHECKPOINT = 21
Row = dict[str, Any]
EVENT, NODE = EventRow.__table__, TreeNodeRow.__table__  # type: ignore[attr-defined]


def build(pen: Pen, folder: Path) -> None:
    """Write 41 events, signed at 21 and at the end, and take the triggers away."""
    signing = notary(pen.ledger, folder)
    pen.units(1, 15)
    assert signing.sign().size == FIRST_CHECKPOINT
    pen.units(16, 30)
    assert signing.sign().size == SIGNED
    lay_down_arms(pen.ledger.database)


@pytest.fixture
def pen(prepare: Prepare) -> Pen:
    return prepare(build)


@pytest.fixture
def signed(pen: Pen, tmp_path: Path) -> Notary:
    return notary(pen.ledger, tmp_path)


def checked(signed: Notary) -> Report:
    return verify(signed.ledger, signed.signer.verifier, signed.kept)


def named(signed: Notary) -> set[tuple[int, int]]:
    return {(fault.first, fault.last) for fault in checked(signed).faults}


def first_named(signed: Notary) -> tuple[int, int]:
    fault = checked(signed).faults[0]
    return fault.first, fault.last


def all_rows(signed: Notary) -> list[Row]:
    return [row.model_dump() for row in event_rows(signed.ledger)]


def lay_down(signed: Notary, rows: list[Row]) -> None:
    """Let the log hold these rows and no others."""
    with signed.ledger.database.engine.begin() as connection:
        connection.execute(delete(EVENT))
        connection.execute(insert(EVENT), rows)


def recompute_tree(signed: Notary) -> None:
    """Make the inner nodes fit the hashes that are there, as a careful forger does."""
    frontier = Frontier()
    made = [node for row in all_rows(signed) for node in frontier.add(row["hash"])]
    with signed.ledger.database.engine.begin() as connection:
        connection.execute(delete(NODE))
        if made:
            connection.execute(insert(NODE), [{"level": at[0], "idx": at[1], "hash": at[2]} for at in made])


@contextmanager
def changed(signed: Notary, rows: list[Row], at: int, /, **values: object) -> Iterator[None]:
    """Change columns of the event at a position for a while; `rows` is the log as it was."""
    engine, was = signed.ledger.database.engine, rows[at - 1]
    with engine.begin() as connection:
        connection.execute(update(EVENT).where(EVENT.c.seq == at).values(**values))
    yield
    with engine.begin() as connection:
        here = EVENT.c.seq == values.get("seq", at)
        connection.execute(update(EVENT).where(here).values(**{key: was[key] for key in values}))


def flipped(leaf: bytes, at: int, bit: int = 1) -> bytes:
    return leaf[:at] + bytes([leaf[at] ^ bit]) + leaf[at + 1 :]


def resalted(leaf: bytes) -> bytes:
    """Change a leaf into one that reads as well as before: another digit in its salt."""
    at = leaf.index(b'"salt":"') + len(b'"salt":"')
    return leaf[:at] + (b"0" if leaf[at : at + 1] != b"0" else b"1") + leaf[at + 1 :]


def row_of(leaf: bytes) -> Row:
    """Give the row that a leaf belongs in, with a hash that fits."""
    envelope = decode(leaf)
    columns = ("seq", "stream", "version", "type", "at", "recorded_at")
    return {**{name: getattr(envelope, name) for name in columns}, "leaf": leaf, "hash": leaf_hash(leaf)}


def single(rows: list[Row]) -> list[int]:
    """List the events that are alone in their stream."""
    streams = [row["stream"] for row in rows]
    return [row["seq"] for row in rows if streams.count(row["stream"]) == 1]


def test_a_sound_ledger_has_nothing_to_report(signed: Notary) -> None:
    report = checked(signed)
    assert (report.ok, report.faults, report.events, report.checkpoints) == (True, [], SIGNED, 2)
    assert report.root == naive([leaf_hash(row["leaf"]) for row in all_rows(signed)])
    assert report.kept is not None
    assert (report.kept.size, report.kept.root) == (SIGNED, report.root)


@pytest.mark.slow
def test_any_changed_byte_of_a_leaf_names_its_event(signed: Notary) -> None:
    rows = all_rows(signed)
    seq = single(rows)[12]
    leaf = rows[seq - 1]["leaf"]
    for at in range(len(leaf)):
        with changed(signed, rows, seq, leaf=flipped(leaf, at, (1, 0x20, 0x80)[at % 3])):
            assert first_named(signed) == (seq, seq)
    assert checked(signed).ok


def test_a_changed_byte_in_any_leaf_names_its_event(signed: Notary) -> None:
    rows = all_rows(signed)
    for row in rows:
        seq, leaf = row["seq"], row["leaf"]
        at = leaf.index(b'"salt"') + 8 + seq % 32
        with changed(signed, rows, seq, leaf=flipped(leaf, at)):
            assert named(signed) == {(seq, seq)}
    assert checked(signed).ok


def test_a_leaf_changed_with_its_hash_and_the_whole_tree_names_its_event(signed: Notary) -> None:
    rows = all_rows(signed)
    for row in rows[::4]:
        leaf = resalted(row["leaf"])
        with changed(signed, rows, row["seq"], leaf=leaf, hash=leaf_hash(leaf)):
            recompute_tree(signed)
            assert named(signed) == {(row["seq"], row["seq"])}


@pytest.mark.parametrize("left", [1, FIRST_CHECKPOINT - 1, FIRST_CHECKPOINT, SIGNED - 1])
def test_a_cut_tail_names_what_is_missing(signed: Notary, left: int) -> None:
    behind(signed.ledger.database, f"DELETE FROM event WHERE seq > {left}")
    recompute_tree(signed)
    assert [(fault.first, fault.last) for fault in checked(signed).faults] == [(left + 1, SIGNED)]


def test_an_emptied_log_names_everything(signed: Notary) -> None:
    behind(signed.ledger.database, "DELETE FROM event")
    assert named(signed) == {(1, SIGNED)}


@pytest.mark.parametrize("left", [None, b"", b"21\nx\n", b"\xff\n", b"21\n"])
def test_the_list_of_all_checkpoints_must_be_there_and_whole(signed: Notary, left: bytes | None) -> None:
    if left is None:
        signed.kept.sizes_file.unlink()
    else:
        signed.kept.sizes_file.write_bytes(left)
    behind(signed.ledger.database, f"DELETE FROM checkpoint WHERE size = {FIRST_CHECKPOINT}")
    assert any("danh sách các điểm chốt" in str(fault) for fault in checked(signed).faults)
    with pytest.raises(Tampered):
        signed.sign()


def test_a_missing_event_is_named_first(signed: Notary) -> None:
    rows = all_rows(signed)
    for seq in (1, 2, *range(5, SIGNED, 6), SIGNED):
        lay_down(signed, [row for row in rows if row["seq"] != seq])
        assert first_named(signed) == (seq, seq)
    lay_down(signed, rows)
    assert checked(signed).ok


def test_a_missing_event_is_named_first_even_when_the_rest_moves_up(signed: Notary) -> None:
    rows = all_rows(signed)
    lay_down(signed, rows[:9] + [{**row, "seq": row["seq"] - 1} for row in rows[10:]])
    recompute_tree(signed)
    assert first_named(signed) == (10, 10)


def test_two_events_that_changed_places_are_both_named(signed: Notary) -> None:
    rows = all_rows(signed)
    for one, two in combinations(single(rows)[1::4], 2):
        swapped = [dict(row) for row in rows]
        swapped[one - 1], swapped[two - 1] = {**rows[two - 1], "seq": one}, {**rows[one - 1], "seq": two}
        lay_down(signed, swapped)
        assert named(signed) == {(one, one), (two, two)}


def test_an_event_put_in_between_is_named_first(signed: Notary) -> None:
    rows = all_rows(signed)
    forged = {**rows[9], "stream": "unit-forged", "leaf": resalted(rows[9]["leaf"])}
    lay_down(signed, rows[:9] + [forged] + [{**row, "seq": row["seq"] + 1} for row in rows[9:]])
    recompute_tree(signed)
    assert first_named(signed) == (10, 10)


def test_an_event_told_again_at_the_end_is_named(signed: Notary) -> None:
    rows = all_rows(signed)
    lay_down(signed, [*rows, {**rows[9], "seq": SIGNED + 1, "stream": "unit-again"}])
    assert named(signed) == {(SIGNED + 1, SIGNED + 1)}


@pytest.mark.parametrize(
    ("was", "forged"),
    [
        (b'"version":1', b'"version":2'),
        (b'"recorded_at":"2024-01-02T01:00:00.000000Z"', b'"recorded_at":"2024-01-02T00:59:59.999999Z"'),
    ],
)
def test_a_sound_leaf_that_cannot_follow_what_was_before_is_named(
    signed: Notary, was: bytes, forged: bytes
) -> None:
    rows = all_rows(signed)
    last = rows[single(rows)[-1] - 1]
    moved = last["leaf"].replace(b'"seq":%d' % last["seq"], b'"seq":%d' % (SIGNED + 1))
    sound = moved.replace(last["stream"].encode(), b"unit-fresh")
    behind(signed.ledger.database, f"UPDATE command SET last_seq = {SIGNED + 1} WHERE last_seq = {SIGNED}")
    lay_down(signed, [*rows, row_of(sound)])
    assert named(signed) == set()
    lay_down(signed, [*rows, row_of(sound.replace(was, forged))])
    assert named(signed) == {(SIGNED + 1, SIGNED + 1)}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stream", "unit-other"),
        ("version", 2),
        ("type", "unit.closed"),
        ("at", "2024-01-02T01:00:00.000001Z"),
        ("recorded_at", "2024-01-02T00:59:59.999999Z"),
        ("hash", bytes(32)),
        ("hash", b""),
    ],
)
def test_a_column_that_no_longer_repeats_its_leaf_names_its_event(
    signed: Notary, column: str, value: object
) -> None:
    rows = all_rows(signed)
    for seq in single(rows)[1::3]:
        with changed(signed, rows, seq, **{column: value}):
            assert named(signed) == {(seq, seq)}


def test_an_event_moved_to_another_position_leaves_a_gap_that_is_named(signed: Notary) -> None:
    rows = all_rows(signed)
    with changed(signed, rows, 7, seq=1000):
        found = named(signed)
    assert {(7, 7), (1000, 1000)} <= found
    assert checked(signed).ok


def test_an_event_that_is_not_yet_signed_is_held_against_its_hash(signed: Notary, pen: Pen) -> None:
    pen.units(31, 32)
    rows = all_rows(signed)
    assert checked(signed).ok
    with changed(signed, rows, SIGNED + 1, leaf=resalted(rows[SIGNED]["leaf"])):
        assert named(signed) == {(SIGNED + 1, SIGNED + 1)}


@pytest.mark.parametrize("spoilt", [b'"name":"\xff', b'"name":[' + b"[" * 5000 + b"]", b'"name":x"'])
def test_an_unsigned_leaf_that_is_no_json_inside_is_named(signed: Notary, pen: Pen, spoilt: bytes) -> None:
    pen.units(31, 31)
    rows = all_rows(signed)
    leaf = rows[SIGNED]["leaf"].replace(b'"name":"', spoilt, 1)
    with changed(signed, rows, SIGNED + 1, leaf=leaf, hash=leaf_hash(leaf)):
        assert named(signed) == {(SIGNED + 1, SIGNED + 1)}


def test_an_event_that_no_command_has_written_is_named(signed: Notary, pen: Pen) -> None:
    pen.units(31, 31)
    forged = SIGNED + 1
    assert checked(signed).unsigned == 1
    behind(signed.ledger.database, f"DELETE FROM command WHERE first_seq = {forged}")
    assert named(signed) == {(forged, forged)}


@pytest.mark.parametrize("change", [
    "DELETE FROM command", "UPDATE command SET digest = 'x'", "UPDATE command SET last_seq = last_seq + 1",
    "INSERT INTO command(id, digest, first_seq, last_seq) VALUES ('x', 'x', 1000, 1000)",
])  # fmt: skip
def test_the_table_of_commands_must_follow_from_the_log(signed: Notary, change: str) -> None:
    behind(signed.ledger.database, change)
    assert len(checked(signed).faults) == 1
    assert "bảng lệnh" in str(checked(signed).faults[0])


def test_what_is_appended_and_signed_while_it_reads_is_no_fault(
    signed: Notary, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(100, 300))

    def decode_slowly(leaf: bytes) -> Envelope:
        if (number := next(numbers)) % 20 == 0:
            pen.units(number, number)
            signed.sign()
        return decode(leaf)

    monkeypatch.setattr("events.store.verify.decode", decode_slowly)
    report = checked(signed)
    assert (report.faults, report.events) == ([], SIGNED)
    monkeypatch.undo()
    assert checked(signed).ok


def test_guards_that_were_taken_away_are_missed(signed: Notary) -> None:
    assert any(name.startswith("event_") for name in missing_guards(signed.ledger.database))


def test_without_the_kept_hashes_a_change_is_placed_between_two_checkpoints(signed: Notary) -> None:
    signed.kept.leaves_file.unlink()
    rows = all_rows(signed)
    spans = [(seq, (1, FIRST_CHECKPOINT) if seq <= FIRST_CHECKPOINT else (FIRST_CHECKPOINT + 1, SIGNED)) for seq in (
        1, 5, FIRST_CHECKPOINT, FIRST_CHECKPOINT + 1, 30, SIGNED
    )]  # fmt: skip
    for seq, span in spans:
        leaf = resalted(rows[seq - 1]["leaf"])
        with changed(signed, rows, seq, leaf=leaf, hash=leaf_hash(leaf)):
            recompute_tree(signed)
            assert span in named(signed)


def test_with_every_checkpoint_gone_nothing_is_proved(signed: Notary) -> None:
    behind(signed.ledger.database, "DELETE FROM checkpoint")
    signed.kept.note_file.unlink()
    assert named(signed) == {(1, SIGNED)}


def test_a_forged_checkpoint_in_the_database_is_named_by_its_size(signed: Notary) -> None:
    note = signed.kept.note_file.read_bytes()
    sign_other_row(signed)
    behind(signed.ledger.database, "UPDATE checkpoint SET note = 'forged' WHERE size = 27")
    signed.kept.note_file.write_bytes(note)
    assert named(signed) == set()
    for size in (FIRST_CHECKPOINT, SIGNED):
        for forged in ("", "not a note", note.decode().replace("\n41\n", "\n40\n")):
            with signed.ledger.database.engine.begin() as connection:
                table = CheckpointRow.__table__  # type: ignore[attr-defined]
                connection.execute(update(table).where(table.c.size == size).values(note=forged))
            assert (size, size) in named(signed)


@pytest.mark.parametrize("forge", [forge_note, touch_note])
def test_a_kept_note_that_we_have_not_signed_is_reported(signed: Notary, forge: Change) -> None:
    assert checked(signed).ok
    signed.kept.note_file.write_text(
        signed.kept.note_file.read_text(encoding="utf-8").replace("\n41\n", "\n27\n"), encoding="utf-8"
    )
    forge(signed)
    assert (0, 0) in named(signed)


def test_an_older_but_sound_ledger_does_not_satisfy_the_newer_kept_note(signed: Notary) -> None:
    behind(
        signed.ledger.database,
        f"DELETE FROM event WHERE seq > {FIRST_CHECKPOINT}",
        f"DELETE FROM checkpoint WHERE size > {FIRST_CHECKPOINT}",
    )
    recompute_tree(signed)
    assert named(signed) == {(FIRST_CHECKPOINT + 1, SIGNED)}
    with signed.ledger.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM checkpoint")).scalar() == 1
