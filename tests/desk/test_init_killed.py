"""Opening a ledger may be killed at any step: it is no loss, and the same command again finishes it."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from events.store.keys import KeyFile
from events.store.sqlite import SqliteHot
from tests.desk.conftest import Sovang

WRITES = ("os.rename", "os.link", "os.remove", "os.mkdir")
FEW = 4
LOST = ("không còn thư mục giữ", "giữ riêng không còn", "không còn khoá", "lỗi của chương trình")


def steps_of(setup: Path, kill_at: int | None) -> int:
    """Open a ledger in a child that kills itself before its step `kill_at`; gives how many steps there were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading) as told:
            steps = told.read().count(".")
        os.waitpid(child, 0)
        return steps
    with suppress(BaseException):
        _step_by_step(writing, kill_at)
        _init(setup)
    os._exit(0)


def _init(setup: Path) -> None:
    from desk.cli.main import main  # noqa: PLC0415  # in the child only

    sys.argv = ["sovang", "init", str(setup)]
    main()


def _step_by_step(telling: int, kill_at: int | None) -> None:
    """Count everything that reaches the disk: commits of the log and of the keys, files made and put in place."""
    steps = iter(range(1, 100_000))

    def step() -> None:
        os.write(telling, b".")
        if next(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        opens = event == "open" and arguments[1] in ("w", "w+b", "wb", "a", "r+b")
        if (opens or event in WRITES) and str(arguments[0]).startswith(os.environ["SOVANG_DATA"]):
            step()

    commit, ensure = SqliteHot.commit, KeyFile.ensure

    def committing(hot: SqliteHot) -> None:
        step()
        commit(hot)
        step()

    def ensuring(keys: KeyFile, refs: Iterator[str]) -> None:
        wanted = list(refs)
        ensure(keys, wanted)
        if wanted:
            step()

    SqliteHot.commit, KeyFile.ensure = committing, ensuring  # type: ignore[assignment,method-assign]
    sys.addaudithook(heard)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def survives(sovang: Sovang, folder: Path, setup: Path, kill_at: int) -> None:
    steps_of(setup, kill_at)
    if (folder / "ledger.db").exists():
        for command in (("audit", "verify"), ("doctor",), ("due",)):
            said = sovang(*command)
            assert not [sentence for sentence in LOST if sentence in said.out + said.err], (kill_at, said)
    assert sovang("init", setup).code == 0
    assert sovang("audit", "verify").code == 0
    assert [row for row in sovang("doctor", "--json").json if row["state"] == "fault"] == []
    shutil.rmtree(folder)


def test_killed_here_and_there_init_goes_on(sovang: Sovang, folder: Path, setup_file: Path) -> None:
    steps = steps_of(setup_file, None)
    assert steps > 40
    shutil.rmtree(folder)
    for kill_at in range(steps // FEW, steps + 1, steps // FEW):
        survives(sovang, folder, setup_file, kill_at)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_at_any_step_init_goes_on(sovang: Sovang, folder: Path, setup_file: Path) -> None:
    steps = steps_of(setup_file, None)
    shutil.rmtree(folder)
    for kill_at in range(1, steps + 1):
        survives(sovang, folder, setup_file, kill_at)
