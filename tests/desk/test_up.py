"""The desk's own port: taken before anything is begun, and a sentence where it is another's."""

import socket
from collections.abc import Iterator

import pytest

from desk.cli.errors import UNAVAILABLE, exit_code
from desk.web.serve import PortTaken, listening
from tests.desk.conftest import Sovang


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
