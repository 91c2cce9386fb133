"""The port at which the desk listens: taken before anything is begun, and shared evenly by the processes that make pages."""

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from uvicorn.supervisors.multiprocess import Multiprocess, Process


class PortTaken(OSError):
    """The port is another program's, or not ours to take."""


def listening(host: str, port: int) -> socket.socket:
    """Take the port before anything else is begun; raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(socket.SOMAXCONN)
    except (OSError, OverflowError) as fault:
        taken.close()
        raise PortTaken(
            f"không mở được cổng {port} ở địa chỉ {host} ({_why(fault)}); hãy dừng chương trình đang dùng cổng đó,"
            " hoặc chọn cổng khác: sovang up --port 8321"
        ) from fault
    return taken


def _why(fault: OSError | OverflowError) -> str:
    match getattr(fault, "errno", None):
        case errno.EADDRINUSE:
            return "đang có chương trình khác dùng"
        case errno.EACCES:
            return "máy này không cho mở cổng dưới 1024"
        case errno.EADDRNOTAVAIL:
            return "máy này không có địa chỉ đó"
        case _:
            return "địa chỉ hoặc cổng không đúng"


@contextmanager
def one_each(door_way: socket.socket, processes: int) -> Iterator[list[socket.socket]]:
    """Give each process a listening socket of its own on a port that is ours, where the kernel spreads who comes over them.

    At one socket for all, whichever process wakes first takes everybody who comes at the same moment: of twenty
    connections at once the other had none. Only Linux spreads them; elsewhere there is the one socket.
    """
    with ExitStack() as closing:
        own = [door_way]
        if sys.platform == "linux":
            door_way.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            for _ in range(processes - 1):
                more = closing.enter_context(socket.socket(door_way.family))
                more.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                more.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                more.bind(door_way.getsockname())
                more.listen(socket.SOMAXCONN)
                own.append(more)
        yield own


class Beside(Multiprocess):
    """Keeps processes beside each other, each at a socket of its own; one that follows another that has died, at all of them."""

    def init_processes(self) -> None:
        """Start them."""
        for number in range(self.processes_num):
            process = Process(self.config, [self.sockets[number % len(self.sockets)]])
            process.start()
            self.processes.append(process)
