"""The engine beside the desk: killed, it is begun again; its desk killed, it ends; and where none works, the health page says so."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.checkup import check_up
from desk.web.engine_beside import EngineBeside
from desk.web.serve import door_of, how
from tests.desk.conftest import Sovang
from workflows.claims import LOCK, FileClaims
from workflows.engine import EXIT_TAMPERED
from workflows.settings import Settings

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
SECONDS = 30


def until(met: Callable[[], bool]) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + SECONDS
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def beside(said: list[str]) -> Iterator[EngineBeside]:
    made = EngineBeside(SLEEPER, said.append, pauses=(0.0,))
    yield made
    made.stop()


def test_an_engine_that_is_killed_is_begun_again_and_told(beside: EngineBeside, said: list[str]) -> None:
    killed = beside.child
    killed.kill()
    until(lambda: beside.child is not killed)
    assert beside.child.poll() is None
    [sentence] = said
    assert "Engine đã dừng (mã -9)" in sentence


def test_an_engine_that_is_stopped_stays_so_and_nothing_is_told(
    beside: EngineBeside, said: list[str]
) -> None:
    beside.stop()
    assert beside.child.poll() is not None
    assert said == []


def test_an_engine_that_found_a_changed_log_is_not_begun_again(said: list[str]) -> None:
    beside = EngineBeside([sys.executable, "-c", f"raise SystemExit({EXIT_TAMPERED})"], said.append)
    until(lambda: bool(said))
    beside.stop()
    assert beside.child.returncode == EXIT_TAMPERED
    assert "audit verify" in said[0]


def test_whatever_is_begun_to_end_with_its_desk_ends_when_the_desk_is_killed(tmp_path: Path) -> None:
    child = (
        "import os, sys, time; from workflows.with_parent import end_with; end_with(int(sys.argv[1]));"
        "open(sys.argv[2], 'w').write(str(os.getpid())); os.rename(sys.argv[2], sys.argv[2] + '.pid'); time.sleep(600)"
    )
    desk = (
        "import os, subprocess, sys;"
        "subprocess.Popen([sys.executable, '-c', sys.argv[1], str(os.getpid()), sys.argv[2]]).wait()"
    )
    told = tmp_path / "engine"
    with subprocess.Popen([sys.executable, "-c", desk, child, str(told)]) as parent:
        file = tmp_path / "engine.pid"
        until(file.exists)
        engine = int(file.read_text())
        parent.send_signal(signal.SIGKILL)
    until(lambda: not running(engine))


def running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] != "Z"


def test_where_no_engine_works_the_check_says_so(opened: Sovang) -> None:
    assert opened("doctor").code == 0
    lock = Settings().data / LOCK

    def state() -> str:
        [found] = [one for one in check_up(Settings()) if one.check == "engine"]
        return found.state

    assert state() == "warning"
    claims = FileClaims(lock)
    assert state() == "ok"
    claims.close()
    assert state() == "warning"


def test_the_doors_book_is_open_to_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        door = door_of(Settings(data=tmp_path, keys=tmp_path / "khoa"))
        door.open_account("person-1", "mai")
        files = sorted((tmp_path / "khoa").iterdir())
        assert [file.name for file in files] == ["door.db", "door.db-shm", "door.db-wal"]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        door.database.close()
    finally:
        os.umask(before)


@pytest.mark.parametrize("behind", [False, True])
def test_what_a_proxy_says_counts_only_where_one_is_named(tmp_path: Path, *, behind: bool) -> None:
    """Else whoever asks from this machine chooses the address that wrong tries count against."""
    assert how(Settings(data=tmp_path, behind_proxy=behind))["proxy_headers"] is behind
