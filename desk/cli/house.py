"""Opens the deployment that the settings name, for a read or a write, and closes it again."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlmodel import Session

from events.store.clock import SimulatedClock
from events.store.errors import NO_TABLES, KeysGone, NotOpened
from projections import rebuild
from workflows.settings import Settings
from workflows.wiring import House, open_house


def viewer() -> str | None:
    """Give who reads, when SOVANG_ACTOR says so: the mask of conflicts of interest is theirs."""
    return os.environ.get("SOVANG_ACTOR") or None


@contextmanager
def opened_as_it_is(*, keyless: bool = False) -> Iterator[House]:
    """Open the ledger without looking into it: a damaged one must still be verified, also without its keys."""
    settings = Settings()
    if settings.ledger_url.startswith("sqlite") and not settings.data.is_dir():
        raise NotOpened(f"không có thư mục dữ liệu {settings.data}; hãy chạy `sovang init`")
    house = open_house(settings, keyless=keyless)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def opened_to_verify(*, keyless: bool) -> Iterator[tuple[House, str | None]]:
    """Open the ledger as it is, even where its keys are gone; then with the sentence that says so."""
    with ExitStack() as stack:
        try:
            house, gone = stack.enter_context(opened_as_it_is(keyless=keyless)), None
        except KeysGone as fault:
            house, gone = stack.enter_context(opened_as_it_is(keyless=True)), str(fault)
        yield house, gone


@contextmanager
def opened() -> Iterator[House]:
    """Open the ledger; refuses one whose tables are older than this program."""
    with opened_as_it_is() as house:
        if isinstance(house.clock, SimulatedClock):
            _wind(house, house.clock)
        _ = house.ledger.genesis
        if not rebuild.is_current(house.ledger.database):
            raise NotOpened(NO_TABLES)
        yield house


def _wind(house: House, clock: SimulatedClock) -> None:
    """Put a simulated clock where the ledger stopped."""
    last = house.ledger.last_recorded_at()
    if last is not None:
        clock.move_to(last)


@contextmanager
def reading() -> Iterator[tuple[House, Session]]:
    """Open the ledger with a session on its read tables."""
    with opened() as house, house.ledger.database.session() as session:
        yield house, session
