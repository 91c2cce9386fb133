"""A teller's key file: the secret half locked with a passphrase, for the teller's own device; never in the ledger."""

import json
import os
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

KIND = "sovang teller key"
_PRIVATE = 0o600


class BadTellerKey(ValueError):
    """The file is no teller's key, or the passphrase does not open it."""


def make(file: Path, passphrase: str) -> str:
    """Write a new key file that only the passphrase opens; gives the public half in hexadecimal."""
    secret = PrivateKey.generate()
    salt = os.urandom(argon2id.SALTBYTES)
    locked = SecretBox(_stretched(passphrase, salt)).encrypt(bytes(secret))
    key = bytes(secret.public_key).hex()
    content = {"kind": KIND, "public": key, "salt": salt.hex(), "locked": bytes(locked).hex()}
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", encoding="utf-8"
    ) as out:
        json.dump(content, out)
    return key


def read(file: Path, passphrase: str) -> bytes:
    """Open a key file; raises `BadTellerKey`."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["kind"] != KIND:
            raise BadTellerKey(f"{file.name} không phải tệp khoá của tổ kiểm phiếu")
        key = _stretched(passphrase, bytes.fromhex(content["salt"]))
        return SecretBox(key).decrypt(bytes.fromhex(content["locked"]))
    except CryptoError as fault:
        raise BadTellerKey(f"mật khẩu không mở được {file.name}") from fault
    except (OSError, KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, BadTellerKey):
            raise
        raise BadTellerKey(f"không đọc được tệp khoá {file.name}") from fault


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE,
        passphrase.encode(),
        salt,
        opslimit=argon2id.OPSLIMIT_MODERATE,
        memlimit=argon2id.MEMLIMIT_MODERATE,
    )
