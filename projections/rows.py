"""From a stream's folded state to its rows: pure, so that live tables and rebuilt ones are the same."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from domain import (
    cancellation,
    ceremony,
    council,
    decision,
    flow,
    fund,
    household,
    letter,
    obligation,
    person,
    unit,
)
from domain.assessment import conditional
from domain.cluster import states as cluster
from domain.movement import states as movement
from domain.nomination import states as nomination
from domain.registry import Registry
from domain.session import states as session
from domain.standing import Held
from domain.submission import states as submission
from domain.targets import judge_all
from events.base import instant_text
from events.personal import Clear, Sealed
from projections import tables as t

Row = tuple[type[t.ReadTable], dict[str, Any]]
"""A read table and one row of it."""


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _instant(value: datetime | None) -> str | None:
    return instant_text(value) if value else None


def sealed_text(value: Clear | Sealed) -> str:
    """Write a sealed field so that a reader can open it later; a clear one never reaches a table."""
    if isinstance(value, Clear):
        raise TypeError("a clear personal value must not reach a read table")
    return json.dumps([value.ref, value.cipher, value.place])


def parse_sealed(text: str) -> Sealed:
    """Read what `sealed_text` wrote."""
    return Sealed(*json.loads(text))


def rows(stream: str, state: object) -> Iterator[Row]:
    """Give the rows of one stream's state; states that show nowhere have none."""
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
            yield from _movement(state)
        case cluster.Cluster():
            yield t.ClusterRow, _cluster(state)
        case submission.Submission() | submission.Forwarded():
            yield t.SubmissionRow, _submission(state)
        case session.Session():
            yield from _session(state)
        case (
            decision.Laid() | decision.Refused() | decision.Signed() | decision.Numbered() | decision.Issued()
        ):
            yield t.DecisionRow, _decision(state)
        case Registry():
            yield from _registry(stream, state)
        case ceremony.Ceremony():
            yield t.CeremonyRow, _ceremony(state)
        case fund.Fund():
            sums = {"budget": state.budget, "paid": state.paid, "recovered": state.recovered}
            yield t.FundRow, {"fund": stream, **sums}
        case cancellation.Cancellation():
            yield t.CancellationRow, _cancellation(state)
        case obligation.Obligation():
            yield t.ObligationRow, _obligation(state)
        case letter.Waiting() | letter.Ended():
            yield t.LetterRow, _letter(state)
        case flow.Flow():
            return
        case _:
            if isinstance(state, nomination.State) and not isinstance(state, nomination.NoNomination):
                yield t.NominationRow, _nomination(state)
                for rests_on in sorted(conditional(nomination.reasons_of(state))):
                    yield t.ConditionRow, {"nomination": state.dossier.nomination, "rests_on": rests_on}


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
        "closed_on": _day(state.closed_on),
    }


