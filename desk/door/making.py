"""What chance makes at the door: keys, names and digits."""

import hashlib
import os
from base64 import urlsafe_b64encode

DIGITS = 6


def new_key() -> str:
    """Make a key of 160 bits."""
    return urlsafe_b64encode(os.urandom(20)).decode().rstrip("=")


def new_name() -> str:
    """Make a name; it opens nothing."""
    return os.urandom(8).hex()


def new_digits() -> str:
    """Make six digits, each sequence as likely as any other to one in 10^13."""
    return f"{int.from_bytes(os.urandom(8)) % 10**DIGITS:0{DIGITS}d}"


def hashed(key: str) -> str:
    """Hash a key that nobody can guess; what can be guessed is hashed with Argon2."""
    return hashlib.sha256(key.encode()).hexdigest()
