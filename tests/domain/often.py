"""How often a property is tried: as often as the fast lane can afford, with no clock that fails it on a busy machine."""

from hypothesis import HealthCheck, settings


def often(times: int) -> settings:
    return settings(max_examples=times, deadline=None, suppress_health_check=[HealthCheck.too_slow])
