"""The Merkle tree of RFC 6962 over leaf hashes, kept as its frontier: one complete subtree per bit of its size."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

EMPTY_ROOT = hashlib.sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children, with a prefix that no leaf has."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The roots of the complete subtrees, largest first, as (level, index, hash)."""

    size: int = 0
    peaks: list[tuple[int, int, bytes]] = field(default_factory=list)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Append one leaf hash; gives the inner nodes that became complete."""
        made: list[tuple[int, int, bytes]] = []
        level, index, top = 0, self.size, leaf
        self.size += 1
        while self.peaks and self.peaks[-1][0] == level:
            left = self.peaks.pop()[2]
            level, index, top = level + 1, index // 2, node_hash(left, top)
            made.append((level, index, top))
        self.peaks.append((level, index, top))
        return made

    def root(self) -> bytes:
        """Give the root over everything added so far."""
        if not self.peaks:
            return EMPTY_ROOT
        top = self.peaks[-1][2]
        for _level, _index, left in reversed(self.peaks[:-1]):
            top = node_hash(left, top)
        return top


def peak_places(size: int) -> list[tuple[int, int]]:
    """Give the (level, index) of every complete subtree in a tree of `size` leaves, largest first."""
    places, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return places


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()
