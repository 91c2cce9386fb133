"""From a stream's folded state to its rows: pure, so that live tables and rebuilt ones are the same."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from domain import (
    cancellation,
    ceremony,
    council,
    fund,
    household,
    letter,
    person,
    unit,
)
from domain.cluster import states as cluster
from domain.decision import states as decision
from domain.movement import states as movement
from domain.obligation import states as obligation
from domain.registry import Registry
from domain.session import states as session
from domain.standing import Held
from domain.submission import states as submission
from events.base import instant_text
from projections import tables as t
from projections.award_rows import cancellation_row, ceremony_row, decision_row, registry_rows, session_rows
from projections.dossier_rows import DOSSIERS, nomination_rows, submission_row
from projections.movement_rows import cluster_row, movement_rows
from projections.values import Row, day_text, instant, sealed_text


def rows(stream: str, state: object) -> Iterator[Row]:
    """Give the rows of one stream's state; states that show nowhere have none."""
    if type(state) in DOSSIERS:
        yield from nomination_rows(state)
        return
    match state:
        case unit.Unit():
            yield t.UnitRow, _unit(state)
        case person.Person():
            yield from _person(stream, state)
        case household.Household():
            yield (
                t.HouseholdRow,
                {
                    "household": state.household,
                    "head": state.head,
                    "unit": state.unit,
                    "members": len(state.members),
                },
            )
        case council.Council():
            yield from _council(stream, state)
        case movement.Movement():
            yield from movement_rows(state)
        case cluster.Cluster():
            yield t.ClusterRow, cluster_row(state)
        case (
            submission.Drafting() | submission.Submission() | submission.Withdrawn() | submission.Forwarded()
        ):
            yield t.SubmissionRow, submission_row(state)
        case session.Session():
            yield from session_rows(state)
        case (
            decision.Laid() | decision.Refused() | decision.Signed() | decision.Numbered() | decision.Issued()
        ):
            yield t.DecisionRow, decision_row(state)
        case Registry():
            yield from registry_rows(stream, state)
        case ceremony.Ceremony():
            yield t.CeremonyRow, ceremony_row(state)
        case fund.Fund():
            sums = {"budget": state.budget, "paid": state.paid, "recovered": state.recovered}
            yield t.FundRow, {"fund": stream, **sums}
        case cancellation.Cancellation():
            yield t.CancellationRow, cancellation_row(state)
        case obligation.Obligation():
            yield t.ObligationRow, _obligation(state)
        case letter.Waiting() | letter.Ended():
            yield t.LetterRow, _letter(state)
        case _:
            return


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
        return {**row, "state": state.how}
    if queued.channel == "paper":
        return {**row, "state": "to_print"}
    if state.held:
        return {**row, "state": "held", "attempts": state.attempts}
    waiting = "unknown" if state.unknown else ("deferred" if state.attempts else "queued")
    return {
        **row,
        "state": waiting,
        "attempts": state.attempts,
        "try_at": instant(state.next_attempt_at) or "",
    }


def table_of(model: type[t.ReadTable]) -> Table:
    """Give the SQLAlchemy table of a read table."""
    return t.METADATA.tables[str(model.__tablename__)]
