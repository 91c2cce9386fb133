"""An attached file as an event knows it; the file itself lies sealed outside the log."""

from events.base import Code, Count, Fact


class Blob(Fact):
    """A file: the SHA-256 of its stored ciphertext, its size in bytes and media type in clear, and the key that opens it."""

    sha256: Code
    size: Count
    media: Code
    key: Code
    """`<subject>/<class>`: whose key seals it."""
