"""Where a duty is done: the page, or the form, that meets it."""

from urllib.parse import quote

from projections import tables as t

BY_DUTY = {
    "register": "movement.register_unit",
    "correct_registration": "movement.register_unit",
    "report_progress": "movement.report_progress",
    "report_final": "movement.report_progress",
    "submit_nominations": "submission.receive",
    "complete_work": "movement.complete_work",
}
"""Duty → the form that meets it."""
REPORTED = frozenset({"report_progress", "report_final"})
"""Duties that are done on the page with every indicator."""
SHEETS = frozenset({"self_score", "cross_score", "verify_scores"})
"""Duties that are done on the score sheets of a cluster."""
KINDS = {"nomination": "ho-so", "session": "phien-hop", "decision": "quyet-dinh", "ceremony": "le-trao"}


def form_of_duty(movement: str, duty: str, milestone: str, unit: str) -> str:
    """Lead to the form by which a unit does what a date of a movement asks for."""
    if duty in REPORTED:
        return f"/phong-trao/{movement}/bao-cao/{quote(milestone)}?don_vi={unit}"
    asked = f"movement={movement}&milestone={quote(milestone)}&unit={unit}"
    return f"/lam/{BY_DUTY[duty]}?{asked}&ve=/phong-trao/{movement}"


def place_of_duty(row: t.ObligationRow) -> str | None:
    """Lead to where a duty is done; None for one that no page of ours does."""
    kind = row.about.partition("-")[0]
    match kind:
        case "movement" if row.duty in BY_DUTY:
            return form_of_duty(row.about, row.duty, row.milestone or "", row.debtor)
        case "movement":
            return f"/phong-trao/{row.about}"
        case "cluster":
            year = (row.milestone or "").removeprefix("nam-")
            sheets = "/cham-diem" if row.duty in SHEETS else ""
            return f"/cum-khoi/{row.about}{sheets}?nam={year}"
        case _ if kind in KINDS:
            return f"/{KINDS[kind]}/{row.about}"
        case _:
            return None
