from events.base import UnitId
from events.envelope import By
from events.ledger import LedgerOpened
from events.store.clock import SimulatedClock
from events.store.ledger import Ledger, Meta, Write


def test_a_ledger_opens(ledger: Ledger, clock: SimulatedClock) -> None:
    opened = LedgerOpened(
        ledger="thu", format="sovang/1", simulated=True, title="Sổ thử", organisation=UnitId("unit-x")
    )
    meta = Meta(at=clock.now(), by=By("system:init"), command="c", digest="0" * 64, correlation="c")
    ledger.append([Write("ledger", 0, [opened])], meta)
    assert ledger.genesis == opened
