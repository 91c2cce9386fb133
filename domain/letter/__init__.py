"""Thư: queued once for one recipient, then sent, deferred, failed, unknown or superseded; never two ends."""
