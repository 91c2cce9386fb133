"""A teller's key file: made once, opened by its passphrase alone, holding nothing in the clear."""

import subprocess
import sys
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from desk.teller_key import BadTellerKey, make, read


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("keys") / "khe.json"
    return file, make(file, "một câu dài chỉ mình biết")


def test_the_passphrase_gives_the_secret_half_of_the_public_key(made: tuple[Path, str]) -> None:
    file, public = made
    secret = read(file, "một câu dài chỉ mình biết")
    assert bytes(PrivateKey(secret).public_key).hex() == public
    assert secret.hex() not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_another_passphrase_opens_nothing(made: tuple[Path, str]) -> None:
    with pytest.raises(BadTellerKey, match="mật khẩu"):
        read(made[0], "đoán mò")


def test_a_file_that_is_no_key_is_told_so(tmp_path: Path) -> None:
    for content in ("{", "[]", '{"kind": "other"}', "{}"):
        (tmp_path / "x.json").write_text(content)
        with pytest.raises(BadTellerKey):
            read(tmp_path / "x.json", "x")
    with pytest.raises(BadTellerKey):
        read(tmp_path / "missing.json", "x")


@pytest.mark.slow
def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "khe.json"
    asked = [sys.executable, "-m", "desk.cli.main", "session", "teller-key", str(file)]
    for code in (0, 2):
        done = subprocess.run(asked, input="câu\ncâu\n", capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert len(done.stdout.strip()) == (64 if code == 0 else 0)
