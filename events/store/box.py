"""The ballot box: slips sealed for a session's key, and that key's secret wrapped for each pair of three tellers.

libsodium's sealed boxes through PyNaCl; nothing of our own is cryptography. What a slip says exists in memory only:
while it is sealed, and while two tellers open the box.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlmodel import col, select

from events.store.database import Database
from events.store.errors import Tampered
from events.store.hot import Hot
from events.store.tables import SlipRow

SHARES = "ballot/"
"""Under which name the key file keeps the shares."""
_SLIP = SlipRow.metadata.tables["slip"]


class WrongTellerKey(ValueError):
    """The key handed over does not open the box."""


@dataclass(frozen=True, slots=True)
class NewBox:
    """A session's new public key and the shares of its secret, by name."""

    key: str
    shares: Mapping[str, bytes] = field(repr=False)


def shares_of(session: str) -> str:
    """Give the beginning of the names of a session's shares."""
    return f"{SHARES}{session}/"


def _name(session: str, key: str, pair: Iterable[str]) -> str:
    return f"{shares_of(session)}{key[:16]}/{'/'.join(sorted(pair))}"


def new_box(session: str, tellers: Mapping[str, str]) -> NewBox:
    """Make a key for a session; `tellers` gives each one's public key in hexadecimal."""
    secret = PrivateKey.generate()
    key = bytes(secret.public_key).hex()
    return NewBox(key, shares(session, key, bytes(secret), tellers))


def shares(session: str, key: str, secret: bytes, tellers: Mapping[str, str]) -> dict[str, bytes]:
    """Wrap a secret once for each pair of tellers: a box within a box."""
    return {
        _name(session, key, pair): _wrapped(secret, [tellers[teller] for teller in sorted(pair)])
        for pair in combinations(sorted(tellers), 2)
    }


def _wrapped(secret: bytes, keys: Iterable[str]) -> bytes:
    for key in keys:
        secret = SealedBox(PublicKey(bytes.fromhex(key))).encrypt(secret)
    return secret


def share_name(session: str, key: str, openers: Iterable[str]) -> str:
    """Give the name of a pair's share."""
    return _name(session, key, openers)


def unwrap(share: bytes, key: str, openers: Mapping[str, bytes]) -> bytes:
    """Open a pair's share with both secret keys; raises `WrongTellerKey`."""
    try:
        for teller in sorted(openers, reverse=True):
            share = SealedBox(PrivateKey(openers[teller])).decrypt(share)
    except (CryptoError, ValueError) as fault:
        raise WrongTellerKey("khoá riêng không mở được hòm phiếu này") from fault
    if bytes(PrivateKey(share).public_key).hex() != key:
        raise WrongTellerKey("khoá mở ra không phải khoá của phiên này")
    return share


def seal(key: str, slip: bytes) -> tuple[str, bytes]:
    """Encrypt a slip for a session's key; gives its tracker and the ciphertext."""
    ciphertext = SealedBox(PublicKey(bytes.fromhex(key))).encrypt(slip)
    return tracker_of(ciphertext), ciphertext


def tracker_of(ciphertext: bytes) -> str:
    """Name a ciphertext by its hash."""
    return hashlib.sha256(ciphertext).hexdigest()


def open_slip(secret: bytes, ciphertext: bytes) -> bytes | None:
    """Decrypt a slip; None when it was not made for this key."""
    try:
        return SealedBox(PrivateKey(secret)).decrypt(ciphertext)
    except CryptoError:
        return None


def put(hot: Hot, slips: Mapping[str, bytes], gone: Iterable[str]) -> None:
    """Put slips into the box and take others out, inside the transaction of whoever appends."""
    hot.upsert(_SLIP, [{"tracker": name, "ciphertext": said} for name, said in slips.items()])
    gone = list(gone)
    if gone:
        if hot.mark == "?":
            hot.execute("PRAGMA secure_delete=ON", ())
        hot.delete(_SLIP, [{"tracker": name} for name in gone])


def take(database: Database, trackers: Iterable[str]) -> dict[str, bytes]:
    """Read slips out of the box; raises `Tampered` when one is missing or is not what the log says."""
    wanted = list(trackers)
    with database.session() as session:
        rows = session.exec(select(SlipRow).where(col(SlipRow.tracker).in_(wanted))).all()
    found = {row.tracker: row.ciphertext for row in rows}
    for tracker in wanted:
        if tracker not in found:
            raise Tampered("một phiếu kín trong danh sách đã nhận không còn trong hòm")
        if tracker_of(found[tracker]) != tracker:
            raise Tampered("một phiếu kín trong hòm không còn như lúc nhận")
    return found


def holds(database: Database, tracker: str) -> bool:
    """Say whether a slip lies in the box unchanged."""
    with database.session() as session:
        row = session.get(SlipRow, tracker)
        return row is not None and tracker_of(row.ciphertext) == tracker
