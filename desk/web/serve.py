"""Serves the desk: opens the house and the door, starts the engine beside it, and closes everything again."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import uvicorn

from desk.demo.reacting import Reacting
from desk.door.door import Door
from desk.web.app import create_app, warmed
from desk.web.engine_beside import EngineBeside, engine_line
from desk.web.listening import Beside, listening, one_each
from events.store.clock import SimulatedClock, SystemClock
from events.store.database import Database
from events.store.errors import NO_TABLES, NotOpened
from projections import rebuild
from workflows.logs import configure_logs
from workflows.settings import Settings
from workflows.wiring import House, open_house

WORKER = "desk.web.worker:application"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Which ledger is served, and whether it is the demonstration's."""

    settings: Settings
    demo: bool

    @classmethod
    def found(cls, demo: Path) -> Self:
        """Give the ledger that the settings name; where none is named and none is there yet, the played demonstration's."""
        settings = Settings()
        own = settings.database_url is not None or (settings.data / "ledger.db").is_file()
        if settings.simulated:
            return cls(settings, demo=True)
        chosen = "data" in settings.model_fields_set or "SOVANG_DATA" in os.environ
        if own or chosen or not (demo / "ledger.db").is_file():
            return cls(settings, demo=False)
        from desk.demo.play import demo_settings  # noqa: PLC0415  # the demonstration is not part of every desk

        return cls(demo_settings(demo), demo=True)


@contextmanager
def opened(settings: Settings) -> Iterator[House]:
    """Open a ledger that is there and current."""
    if settings.ledger_url.startswith("sqlite") and not settings.data.is_dir():
        raise NotOpened(
            f"không có thư mục dữ liệu {settings.data}; hãy chạy `sovang init`, hoặc `sovang demo`"
        )
    house = open_house(settings)
    try:
        last = house.ledger.last_recorded_at()
        if isinstance(house.clock, SimulatedClock) and last is not None:
            house.clock.move_to(last)
        _ = house.ledger.genesis
        if not rebuild.is_current(house.ledger.database):
            raise NotOpened(NO_TABLES)
        yield house
    finally:
        house.close()


def door_of(settings: Settings) -> Door:
    """Open the door's book: a database of its own, beside the key files."""
    url = (
        settings.door_url.get_secret_value()
        if settings.door_url
        else f"sqlite:///{settings.key_folder / 'door.db'}"
    )
    settings.key_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.key_folder / "door.db"
    if settings.door_url is None:
        file.touch(mode=0o600)
        for own in file.parent.glob(f"{file.name}*"):
            own.chmod(0o600)
    return Door(Database(url), SystemClock())


def how(settings: Settings) -> dict[str, Any]:
    """Give how the server runs: its words go through our own log, which tells no value of a fault.

    A header of a proxy that the settings do not name is not believed: whoever asks from this machine would choose an address
    for each wrong try.
    """
    return {
        "log_level": "warning",
        "log_config": None,
        "server_header": False,
        "proxy_headers": settings.behind_proxy,
    }


def serve(
    deployment: Deployment,
    listens: tuple[str, int],
    *,
    workers: int,
    with_engine: bool,
    ready: Callable[[], None],
) -> None:
    """Serve at a host and port until stopped, and say `ready` once the port is ours; raises `PortTaken` before an engine is begun.

    The demonstration has one process: its clock walks in it.
    """
    configure_logs()
    with opened(deployment.settings) as house, listening(*listens) as door_way:
        ready()
        door = door_of(deployment.settings)
        app = create_app(house, door)
        if deployment.demo:
            _open_demo_accounts(app.state.welcome)
        engine = reacting = None
        if with_engine and deployment.demo:
            reacting = Reacting(house)
            reacting.start()
        if with_engine and not deployment.demo:
            engine = EngineBeside(engine_line(), _tell)
        try:
            if deployment.demo or workers == 1:
                server = uvicorn.Server(uvicorn.Config(warmed(app), **how(deployment.settings)))
                server.run(sockets=[door_way])
            else:
                config = uvicorn.Config(WORKER, factory=True, workers=workers, **how(deployment.settings))
                with one_each(door_way, workers) as own:
                    Beside(config, own).run()
        finally:
            if reacting is not None:
                reacting.stop()
            door.database.close()
            if engine is not None:
                engine.stop()


def _tell(sentence: str) -> None:
    """Tell whoever looks at the terminal."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _open_demo_accounts(welcome: object) -> None:
    from desk.demo.accounts import open_accounts  # noqa: PLC0415  # the demonstration is not part of every desk
    from desk.demo.data import examples_folder  # noqa: PLC0415  # the same
    from desk.setup.file import read_setup  # noqa: PLC0415  # the same

    open_accounts(welcome, read_setup(examples_folder() / "demo-2024" / "cast.yaml"))  # type: ignore[arg-type]  # the app's state is untyped
