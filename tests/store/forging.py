"""What the tree must be, from the leaves alone, and what a forger with the owner's rights does to it."""

import hashlib
from collections.abc import Callable, Sequence

from sqlmodel import col, select

from events.envelope import leaf_hash
from events.store.checkpoint import Notary, key_name
from events.store.ledger import Ledger
from events.store.note import Checkpoint, Signer
from events.store.tables import CheckpointRow, TreeNodeRow
from events.store.tree import Frontier
from tests.store.making import LEDGER, behind, event_rows, lay_down_arms

Change = Callable[[Notary], None]


def naive(hashes: Sequence[bytes]) -> bytes:
    """Give the root as RFC 6962, section 2.1, defines it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = naive(hashes[:split]), naive(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def notes(ledger: Ledger) -> dict[int, str]:
    with ledger.database.session() as session:
        rows = session.exec(select(CheckpointRow).order_by(col(CheckpointRow.size))).all()
        return {row.size: row.note for row in rows}


def nodes(ledger: Ledger) -> dict[tuple[int, int], bytes]:
    with ledger.database.session() as session:
        return {(row.level, row.idx): row.hash for row in session.exec(select(TreeNodeRow)).all()}


def hashes(ledger: Ledger) -> list[bytes]:
    return [leaf_hash(row.leaf) for row in event_rows(ledger)]


def whole_tree(ledger: Ledger, size: int) -> dict[tuple[int, int], bytes]:
    """Give every inner node there must be, computed from the leaves alone."""
    frontier = Frontier()
    return {
        (level, index): made for leaf in hashes(ledger)[:size] for level, index, made in frontier.add(leaf)
    }


def rewrite(signed: Notary, seq: int, *, with_tree: bool) -> None:
    """Change an event and everything in the database that speaks of it, as its owner can."""
    row = event_rows(signed.ledger)[seq - 1]
    leaf = row.leaf.replace("Đông".encode(), "Đoài".encode())
    assert leaf != row.leaf
    database = signed.ledger.database
    lay_down_arms(database)
    behind(
        database, "UPDATE event SET leaf = :leaf, hash = :hash WHERE seq = :seq",
        leaf=leaf, hash=leaf_hash(leaf), seq=seq,
    )  # fmt: skip
    if with_tree:
        for (level, index), made in whole_tree(signed.ledger, 27).items():
            behind(
                database, "UPDATE tree_node SET hash = :hash WHERE level = :level AND idx = :index",
                hash=made, level=level, index=index,
            )  # fmt: skip


def cut(signed: Notary, size: int) -> None:
    lay_down_arms(signed.ledger.database)
    behind(signed.ledger.database, f"DELETE FROM event WHERE seq > {size}")


def roll_back(signed: Notary) -> None:
    """Put the database back to where the first checkpoint was signed, whole and sound."""
    cut(signed, 14)
    behind(signed.ledger.database, "DELETE FROM checkpoint WHERE size > 14", "DELETE FROM tree_node")
    for (level, index), made in whole_tree(signed.ledger, 14).items():
        behind(
            signed.ledger.database, "INSERT INTO tree_node(level, idx, hash) VALUES (:level, :index, :hash)",
            hash=made, level=level, index=index,
        )  # fmt: skip


def forge_note(signed: Notary) -> None:
    """Sign another head with another key of the same name."""
    forger = Signer.open(signed.kept.folder.parent / "forged.key", key_name(LEDGER))
    forged = Checkpoint(key_name(LEDGER), 27, naive(hashes(signed.ledger)[:26]))
    signed.kept.note_file.write_text(forger.sign(str(forged)), encoding="utf-8")


def touch_note(signed: Notary) -> None:
    note = signed.kept.note_file.read_text(encoding="utf-8")
    signed.kept.note_file.write_text(note.replace("\n27\n", "\n26\n"), encoding="utf-8")


def touch_leaf(signed: Notary) -> None:
    leaves = bytearray(signed.kept.leaves_file.read_bytes())
    leaves[5 * 32] ^= 1
    signed.kept.leaves_file.write_bytes(leaves)


def sign_other_row(signed: Notary) -> None:
    """Put a checkpoint of a forged head, by a key of the same name, into the database."""
    forge_note(signed)
    forged = signed.kept.note_file.read_text(encoding="utf-8")
    lay_down_arms(signed.ledger.database)
    behind(signed.ledger.database, "UPDATE checkpoint SET note = :note WHERE size = 27", note=forged)


def repeat_note(signed: Notary) -> None:
    """Let the last row say what the one before it says, which is well signed."""
    lay_down_arms(signed.ledger.database)
    note = notes(signed.ledger)[14]
    behind(signed.ledger.database, "UPDATE checkpoint SET note = :note WHERE size = 27", note=note)


def change_peak(signed: Notary) -> None:
    behind(signed.ledger.database, "UPDATE tree_node SET hash = :hash WHERE level = 4", hash=bytes(32))


def lose_node(signed: Notary) -> None:
    behind(signed.ledger.database, "DELETE FROM tree_node WHERE level = 3")
