"""Signed notes of C2SP: a published one holds, a touched one does not."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from events.store.errors import Unavailable
from events.store.note import BadNote, Checkpoint, Signer, Verifier

PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
PUBLISHED_NOTE = (
    f"{PUBLISHED_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)
"""The example in the documentation of golang.org/x/mod/sumdb/note."""
HEAD = Checkpoint("sovang/so-thu", 3, bytes(range(32)))


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.open(tmp_path / "keys" / "signing.key", "sovang/so-thu")


def test_the_published_note_holds() -> None:
    verifier = Verifier.parse(PUBLISHED_KEY)
    assert str(verifier) == PUBLISHED_KEY
    assert verifier.check(PUBLISHED_NOTE) == PUBLISHED_TEXT


def test_the_published_note_with_another_word_does_not_hold() -> None:
    with pytest.raises(BadNote):
        Verifier.parse(PUBLISHED_KEY).check(PUBLISHED_NOTE.replace("answer", "anchor"))


def test_a_checkpoint_is_three_lines_and_a_signature(signer: Signer) -> None:
    note = signer.sign(str(HEAD))
    lines = note.split("\n")
    assert lines[:4] == ["sovang/so-thu", "3", b64encode(bytes(range(32))).decode(), ""]
    assert lines[4].startswith("— sovang/so-thu ")
    assert lines[5:] == [""]
    assert Checkpoint.parse(signer.verifier.check(note)) == HEAD


def test_a_checkpoint_may_say_more_in_further_lines(signer: Signer) -> None:
    further = signer.sign(f"{HEAD}as printed in a decision\n")
    assert Checkpoint.parse(signer.verifier.check(further)) == HEAD


def test_the_same_text_is_always_the_same_note_and_the_key_outlives_the_process(
    signer: Signer, tmp_path: Path
) -> None:
    again = Signer.open(tmp_path / "keys" / "signing.key", "sovang/so-thu")
    assert again.sign(str(HEAD)) == signer.sign(str(HEAD))
    assert (tmp_path / "keys" / "signing.key").stat().st_mode & 0o077 == 0


def test_a_witness_may_sign_below_and_others_still_find_the_signature_they_know(
    signer: Signer, tmp_path: Path
) -> None:
    witness = Signer.open(tmp_path / "witness.key", "thanh-tra")
    text = str(HEAD)
    both = f"{signer.sign(text)}{witness.sign(text).rpartition(chr(10) * 2)[2]}"
    assert signer.verifier.check(both) == witness.verifier.check(both) == text


def signature_changed(change: Callable[[bytes], bytes]) -> Callable[[str], str]:
    """Put another signature below the same text."""

    def changed(note: str) -> str:
        before, _, written = note.rpartition(" ")
        return f"{before} {b64encode(change(b64decode(written))).decode()}\n"

    return changed


TOUCHES: dict[str, Callable[[str], str]] = {
    "another size": lambda note: note.replace("\n3\n", "\n4\n"),
    "another origin": lambda note: note.replace("so-thu", "so-gia", 1),
    "another root": lambda note: note.replace(b64encode(HEAD.root).decode(), b64encode(bytes(32)).decode()),
    "a line more": lambda note: note.replace("\n3\n", "\n3\n\n"),
    "no blank line": lambda note: note.replace("\n\n", "\n"),
    "no signature": lambda note: note.partition("—")[0],
    "no last newline": lambda note: note[:-1],
    "another name": lambda note: note.replace("— sovang/so-thu", "— sovang/so-gia"),
    "another key's number": signature_changed(lambda box: bytes(4) + box[4:]),
    "a flipped bit": signature_changed(lambda box: box[:-1] + bytes([box[-1] ^ 1])),
    "half a signature": signature_changed(lambda box: box[:36]),
    "an empty signature": signature_changed(lambda _: b""),
    "not base64": lambda note: f"{note.rpartition(' ')[0]} ????\n",
    "not ASCII in the signature": lambda note: f"{note[:-4]}é=\n",
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("how", TOUCHES)
def test_a_touched_note_does_not_hold(signer: Signer, how: str) -> None:
    note = signer.sign(str(HEAD))
    touched = TOUCHES[how](note)
    assert touched != note
    with pytest.raises(BadNote):
        Checkpoint.parse(signer.verifier.check(touched))


@pytest.mark.parametrize("note", [None, 5, PUBLISHED_NOTE.encode()])
def test_what_is_no_text_is_no_note(note: object) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(PUBLISHED_KEY).check(note)


@pytest.mark.parametrize("left", [0, 1, 31])
def test_a_signing_key_that_was_cut_short_is_said_and_not_replaced(tmp_path: Path, left: int) -> None:
    file = tmp_path / "signing.key"
    file.write_bytes(bytes(left))
    with pytest.raises(Unavailable, match=r"signing\.key"):
        Signer.open(file, "sovang/so-thu")
    assert file.read_bytes() == bytes(left)


def test_another_key_of_the_same_name_does_not_sign_for_it(signer: Signer, tmp_path: Path) -> None:
    forger = Signer.open(tmp_path / "forged.key", "sovang/so-thu")
    with pytest.raises(BadNote):
        signer.verifier.check(forger.sign(str(HEAD)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        PUBLISHED_KEY.replace("c74f20a3", "c74f20a4"),
        PUBLISHED_KEY.replace("Peter", "Petra"),
        PUBLISHED_KEY.replace("+ARpc", "+AhpC"),
        PUBLISHED_KEY[:-1],
    ],
)
def test_a_key_that_is_not_what_its_hash_says_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(text)
