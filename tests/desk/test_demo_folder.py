"""The demonstration empties only what is its own."""

from pathlib import Path

import pytest

from desk.demo.data import Script, examples_folder
from desk.demo.play import MARK, NotADemonstration, play


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "important.txt"
    precious.write_text("không được mất", encoding="utf-8")
    with pytest.raises(NotADemonstration, match="không xoá gì"):
        play(tmp_path, Script(examples_folder() / "demo-2024"), lambda _n, _of, _title: None)
    assert precious.read_text(encoding="utf-8") == "không được mất"
    assert not (tmp_path / MARK).exists()
