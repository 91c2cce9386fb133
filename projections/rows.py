"""From a stream's folded state to its rows: pure, so that live tables and rebuilt ones are the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args

from sqlalchemy import Table

from domain import (
    cancellation,
    ceremony,
    consultation,
    council,
    fund,
    household,
    person,
    unit,
)
from domain.cluster import states as cluster
from domain.decision import states as decision
from domain.letter import states as letter
from domain.movement import states as movement
from domain.obligation import states as obligation
from domain.registry import Registry
from domain.session import states as session
from domain.standing import Held
from events.base import instant_text
from projections import tables as t
from projections.award_rows import (
    cancellation_row,
    ceremony_row,
    consulted_rows,
    decision_row,
    registry_rows,
    session_rows,
)
from projections.dossier_rows import DOSSIERS, SetState, nomination_rows, submission_row
from projections.movement_rows import cluster_row, movement_rows
from projections.values import Row, day_text, instant, sealed_text

Rows = Callable[[str, Any], Iterable[Row]]


def rows(stream: str, state: object) -> Iterable[Row]:
    """Give the rows of one stream's state; states that show nowhere have none."""
    made = ROWS.get(type(state))
    return made(stream, state) if made is not None else ()


def _unit(state: unit.Unit) -> dict[str, Any]:
    return {
        "unit": state.unit,
        "name": state.name,
        "kind": state.kind,
        "level": state.level,
        "parent": state.parent,
        "managed_by": state.managed_by,
        "outside_chain": state.outside_chain,
        "has_mail": state.email is not None,
        "closed_on": day_text(state.closed_on),
    }


def _person(stream: str, state: person.Person) -> Iterator[Row]:
    yield (
        t.PersonRow,
        {
            "person": state.person,
            "name": sealed_text(state.name),
            "has_mail": state.email is not None,
            "has_birth": state.born is not None,
            "recruited_on": day_text(state.recruited_on()),
            "died_on": day_text(state.died_on),
        },
    )
    for post in state.employments:
        since = post.since.isoformat()
        yield (
            t.PostRow,
            {"person": state.person, "unit": post.unit, "since": since, "position": post.position},
        )
    for held in state.roles:
        yield _role(stream, state.person, held)


def _role(stream: str, who: str, held: Held) -> Row:
    said = {"stream": stream, "person": who, "role": held.role, "scope": held.scope}
    return t.RoleRow, {**said, "since": held.since.isoformat(), "until": day_text(held.until)}


def _council(stream: str, state: council.Council) -> Iterator[Row]:
    yield t.CouncilRow, {"council": state.council, "unit": state.unit, "name": state.name}
    for who in dict.fromkeys(member.person for member in state.members):
        for held in state.roles_of(who):
            yield _role(stream, who, held)


def _obligation(state: obligation.Obligation) -> dict[str, Any]:
    return {
        "obligation": state.obligation,
        "duty": state.duty,
        "debtor": state.debtor,
        "about": state.about,
        "milestone": state.milestone,
        "title": state.title,
        "due_on": state.due.on.isoformat(),
        "due_at": instant_text(state.due.at),
        "next_rung_at": instant(state.next_rung_at),
        "status": "open" if state.is_open else ("lapsed" if state.lapsed else "met"),
        "sequence": state.sequence,
        "set_by": state.due.set_by,
        "met_on": day_text(state.met_on),
    }


def _letters(state: letter.Waiting | letter.Ended) -> Iterator[Row]:
    yield t.LetterRow, _letter(state)
    for item in state.queued.entries or ():
        yield t.LetterEntryRow, {"letter": state.queued.letter, "obligation": item.uid}


def _letter(state: letter.Waiting | letter.Ended) -> dict[str, Any]:
    queued = state.queued
    row = {
        "letter": queued.letter,
        "recipient": queued.recipient,
        "channel": queued.channel,
        "template": queued.template,
        "day": queued.day.isoformat(),
        "obligation": queued.obligation,
        "rung": queued.rung,
        "replaces": queued.replaces,
        "attempts": 0,
        "try_at": None,
    }
    if isinstance(state, letter.Ended):
        return {**row, "state": state.how, "attempts": int(state.repeated)}
    if queued.channel == "paper":
        return {**row, "state": "to_print"}
    if state.held:
        return {**row, "state": "held", "attempts": state.attempts}
    waiting = "unknown" if state.perhaps_there else ("deferred" if state.attempts else "queued")
    return {
        **row,
        "state": waiting,
        "attempts": state.attempts,
        "try_at": instant(state.next_attempt_at) or "",
    }


def _household(state: household.Household) -> dict[str, Any]:
    return {
        "household": state.household,
        "head": state.head,
        "unit": state.unit,
        "members": len(state.members),
    }


def _fund(stream: str, state: fund.Fund) -> Iterator[Row]:
    sums = {"budget": state.budget, "paid": state.paid, "recovered": state.recovered}
    yield t.FundRow, {"fund": stream, **sums}


def _one(model: type[t.ReadTable], row: Callable[[Any], dict[str, Any]]) -> Rows:
    """Make the one row of a state whose table has one row a stream."""
    return lambda _stream, state: ((model, row(state)),)


def _by_state(made: Callable[[Any], Iterable[Row]]) -> Rows:
    return lambda _stream, state: made(state)


ROWS: Mapping[type, Rows] = {
    **dict.fromkeys(DOSSIERS, _by_state(nomination_rows)),
    unit.Unit: _one(t.UnitRow, _unit),
    person.Person: _person,
    household.Household: _one(t.HouseholdRow, _household),
    council.Council: _council,
    movement.Movement: _by_state(movement_rows),
    cluster.Cluster: _one(t.ClusterRow, cluster_row),
    **dict.fromkeys(get_args(SetState), _one(t.SubmissionRow, submission_row)),
    session.Session: _by_state(session_rows),
    **dict.fromkeys(
        (decision.Laid, decision.Refused, decision.Signed, decision.Numbered, decision.Issued),
        _one(t.DecisionRow, decision_row),
    ),
    Registry: registry_rows,
    ceremony.Ceremony: _one(t.CeremonyRow, ceremony_row),
    fund.Fund: _fund,
    consultation.Asked: _by_state(consulted_rows),
    cancellation.Cancellation: _one(t.CancellationRow, cancellation_row),
    obligation.Obligation: _one(t.ObligationRow, _obligation),
    **dict.fromkeys((letter.Waiting, letter.Ended), _by_state(_letters)),
}
"""Which rows a state shows in."""


def table_of(model: type[t.ReadTable]) -> Table:
    """Give the SQLAlchemy table of a read table."""
    return t.METADATA.tables[str(model.__tablename__)]
