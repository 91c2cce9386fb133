"""A teller's key file: the secret half locked with a passphrase, for the teller's own device; never in the ledger."""

import json
import os
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

KIND = "sovang teller key"
EFFORT = (argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
"""What a guess at the passphrase costs: rounds, and bytes of memory."""
_PRIVATE = 0o600


class BadTellerKey(ValueError):
    """The file is no teller's key, or the passphrase does not open it."""


def fresh(passphrase: str) -> tuple[bytes, str]:
    """Make a new key that only the passphrase opens; gives the file's bytes and the public half in hexadecimal."""
    secret = PrivateKey.generate()
    salt = os.urandom(argon2id.SALTBYTES)
    locked = SecretBox(_stretched(passphrase, salt)).encrypt(bytes(secret))
    key = bytes(secret.public_key).hex()
    content = {"kind": KIND, "public": key, "salt": salt.hex(), "locked": bytes(locked).hex()}
    return json.dumps(content).encode(), key


def make(file: Path, passphrase: str) -> str:
    """Write a new key file, never over another; gives the public half in hexadecimal."""
    content, key = fresh(passphrase)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
        out.write(content)
    return key


def read(file: Path, passphrase: str) -> bytes:
    """Open a key file; raises `BadTellerKey`."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise BadTellerKey(f"không đọc được tệp khoá {file.name}") from fault
    return opened(content, file.name, passphrase)


def opened(content: bytes, name: str, passphrase: str) -> bytes:
    """Open the bytes of a key file; raises `BadTellerKey`."""
    try:
        told = json.loads(content)
        if told["kind"] != KIND:
            raise BadTellerKey(f"{name} không phải tệp khoá của tổ kiểm phiếu")
        key = _stretched(passphrase, bytes.fromhex(told["salt"]))
        return SecretBox(key).decrypt(bytes.fromhex(told["locked"]))
    except CryptoError as fault:
        raise BadTellerKey(f"mật khẩu không mở được {name}") from fault
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        if isinstance(fault, BadTellerKey):
            raise
        raise BadTellerKey(f"không đọc được tệp khoá {name}") from fault


def public_half(secret: bytes) -> str:
    """Give the public half of a secret one, in hexadecimal."""
    return bytes(PrivateKey(secret).public_key).hex()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    rounds, memory = EFFORT
    return argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=rounds, memlimit=memory)
