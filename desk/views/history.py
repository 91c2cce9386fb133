"""What happened, event by event, as readers are told it: when, what, who, on whose behalf."""

from collections.abc import Sequence

from desk.views.names import Names
from desk.views.views import HappenedView
from events.account import SessionClosed, SessionOpened
from events.catalogue import event_of
from events.envelope import Stored

PUT = "nomination.put_to_council"


def history_of(history: Sequence[Stored], *, kept: bool) -> list[Stored]:
    """Give what happened to a dossier; where the rest is kept, up to the day it was put to a council."""
    put = [stored.seq for stored in history if stored.type == PUT] if kept else []
    return [stored for stored in history if not put or stored.seq <= put[0]]


def happened(stored: Stored, names: Names) -> HappenedView:
    """Show one event."""
    envelope = stored.envelope
    by = envelope.by
    return HappenedView(
        seq=stored.seq,
        recorded_at=envelope.recorded_at,
        at=envelope.at,
        stream=stored.stream,
        type=stored.type,
        by=_doer(stored, names) if by.is_system else names.of(by.who),
        role=by.role,
        flow_run=envelope.flow_run,
        late=envelope.backdated,
        behalf=names.of(by.behalf) if by.behalf else None,
    )


def _doer(stored: Stored, names: Names) -> str:
    """Say who did what the system wrote: a door writes for whoever comes in or goes out by it."""
    if stored.type in {"account.session_opened", "account.session_closed"}:
        event = event_of(stored)
        if isinstance(event, SessionOpened) or (isinstance(event, SessionClosed) and event.why == "asked"):
            return names.of(event.person)
    return stored.envelope.by.who
