"""What is thrown at the desk: longer runs than the fast lane, on the same ledger of a meeting day."""

from tests.desk.web.conftest import desk, played, played_in_secret, script, sealed_desk

__all__ = ["desk", "played", "played_in_secret", "script", "sealed_desk"]
