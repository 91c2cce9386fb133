"""The rows of sets, dossiers and what they rest on."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.assessment import conditional
from domain.nomination import states as nomination
from domain.submission import states as submission
from projections import tables as t
from projections.values import Row, day_text

SetState = submission.Drafting | submission.Submission | submission.Withdrawn | submission.Forwarded


def submission_row(state: SetState) -> dict[str, Any]:
    """Give the row of a unit's set, or of a list sent on."""
    row: dict[str, Any] = {
        "submission": state.submission,
        "to_unit": None,
        "number": None,
        "lines": 0,
        "received_on": None,
    }
    match state:
        case submission.Drafting():
            return {**row, "unit": state.unit, "stage": "draft"}
        case submission.Submission():
            return {**row, "unit": state.unit, "stage": "received", "lines": len(state.lines)}
        case submission.Withdrawn():
            return {**row, "unit": state.unit, "stage": "withdrawn"}
        case submission.Forwarded():
            return {
                **row,
                "unit": state.from_unit,
                "stage": "forwarded" if state.received_on is None else "acknowledged",
                "to_unit": state.to_unit,
                "number": state.number,
                "lines": len(state.nominations),
                "received_on": day_text(state.received_on),
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


DOSSIERS = frozenset({*STAGES, nomination.Ended})
"""The states of a dossier that has been drafted."""


def nomination_rows(state: Any) -> Iterator[Row]:  # noqa: ANN401  # one of DOSSIERS
    """Give the rows of a dossier."""
    yield t.NominationRow, _nomination_row(state)
    for rests_on in sorted(conditional(nomination.reasons_of(state))):
        yield t.ConditionRow, {"nomination": state.dossier.nomination, "rests_on": rests_on}


def _nomination_row(state: Any) -> dict[str, Any]:  # noqa: ANN401  # the same
    dossier = state.dossier
    return {
        **_EMPTY_NOMINATION,
        "nomination": dossier.nomination,
        "subject": dossier.subject,
        "subject_kind": dossier.subject_kind,
        "award": dossier.award,
        "merit": dossier.merit,
        "award_year": dossier.award_year,
        "school_year": dossier.school_year,
        "unit": dossier.unit,
        "movement": dossier.movement,
        "happened": day_text(dossier.happened),
        "doubted": bool(dossier.doubts),
        "stage": state.how if isinstance(state, nomination.Ended) else STAGES[type(state)],
        **_nomination_details(state),
    }


_EMPTY_NOMINATION: dict[str, Any] = {
    "submission": None, "at": None, "verified": False, "session": None, "to_unit": None, "decision": None, "authority": None,
    "decided_on": None, "bonus": None, "payer": None, "presented": None, "presented_on": None,
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
            return {**_award(state.awarded), "revoked_on": day_text(state.on), "money_back": state.money_back}
        case _:
            return {}


def _award(state: nomination.Awarded) -> dict[str, Any]:
    return {
        "verified": True,
        "decision": state.decision,
        "authority": state.authority,
        "decided_on": day_text(state.on),
        "bonus": state.bonus.amount if state.bonus else None,
        "payer": state.payer,
        "presented": state.presented.how if state.presented else None,
        "presented_on": day_text(state.presented.on) if state.presented else None,
        "paid_on": day_text(state.paid.on) if state.paid else None,
    }
