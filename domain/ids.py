"""Ids that follow from what they are for, so that the same act twice finds the same stream."""

from uuid import UUID, uuid5

from events.base import LetterId, ObligationId

_SPACE = UUID("7d2f1c64-3c0e-5b0f-9a53-1d6f4b8e2a10")


def derived(*parts: object) -> UUID:
    """Give the one id that belongs to these parts."""
    return uuid5(_SPACE, "\x1f".join(str(part) for part in parts))


def obligation_id(about: str, duty: str, milestone: str | None, debtor: str) -> ObligationId:
    """Name the duty of `debtor` concerning `about`."""
    return ObligationId(f"obligation-{derived('obligation', about, duty, milestone or '', debtor)}")


def letter_id(*parts: object) -> LetterId:
    """Name a letter by what causes it and whom it is for."""
    return LetterId(f"letter-{derived('letter', *parts)}")


def scoring_year(year: int) -> str:
    """Name the milestone under which a cluster's duties of a year stand."""
    return f"nam-{year}"
