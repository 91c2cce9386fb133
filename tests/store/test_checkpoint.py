"""Signing the head: the same head once, again after a kill, and never over a past that has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from events.store.checkpoint import Kept, Notary, key_name
from events.store.errors import Tampered
from events.store.note import Checkpoint, Verifier
from events.store.verify import verify
from tests.store.conftest import Prepare
from tests.store.forging import (
    Change,
    change_peak,
    cut,
    forge_note,
    hashes,
    lose_node,
    naive,
    nodes,
    notes,
    repeat_note,
    rewrite,
    roll_back,
    sign_other_row,
    touch_leaf,
    touch_note,
    whole_tree,
)
from tests.store.making import LEDGER, Pen, notary


def kept_files(kept: Kept) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in kept.folder.iterdir()} if kept.folder.exists() else {}


def holds(signing: Notary, size: int) -> None:
    """Hold everything there is about the last checkpoint against the leaves."""
    ledger, kept = signing.ledger, signing.kept
    verifier = Verifier.parse(kept.verifier_file.read_text(encoding="utf-8"))
    note = kept.note_file.read_text(encoding="utf-8")
    assert Checkpoint.parse(verifier.check(note)) == Checkpoint(
        key_name(LEDGER), size, naive(hashes(ledger)[:size])
    )
    assert kept.leaves_file.read_bytes() == b"".join(hashes(ledger)[:size])
    assert notes(ledger)[size] == note
    assert nodes(ledger) == whole_tree(ledger, size)
    assert verify(ledger, verifier, kept).faults == []


def build(pen: Pen, folder: Path) -> None:
    """Write 30 events, signed at 14 and at 27, the last three not yet."""
    signing = notary(pen.ledger, folder)
    pen.units(1, 10)
    assert signing.sign().size == 14
    pen.units(11, 20)
    assert signing.sign().size == 27
    pen.units(22, 23)
    pen.units(25, 25)


@pytest.fixture
def signing(pen: Pen, tmp_path: Path) -> Notary:
    return notary(pen.ledger, tmp_path)


@pytest.fixture
def signed(prepare: Prepare, tmp_path: Path) -> Notary:
    return notary(prepare(build).ledger, tmp_path)


def test_a_checkpoint_signs_the_root_over_every_leaf(signed: Notary) -> None:
    holds_before = notes(signed.ledger)
    assert list(holds_before) == [14, 27]
    assert signed.sign() == Checkpoint(key_name(LEDGER), 30, naive(hashes(signed.ledger)))
    holds(signed, 30)
    assert notes(signed.ledger) == {**holds_before, 30: notes(signed.ledger)[30]}


def test_the_same_head_again_is_the_same_note_and_nothing_new(signed: Notary, tmp_path: Path) -> None:
    first = signed.sign()
    before = kept_files(signed.kept), notes(signed.ledger), nodes(signed.ledger)
    assert signed.sign() == first
    assert notary(signed.ledger, tmp_path).sign() == first
    assert (kept_files(signed.kept), notes(signed.ledger), nodes(signed.ledger)) == before


def test_signing_after_every_event_gives_the_root_of_every_size(pen: Pen, signing: Notary) -> None:
    roots = [signing.sign().root]
    for key in (1, 2, *range(4, 6), *range(7, 9), *range(10, 12), 13, 14, 16, 17, 19):
        pen.units(key, key)
        roots.append(signing.sign().root)
    leaves = hashes(pen.ledger)
    assert roots == [naive(leaves[:size]) for size in range(1, len(leaves) + 1)]
    holds(signing, len(leaves))


@contextmanager
def killed_before_keeping(signing: Notary) -> Iterator[None]:
    """Put the kept files back to where they were, as a kill behind the ledger's own row leaves them."""
    before = kept_files(signing.kept)
    yield
    for file in signing.kept.folder.iterdir():
        file.unlink()
    for name, content in before.items():
        (signing.kept.folder / name).write_bytes(content)


@pytest.mark.parametrize("grown", [False, True])
def test_killed_between_storing_the_row_and_keeping_the_files_the_notary_finds_its_way(
    signed: Notary, *, grown: bool
) -> None:
    with killed_before_keeping(signed):
        assert signed.sign().size == 30
    assert verify(signed.ledger, signed.signer.verifier, signed.kept).ok
    if grown:
        Pen(signed.ledger, "grown").units(26, 28)
    size = signed.ledger.head()
    assert signed.sign().size == size == (34 if grown else 30)
    holds(signed, size)
    assert signed.kept.sizes() == list(notes(signed.ledger))


@pytest.mark.parametrize("grown", [False, True])
def test_after_such_a_kill_nothing_is_signed_over_what_changed_meanwhile(
    signed: Notary, *, grown: bool
) -> None:
    with killed_before_keeping(signed):
        signed.sign()
    rewrite(signed, 29, with_tree=False)
    if grown:
        Pen(signed.ledger, "grown").units(26, 28)
    before = kept_files(signed.kept)
    with pytest.raises(Tampered):
        signed.sign()
    assert (kept_files(signed.kept), list(notes(signed.ledger))) == (before, [14, 27, 30])


def test_killed_at_its_very_first_checkpoint_the_notary_finds_its_way(
    pen: Pen, signing: Notary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen.units(1, 3)
    store = signing._store

    def killed(checkpoint: Checkpoint, made: list[dict[str, object]]) -> None:
        store(checkpoint, made)
        raise KeyboardInterrupt

    monkeypatch.setattr(signing, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        signing.sign()
    monkeypatch.undo()
    assert list(notes(pen.ledger)) == [5]
    assert verify(pen.ledger, signing.signer.verifier, signing.kept).ok
    assert signing.sign().size == 5
    holds(signing, 5)


def test_killed_between_the_leaves_and_the_note_the_notary_finds_its_way(signed: Notary) -> None:
    before = kept_files(signed.kept)
    young = b"".join(hashes(signed.ledger)[27:])
    signed.kept.leaves_file.write_bytes(before["leaves"] + young + bytes(40))
    signed.kept.note_file.with_suffix(".new").write_text("half a no", encoding="utf-8")
    assert verify(signed.ledger, signed.signer.verifier, signed.kept).ok
    assert signed.sign().size == 30
    holds(signed, 30)


CHANGES: dict[str, Change] = {
    "the last signed event, hash and tree": lambda signed: rewrite(signed, 26, with_tree=True),
    "an early event, hash and tree": lambda signed: rewrite(signed, 2, with_tree=True),
    "the hash under a peak": lambda signed: rewrite(signed, 27, with_tree=False),
    "a tree node that is a peak": change_peak,
    "a tree node gone": lose_node,
    "the tail cut to before the checkpoint": lambda signed: cut(signed, 20),
    "a sound older copy of the database": roll_back,
    "the kept note forged": forge_note,
    "the kept note touched": touch_note,
    "a kept leaf hash touched": touch_leaf,
    "the kept leaf hashes gone": lambda signed: signed.kept.leaves_file.unlink(),
    "the stored note forged": sign_other_row,
    "the last stored note replaced by the one before": repeat_note,
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_notary_signs_nothing_over_what_has_changed(signed: Notary, what: str) -> None:
    CHANGES[what](signed)
    before = kept_files(signed.kept), notes(signed.ledger), nodes(signed.ledger)
    with pytest.raises(Tampered):
        signed.sign()
    Pen(signed.ledger, "grown").units(31, 32)
    with pytest.raises(Tampered):
        signed.sign()
    assert (kept_files(signed.kept), notes(signed.ledger), nodes(signed.ledger)) == before
