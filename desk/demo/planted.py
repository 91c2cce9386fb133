"""A difference planted behind a switch: a sixteenth name written into a paid list past every rule, for reconcile to find."""

from desk.demo.data import nomination_id
from desk.demo.scenes_council import FUND_YEAR
from desk.demo.stage import Stage
from domain.fund import DECIDER
from domain.ids import derived
from events.fund import PaymentLine, PaymentListPaid
from events.store.ledger import Meta, Write
from projections.projector import Change, projector
from workflows.lifecycle import LIFECYCLE

AMOUNT = 710_000


def plant(stage: Stage, payment_list: str) -> None:
    """Append what no decider would decide, as somebody could who writes to the database itself; the log stays sound."""
    house, name = stage.house, f"fund-{stage.organisation}-{FUND_YEAR}"
    line = PaymentLine(nomination=nomination_id("n16"), amount=AMOUNT)
    event = PaymentListPaid(unit=stage.organisation, payment_list=payment_list, lines=(line,), on=stage.today)
    said = stage.said("lim", "accountant")
    with house.ledger.database.session() as session:
        folded = house.handler.reading(session, said["by"].who).stream(name)
    after = DECIDER.evolve(folded.state, event)
    command = str(derived("demo", "planted"))
    house.ledger.append(
        [Write(name, folded.version, [event])],
        Meta(at=said["at"], by=said["by"], command=command, digest="0" * 64, correlation=command),
        projector=projector([Change(name, folded.state, after, [event])], LIFECYCLE),
    )
