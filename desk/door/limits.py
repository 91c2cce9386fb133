"""Limits on guessing, which never lock anybody out of an account: they close a place to whoever guesses there."""

from dataclasses import dataclass, field

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_ACCOUNT_AND_PLACE = RateLimitItemPerMinute(8, 10)
"""Eight wrong tries in ten minutes for one login name from one address."""
PER_ACCOUNT = RateLimitItemPerHour(60, 1)
"""Sixty an hour for one login name from everywhere, browsers that know the account aside."""
PER_PLACE = RateLimitItemPerHour(300, 1)
"""Three hundred an hour from one address, whatever the names: a whole office may stand behind it."""
PER_KNOWN_BROWSER = RateLimitItemPerMinute(12, 10)
"""A browser that was signed in to the account before is counted by itself, so strangers never shut it out."""


@dataclass(slots=True)
class Guesses:
    """Counts wrong tries in memory; a restart forgets them, which is no gain to who must try six digits."""

    _limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    def too_many(self, login: str, place: str, browser: str | None) -> bool:
        """Say whether another try must wait; `browser` names one that has been signed in to this account."""
        return any(not self._limiter.test(item, *of) for item, of in _buckets(login, place, browser))

    def wrong(self, login: str, place: str, browser: str | None) -> None:
        """Count a wrong try."""
        for item, of in _buckets(login, place, browser):
            self._limiter.hit(item, *of)


def _buckets(login: str, place: str, browser: str | None) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    if browser is not None:
        return [(PER_KNOWN_BROWSER, ("browser", browser, login))]
    return [
        (PER_ACCOUNT_AND_PLACE, ("pair", login, place)),
        (PER_ACCOUNT, ("account", login)),
        (PER_PLACE, ("place", place)),
    ]
