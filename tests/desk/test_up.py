"""The desk's own port: taken before anything is begun, and a sentence where it is another's; behind it, several processes."""

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.parse import urlencode

import pytest

from desk.cli.errors import UNAVAILABLE, exit_code
from desk.door.limits import PER_ACCOUNT_AND_PLACE
from desk.web.listening import PortTaken, listening, one_each
from tests.desk.conftest import Sovang
from workflows.loopback import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_told_in_one_sentence(opened: Sovang, taken: int) -> None:
    said = opened("up", "--port", str(taken), "--no-engine")
    assert said.code == UNAVAILABLE
    assert f"cổng {taken}" in said.err
    assert "đang có chương trình khác dùng" in said.err
    assert "--port" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.7", 8320)])
def test_an_address_that_is_none_of_this_machine_is_told_too(
    host: str, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(PortTaken) as fault:
        listening(host, port)
    assert exit_code(fault.value) == UNAVAILABLE
    assert f"cổng {port}" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel spreads connections on Linux alone")
def test_who_comes_at_the_same_moment_is_spread_over_the_processes() -> None:
    with listening("127.0.0.1", 0) as door_way, one_each(door_way, 2) as own, ExitStack() as closing:
        address = door_way.getsockname()
        for _ in range(40):
            closing.enter_context(socket.create_connection(address))
        assert min(map(taken_by, own)) > 0
        with pytest.raises(PortTaken):
            listening(*address)


def taken_by(door_way: socket.socket) -> int:
    """Take everybody who waits; gives how many they were."""
    door_way.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while True:
            door_way.accept()[0].close()
            count += 1
    return count


@contextmanager
def two_processes() -> Iterator[tuple[int, Popen[bytes]]]:
    """`sovang up` with two processes that make pages; gives its port."""
    port = free_port()
    line = [sys.executable, "-m", "desk.cli.main", "up", "--port", str(port), "--workers", "2", "--no-engine"]
    with Popen(line, env=os.environ, stderr=PIPE) as parent:
        try:
            assert parent.stderr is not None
            assert f":{port}/" in parent.stderr.readline().decode()
            yield port, parent
        finally:
            parent.terminate()


def ask(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Ask on a connection of its own, which any process may take."""
    told = {"cookie": cookie, "content-type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as asked:
        asked.request(method, path, body, told)
        answer = asked.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("set-cookie", "")


def children(parent: int) -> list[int]:
    """Give the processes that make pages."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
    lines = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in found}
    return [int(child) for child, line in lines.items() if b"spawn_main" in line]


@pytest.mark.slow
def test_two_processes_behind_one_port_count_wrong_tries_together_and_end_together(opened: Sovang) -> None:
    with two_processes() as (port, parent):
        _, page, cookie = ask(port, "GET", "/dang-nhap")
        assert len(children(parent.pid)) == 2
        [key] = set(re.findall(r'name="form_key" value="([^"]+)"', page))
        form = urlencode({"form_key": key, "ten": "ai-do", "ma": "sai-mat-khau-roi"})
        tries = PER_ACCOUNT_AND_PLACE.amount
        answers = [
            ask(port, "POST", "/dang-nhap", form, cookie.partition(";")[0])[0] for _ in range(tries + 4)
        ]
        assert answers == [401] * tries + [429] * 4
        parent.terminate()
        assert parent.wait(timeout=60) == 0
    with listening("127.0.0.1", port):
        pass
