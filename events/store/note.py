"""C2SP signed notes and checkpoints: five lines of text that an auditor can print, file and check.

The forms are those of c2sp.org/signed-note and c2sp.org/tlog-checkpoint, with Ed25519 signatures.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from events.store.errors import Unavailable

_ED25519 = b"\x01"
_DASH = "— "
_HASH_BYTES = 4


class BadNote(ValueError):
    """A note that is malformed, or that none of the given keys has signed."""


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_HASH_BYTES]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name: `<name>+<hash>+<base64>`."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key; raises `BadNote` when it is not one."""
        try:
            name, digest, box = text.strip().split("+", 2)
            key = b64decode(box, validate=True)
        except (ValueError, Base64Error) as fault:
            raise BadNote("khoá kiểm tra không đúng dạng") from fault
        verifier = cls(name, key[1:])
        if key[:1] != _ED25519 or _key_hash(name, key[1:]).hex() != digest:
            raise BadNote("khoá kiểm tra không đúng dạng")
        return verifier

    @classmethod
    def read(cls, file: Path) -> "Verifier":
        """Read a verifier key from its file; raises `FileNotFoundError`, or `BadNote` when it holds none."""
        try:
            return cls.parse(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise
        except (OSError, UnicodeDecodeError) as fault:
            raise BadNote(f"{file} không phải tệp khoá kiểm tra") from fault

    def __str__(self) -> str:
        return f"{self.name}+{_key_hash(self.name, self.public).hex()}+{b64encode(_ED25519 + self.public).decode()}"

    def check(self, note: object) -> str:
        """Give the signed text of `note`; raises `BadNote` when it is none, or this key has not signed it."""
        if not isinstance(note, str):
            raise BadNote("không phải một bản ghi có chữ ký")
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise BadNote("không phải một bản ghi có chữ ký")
        text += "\n"
        key = Ed25519PublicKey.from_public_bytes(self.public)
        for line in signatures.splitlines():
            if not line.startswith(f"{_DASH}{self.name} "):
                continue
            try:
                box = b64decode(line.rpartition(" ")[2], validate=True)
                if box[:_HASH_BYTES] != _key_hash(self.name, self.public):
                    continue
                key.verify(box[_HASH_BYTES:], text.encode())
            except (ValueError, InvalidSignature) as fault:
                raise BadNote("chữ ký không đúng") from fault
            return text
        raise BadNote("không có chữ ký của khoá này")


class Signer:
    """An Ed25519 key in a file outside the database."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self.name = name
        self._key = key
        self.verifier = Verifier(name, key.public_key().public_bytes_raw())

    @classmethod
    def open(cls, path: Path, name: str) -> "Signer":
        """Read the key file, or make it at first use, readable by its owner only; raises `Unavailable`."""
        if not path.exists():
            _make_key(path)
        secret = path.read_bytes()
        try:
            return cls(name, Ed25519PrivateKey.from_private_bytes(secret))
        except ValueError as fault:
            raise Unavailable(
                f"tệp khoá ký {path.name} không đúng dạng; hãy lấy lại từ bản sao lưu"
            ) from fault

    def sign(self, text: str) -> str:
        """Sign `text`, which ends in a newline, and give the whole note."""
        box = _key_hash(self.name, self.verifier.public) + self._key.sign(text.encode())
        return f"{text}\n{_DASH}{self.name} {b64encode(box).decode()}\n"


def _make_key(path: Path) -> None:
    """Put a new key in its place whole; whoever comes second keeps what is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: whose log, how many events, which root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint; raises `BadNote` when it is not one."""
        try:
            origin, size, root, *_rest = text.split("\n")
            return cls(origin, int(size), b64decode(root, validate=True))
        except (ValueError, Base64Error) as fault:
            raise BadNote("không phải một điểm chốt") from fault