def _person(stream: str, state: person.Person) -> Iterator[Row]:
    yield (
        t.PersonRow,
        {
            "person": state.person,
            "name": sealed_text(state.name),
            "has_mail": state.email is not None,
            "has_birth": state.born is not None,
            "recruited_on": _day(state.recruited_on()),
            "died_on": _day(state.died_on),
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
    return t.RoleRow, {**said, "since": held.since.isoformat(), "until": _day(held.until)}


def _council(stream: str, state: council.Council) -> Iterator[Row]:
    yield t.CouncilRow, {"council": state.council, "unit": state.unit, "name": state.name}
    for who in dict.fromkeys(member.person for member in state.members):
        for held in state.roles_of(who):
            yield _role(stream, who, held)


def _movement(state: movement.Movement) -> Iterator[Row]:
    plan = state.plan
    yield (
        t.MovementRow,
        {
            "movement": state.movement,
            "title": plan.title,
            "organisation": state.organisation,
            "number": plan.number,
            "signed_on": _day(plan.signed_on),
            "starts": plan.period.start,
            "ends": plan.period.end,
            "participants": len(state.participants),
            "registered": len(state.registered),
            "closed_on": _day(state.closed_on),
            "answers": next(iter(sorted(state.answered)), None),
        },
    )
    for code, period in state.periods.items():
        for milestone in period.milestones.values():
            yield (
                t.MilestoneRow,
                {
                    "movement": state.movement,
                    "code": milestone.code,
                    "period": code,
                    "duty": milestone.duty,
                    "name": milestone.name,
                    "due": milestone.due,
                    "assumed": milestone.assumed,
                    "held_on": _day(state.reviews.get(milestone.code)),
                },
            )
    yield from _targets(state)


def _cluster(state: cluster.Cluster) -> dict[str, Any]:
    last = max(state.years, default=None)
    year = cluster.Year() if last is None else state.years[last]
    return {
        "cluster": state.cluster,
        "name": state.name,
        "kind": state.kind,
        "members": len(state.members),
        "year": last,
        "head": year.head,
        "pact_on": _day(year.pact_on),
        "scored": sum(scorer == unit for scorer, unit in year.scored),
        "verified": len(year.verified),
        "ranked": bool(year.places),
    }


def _targets(state: movement.Movement) -> Iterator[Row]:
    findings = state.findings if state.closed_on else judge_all(state.targets, state.figures)
    judged = {(finding.target, finding.assigned_by): finding for finding in findings}
    for position, target in enumerate(state.targets):
        for assignment in target.assignments:
            found = judged.get((target.code, assignment.assigned_by))
            yield (
                t.TargetRow,
                {
                    "movement": state.movement,
                    "target": target.code,
                    "assigned_by": assignment.assigned_by,
                    "position": position,
                    "name": target.name,
                    "unit": target.unit,
                    "measure": assignment.measure,
                    "value": _number(assignment.value),
                    "figure": _number(found.figure) if found else None,
                    "finding": found.finding if found else "running",
                },
            )


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _submission(state: submission.Submission | submission.Forwarded) -> dict[str, Any]:
    if isinstance(state, submission.Submission):
        return {
            "submission": state.submission,
            "unit": state.unit,
            "to_unit": None,
            "number": None,
            "lines": len(state.lines),
            "received_on": None,
        }
    return {
        "submission": state.submission,
        "unit": state.from_unit,
        "to_unit": state.to_unit,
        "number": state.number,
        "lines": len(state.nominations),
        "received_on": _day(state.received_on),
    }


STAGES: Mapping[type, str] = {
    nomination.Draft: "draft",
    nomination.Submitted: "submitted",
    nomination.Returned: "returned",
    nomination.Eligible: "eligible",
    nomination.BeforeCouncil: "before_council",
    nomination.Recommended: "recommended",
    nomination.Forwarded: "forwarded",
    nomination.Awarded: "awarded",
    nomination.Revoked: "revoked",
}
"""The stage of a dossier as readers see it; an ended one shows how it ended."""


def _nomination(state: nomination.State) -> dict[str, Any]:
    if isinstance(state, nomination.NoNomination):
        raise TypeError("a dossier that was never drafted has no row")
    dossier = state.dossier
    row: dict[str, Any] = {
        "nomination": dossier.nomination,
        "subject": dossier.subject,
        "subject_kind": dossier.subject_kind,
        "award": dossier.award,
        "merit": dossier.merit,
        "award_year": dossier.award_year,
        "school_year": dossier.school_year,
        "unit": dossier.unit,
        "movement": dossier.movement,
        "happened": _day(dossier.happened),
        "doubted": bool(dossier.doubts),
        "stage": state.how if isinstance(state, nomination.Ended) else STAGES[type(state)],
    }
    return {**_EMPTY_NOMINATION, **row, **_nomination_details(state)}


_EMPTY_NOMINATION: dict[str, Any] = {
    "submission": None, "at": None, "verified": False, "session": None, "to_unit": None, "decision": None, "authority": None,
    "decided_on": None, "bonus": None, "payer": None, "presented": None,
    "paid_on": None, "revoked_on": None, "money_back": 0,
}  # fmt: skip


def _nomination_details(state: nomination.State) -> dict[str, Any]:
    match state:
        case nomination.Submitted() | nomination.Returned():
            return {"submission": state.submission}
        case nomination.Eligible():
            return {"submission": state.submission, "at": state.at, "verified": state.verified}
        case nomination.BeforeCouncil():
            return {
                "submission": state.eligible.submission,
                "at": state.eligible.at,
                "verified": True,
                "session": state.session,
            }
        case nomination.Recommended():
            return {"at": state.at, "verified": True, "session": state.session}
        case nomination.Forwarded():
            return {"at": state.at, "verified": True, "session": state.session, "to_unit": state.to_unit}
        case nomination.Awarded():
            return _award(state)
        case nomination.Revoked():
            return {**_award(state.awarded), "revoked_on": _day(state.on), "money_back": state.money_back}
        case _:
            return {}


def _award(state: nomination.Awarded) -> dict[str, Any]:
    return {
        "verified": True,
        "decision": state.decision,
        "authority": state.authority,
        "decided_on": _day(state.on),
        "bonus": state.bonus.amount if state.bonus else None,
        "payer": state.payer,
        "presented": state.presented.how if state.presented else None,
        "paid_on": _day(state.paid.on) if state.paid else None,
    }


def _session(state: session.Session) -> Iterator[Row]:
    tallied = {
        line.nomination: (code, line.tally)
        for code, ballot in state.ballots.items()
        for line in ballot.tallied or ()
    }
    if state.minutes:
        stage = "minuted"
    elif len(tallied) == len(state.agenda):
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


def _decision(state: decision.Decision) -> dict[str, Any]:
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
        "signed_on": _day(signed),
        "number": state.number if isinstance(state, decision.Numbered | decision.Issued) else None,
        "year": signed.year if signed else None,
        "published_on": _day(issued.published_on) if issued else None,
        "outside": bool(issued and issued.outside),
        "cancels": order.cancels,
        "archived_on": _day(issued.archived.on) if issued and issued.archived else None,
        "stage": "cancelled" if gone else DECISION_STAGES[type(state)],
    }


def _cancellation(state: cancellation.Cancellation) -> dict[str, Any]:
    opened, decided = state.opened, state.decided
    return {
        "cancellation": opened.cancellation,
        "decision": opened.decision,
        "authority": opened.authority,
        "ground": opened.ground,
        "lines": len(opened.nominations),
        "proposed_on": _day(state.proposed.on) if state.proposed else None,
        "stage": decided.outcome if decided else ("proposed" if state.proposed else "opened"),
    }


def _registry(stream: str, state: Registry) -> Iterator[Row]:
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


def _ceremony(state: ceremony.Ceremony) -> dict[str, Any]:
    return {
        "ceremony": state.ceremony,
        "unit": state.unit,
        "title": state.title,
        "starts_at": instant_text(state.starts_at),
        "place": state.place,
        "called": len(state.programme),
        "held_on": _day(state.held_on),
    }


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
        "next_rung_at": _instant(state.next_rung_at),
        "status": "open" if state.is_open else ("lapsed" if state.lapsed else "met"),
        "sequence": state.sequence,
        "set_by": state.due.set_by,
        "met_on": _day(state.met_on),
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
        "try_at": _instant(state.next_attempt_at) or "",
    }


def table_of(model: type[t.ReadTable]) -> Table:
    """Give the SQLAlchemy table of a read table."""
    return t.METADATA.tables[str(model.__tablename__)]
