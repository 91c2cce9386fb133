"""The rows of meetings, decisions, honour books and ceremonies."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain import (
    cancellation,
    ceremony,
    consultation,
)
from domain.decision import states as decision
from domain.registry import Registry
from domain.session import states as session
from events.base import NominationId, instant_text
from projections import tables as t
from projections.values import Row, day_text


def session_rows(state: session.Session) -> Iterator[Row]:
    """Give the row of a meeting, of each line of its agenda, and of who confirmed and stepped out."""
    tallied = {line: (state.counted_in[line], known.tally) for line, known in state.standing.items()}
    if state.minutes:
        stage = "minuted"
    elif state.settled | set(state.carried) >= set(state.agenda):
        stage = "tallied"
    else:
        stage = "voting" if state.ballots else "convened"
    yield (
        t.SessionRow,
        {
            "session": state.session,
            "council": state.council,
            "starts_at": instant_text(state.starts_at),
            "place": state.place,
            "agenda": len(state.agenda),
            "present": None if state.present is None else len(state.present),
            "stage": stage,
        },
    )
    for member in sorted(state.confirmed):
        yield t.ConfirmedRow, {"session": state.session, "member": member}
    for member, line in sorted(state.stepped_out):
        yield t.SteppedOutRow, {"session": state.session, "member": member, "nomination": line}
    for position, line in enumerate(state.agenda):
        code, tally = tallied.get(line, (None, None))
        yield (
            t.LineRow,
            {
                "session": state.session,
                "nomination": line,
                "position": position,
                "ballot": code,
                "votes_for": tally.votes_for if tally else None,
                "votes_against": tally.votes_against if tally else None,
                "abstained": tally.abstained if tally else None,
                "recused": tally.recused if tally else None,
                "base": tally.base if tally else None,
                "needed": tally.needed if tally else None,
                "passed": tally.passed if tally else None,
            },
        )


DECISION_STAGES: Mapping[type, str] = {
    decision.Laid: "drafted",
    decision.Refused: "refused",
    decision.Signed: "signed",
    decision.Numbered: "numbered",
    decision.Issued: "published",
}
"""The stage of a decision as readers see it; one whose every line is cancelled shows that."""


def decision_row(state: decision.Decision) -> dict[str, Any]:
    """Give the row of a decision."""
    order = state.order
    signed = (
        state.signed_on if isinstance(state, decision.Signed | decision.Numbered | decision.Issued) else None
    )
    issued = state if isinstance(state, decision.Issued) else None
    gone = issued is not None and issued.cancelled >= set(order.nominations)
    return {
        "decision": order.decision,
        "authority": order.authority,
        "award": order.award,
        "session": order.session,
        "lines": len(order.nominations),
        "signed_on": day_text(signed),
        "number": state.number if isinstance(state, decision.Numbered | decision.Issued) else None,
        "year": signed.year if signed else None,
        "published_on": day_text(issued.published_on) if issued else None,
        "outside": bool(issued and issued.outside),
        "cancels": order.cancels,
        "archived_on": day_text(issued.archived.on) if issued and issued.archived else None,
        "stage": "cancelled" if gone else DECISION_STAGES[type(state)],
    }


def cancellation_row(state: cancellation.Cancellation) -> dict[str, Any]:
    """Give the row of a cancellation."""
    opened, decided = state.opened, state.decided
    return {
        "cancellation": opened.cancellation,
        "decision": opened.decision,
        "authority": opened.authority,
        "ground": opened.ground,
        "lines": len(opened.nominations),
        "proposed_on": day_text(state.proposed.on) if state.proposed else None,
        "stage": decided.outcome if decided else ("proposed" if state.proposed else "opened"),
    }


def consulted_rows(state: consultation.Asked) -> Iterator[Row]:
    """Give a row for each dossier that an agency was asked about."""
    asked, received = state.asked, state.received
    answered = received.on if received else state.silent_on
    for line in asked.nominations:
        yield (
            t.ConsultedRow,
            {
                "consultation": asked.consultation,
                "nomination": line,
                "agency": asked.agency,
                "number": asked.number,
                "asked_on": asked.on.isoformat(),
                "stage": _answer(state, line),
                "answered_on": day_text(answered),
                "answer_number": received.number if received else None,
            },
        )


def _answer(state: consultation.Asked, line: NominationId) -> str:
    """Say how an agency stands to a dossier."""
    if state.received is not None:
        return "objects" if line in state.received.against else "agrees"
    return "silent" if state.silent_on else "asked"


def registry_rows(stream: str, state: Registry) -> Iterator[Row]:
    """Give the rows of an honour book."""
    for number, entry in enumerate(state.entries, 1):
        yield (
            t.EntryRow,
            {
                "book": stream,
                "number": number,
                "nomination": entry.nomination,
                "subject": entry.subject,
                "award": entry.award,
                "decision": entry.decision,
            },
        )


def ceremony_row(state: ceremony.Ceremony) -> dict[str, Any]:
    """Give the row of a ceremony."""
    return {
        "ceremony": state.ceremony,
        "unit": state.unit,
        "title": state.title,
        "starts_at": instant_text(state.starts_at),
        "place": state.place,
        "called": len(state.programme),
        "held_on": day_text(state.held_on),
    }
