"""A port of this machine's own for a server that nobody else shall reach."""

import socket


def free_port() -> int:
    """Give a TCP port of 127.0.0.1 that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
