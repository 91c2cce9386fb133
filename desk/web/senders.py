"""Who sends which command that has a form: the desk offers it to them, on its pages and by its address."""

from collections.abc import Mapping

from desk.web.policy import COUNCIL
from desk.web.titles import OFFERED
from desk.web.visit import Visit
from domain.letter.decider import HANDLERS
from domain.session.facts import CHAIRING, CHAIRS, COUNTING, SEATED

UNIT = ("clerk", "head")
OFFICE = ("standing_agency",)
STAFF = ("administrator", *OFFICE)
LEADS = (*OFFICE, "authority")
KEEPS = (*OFFICE, "archivist")
PRESENTS = (*OFFICE, "organiser")
PAYS = (*OFFICE, "accountant")
WRITES = (*OFFICE, "secretary")
EVERYBODY = ()
"""A duty may be a person's own, whatever they are."""
SENDERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("unit", "person", "policy", "law", "calendar", "flow"), STAFF),
    "household": (*STAFF, *UNIT),
    "record": ("administrator", *WRITES),
    "council": ("administrator", *LEADS),
    "collection": (*OFFICE, *UNIT),
    "collection.call": OFFICE,
    "movement": LEADS,
    **dict.fromkeys(
        ("movement.register_unit", "movement.report_progress", "movement.complete_work"), (*OFFICE, *UNIT)
    ),
    "cluster": LEADS,
    **dict.fromkeys(("cluster.sign_pact", "cluster.rank"), (*LEADS, *UNIT)),
    "submission": (*OFFICE, *UNIT),
    "submission.send_back": OFFICE,
    "submission.forward": ("authority",),
    "submission.acknowledge": KEEPS,
    "nomination": OFFICE,
    **dict.fromkeys(
        (
            "nomination.draft", "nomination.resubmit", "nomination.withdraw", "nomination.verify",
            "nomination.send_back",
        ),
        (*OFFICE, *UNIT),
    ),
    "nomination.note": WRITES,
    "nomination.exempt": LEADS,
    "nomination.present": PRESENTS,
    "nomination.recover_object": KEEPS,
    "nomination.record_rejudgement": LEADS,
    "session": CHAIRING,
    **dict.fromkeys(("session.extend_agenda", "session.decide_tie"), CHAIRS),
    **dict.fromkeys(("session.convene", "session.prepare_box"), (*CHAIRING, *OFFICE)),
    **dict.fromkeys(("session.check_in", "session.declare_conflict", "session.authorise_proxy"), SEATED),
    "session.give_teller_key": ("teller",),
    "session.give_opinion": OFFICE,
    **dict.fromkeys(("session.tally_ballot", "session.sign_minutes"), COUNTING),
    "decision": KEEPS,
    "decision.draft": OFFICE,
    **dict.fromkeys(("decision.sign", "decision.refuse"), ("authority",)),
    "decision.archive": ("archivist",),
    "obligation": OFFICE,
    **dict.fromkeys(("obligation.acknowledge", "obligation.fulfil"), EVERYBODY),
    "obligation.record_phone_call": WRITES,
    "letter": HANDLERS,
    "ceremony": PRESENTS,
    "fund": PAYS,
    "fund.budget": (*PAYS, "authority"),
    "consultation": OFFICE,
    "consultation.receive": KEEPS,
    "cancellation.open": OFFICE,
    "cancellation.propose": LEADS,
}  # fmt: skip
"""A command, or all others of a kind → the roles in which its decider lets anybody send it."""


def senders(command: str) -> tuple[str, ...]:
    """Give the roles in which a command is sent."""
    return SENDERS[command] if command in SENDERS else SENDERS[command.partition(".")[0]]


def may_send(visit: Visit, command: str, at: str | None = None) -> bool:
    """Say whether the viewer holds a role in which the rules let somebody send a command that has a form.

    A seat in a council counts in its meetings, `at` one of them or any; elsewhere it is the organisation's own that is meant.
    """
    if command not in OFFERED:
        return False
    roles = senders(command)
    return roles == EVERYBODY or any(_holds(visit, role, command, at) for role in roles)


def _holds(visit: Visit, role: str, command: str, council: str | None) -> bool:
    if role not in COUNCIL:
        return visit.viewer.holds(role)
    if not command.startswith("session."):
        return visit.viewer.at_home(role)
    return visit.viewer.holds(role, at=council)
