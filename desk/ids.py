"""Ids minted at the edge, so that a request that is sent again carries the same one."""

from uuid import uuid4  # noqa: TID251  # the one place that mints


def new_id() -> str:
    """Mint the id of a new command."""
    return str(uuid4())  # the one place that mints
