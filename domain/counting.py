"""The arithmetic of ballots: whole votes against a base, never a rounded share."""

HUNDRED = 100


def needed(percent: int, base: int, *, strict: bool) -> int:
    """Give the fewest votes that are at least (or, if `strict`, more than) `percent` of `base`."""
    if strict:
        return percent * base // HUNDRED + 1
    return -(-percent * base // HUNDRED)


def quorum(numerator: int, denominator: int, members: int) -> int:
    """Give the fewest members that are at least that part of all."""
    return -(-numerator * members // denominator)


def reachable(votes_needed: int, may_still_vote: int, votes_for: int = 0) -> bool:
    """Say whether the share can still be reached."""
    return votes_for + may_still_vote >= votes_needed
