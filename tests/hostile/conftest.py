"""What is thrown at the desk: longer runs than the fast lane, on the same ledger of a meeting day."""

from tests.desk.web.conftest import desk, played, played_in_secret, quick_keys, script, sealed_desk
from tests.desk.web.later import later_desk, played_later

__all__ = [
    "desk", "later_desk", "played", "played_in_secret", "played_later", "quick_keys", "script", "sealed_desk",
]  # fmt: skip
