import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.cli.main import main
from tests.workflows.handle.fixtures import enter, founded, office

__all__ = ["enter", "founded", "office", "opened", "setup_file", "sovang"]

SETUP = """\
ledger: xa-thu
title: Sổ thử
organisation: ubnd
administrator: mai
since: 2024-01-01
units:
  - {key: ubnd, name: UBND xã Thử, kind: authority, level: commune, mail: ubnd@thu.example}
  - {key: thon-1, name: Thôn 1, kind: village}
people:
  - {key: mai, name: Vũ Thử Mai, mail: mai@thu.example}
  - {key: lat, name: Đinh Thử Lát, mail: lat@thu.example}
  - {key: na, name: Quách Thử Na, clerk_of: thon-1}
roles:
  - {person: mai, role: standing_agency, scope: ubnd, since: 2024-01-01}
  - {person: lat, role: authority, scope: ubnd, since: 2024-01-01}
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # whatever was printed
        return json.loads(self.out)


Sovang = Callable[..., Said]


@pytest.fixture
def sovang(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Sovang:
    """Runs a command line against a data folder of its own."""
    monkeypatch.setenv("SOVANG_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SOVANG_ACTOR", raising=False)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["sovang", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Said(left.value.code if isinstance(left.value.code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def setup_file(tmp_path: Path) -> Path:
    file = tmp_path / "setup.yaml"
    file.write_text(SETUP, encoding="utf-8")
    return file


@pytest.fixture
def opened(sovang: Sovang, setup_file: Path) -> Sovang:
    """A ledger that `sovang init` has opened."""
    assert sovang("init", setup_file).code == 0
    return sovang
