"""The engine's own Prefect server: a child on loopback that outlives a killed engine, and is found again."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from workflows.loopback import free_port

START_SECONDS = 120.0
POLL_SECONDS = 0.2

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}
"""No telemetry, no promotion, no chatter: for every process that imports Prefect."""


class ServerFailed(RuntimeError):
    """Máy chủ Prefect không khởi động được."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Its API."""
        return f"http://127.0.0.1:{self.port}/api"


def prefect_environment(home: Path, api_url: str | None) -> dict[str, str]:
    """Give the environment of a process that is to import Prefect."""
    said = {**QUIET, "PREFECT_HOME": str(home)}
    if api_url is not None:
        said["PREFECT_API_URL"] = api_url
    return said


def healthy(url: str) -> bool:
    """Say whether a Prefect API answers."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  # loopback http, built above
            return bool(answer.status == 200)  # noqa: PLR2004  # HTTP's own word for yes
    except (urllib.error.URLError, OSError, TimeoutError):
        return False


def attach_or_start(home: Path) -> Running:
    """Find the server left by an earlier engine, or start one, and become its owner."""
    home.mkdir(parents=True, exist_ok=True)
    owner_file(home).write_text(str(os.getpid()), encoding="utf-8")
    known = _known(home)
    if known is not None and healthy(known.url):
        return known
    return _start(home)


def stop(home: Path) -> None:
    """End the server."""
    known = _known(home)
    _server_file(home).unlink(missing_ok=True)
    if known is not None:
        try:
            os.kill(known.pid, signal.SIGTERM)
        except ProcessLookupError:
            return


def _server_file(home: Path) -> Path:
    return home / "server.json"


def owner_file(home: Path) -> Path:
    """Give the file that names the engine which owns the server."""
    return home / "owner.pid"


def _known(home: Path) -> Running | None:
    try:
        said = json.loads(_server_file(home).read_text(encoding="utf-8"))
        return Running(int(said["pid"]), int(said["port"]))
    except (OSError, ValueError, KeyError):
        return None


def _start(home: Path) -> Running:
    port = free_port()
    log = (home / "server.log").open("ab")
    child = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "workflows.prefect_child", str(home), str(port)],
        env={**os.environ, **prefect_environment(home, f"http://127.0.0.1:{port}/api")},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    log.close()
    running = Running(child.pid, port)
    _server_file(home).write_text(json.dumps({"pid": running.pid, "port": port}), encoding="utf-8")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerFailed(f"máy chủ Prefect dừng ngay khi khởi động; xem {home / 'server.log'}")
        if healthy(running.url):
            return running
        time.sleep(POLL_SECONDS)
    child.terminate()
    raise ServerFailed(
        f"máy chủ Prefect không trả lời sau {START_SECONDS:.0f} giây; xem {home / 'server.log'}"
    )
