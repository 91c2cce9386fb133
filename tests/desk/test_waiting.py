"""Files between two looks: each for its sender, and two people at once do not disturb each other."""

from pathlib import Path

import pytest

from desk.uploads.waiting import Waiting


def test_only_its_sender_unlocks_a_file_and_only_until_it_is_taken_in(tmp_path: Path) -> None:
    waiting = Waiting(tmp_path / "waiting")
    key = waiting.put(b"danh sach", "person-may")
    assert waiting.get(key, "person-may") == b"danh sach"
    assert waiting.get(key, "person-anh") is None
    waiting.drop(key)
    assert waiting.get(key, "person-may") is None


def test_a_file_that_somebody_takes_in_while_another_comes_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting(tmp_path / "waiting")
    taken = waiting.put(b"cua nguoi khac", "person-anh")
    seen = Path.iterdir

    def taken_meanwhile(folder: Path) -> list[Path]:
        found = list(seen(folder))
        waiting.drop(taken)
        return found

    monkeypatch.setattr(Path, "iterdir", taken_meanwhile)
    key = waiting.put(b"danh sach", "person-may")
    assert waiting.get(key, "person-may") == b"danh sach"
