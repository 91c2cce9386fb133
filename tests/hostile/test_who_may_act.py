"""The matrix of acts: whatever is written in a year is first tried by everybody else, under every role, own, claimed and past.

What people write, through the scenes and through the forms, passes one handler; before each kind of act is let through for the
first time, the others ask for the very same act at the very same moment. So what they are refused for is who they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from sqlmodel import select

from desk.demo.data import Script
from desk.demo.stage import Stage
from desk.web.senders import EVERYBODY, UNIT, senders
from desk.web.titles import OFFERED
from domain import facts, standing
from domain.commands import ROUTES
from domain.decider import Command
from domain.person import GrantRole, RegisterPerson
from domain.refusal import Refusal
from events.base import PersonId
from events.person import Role
from projections import tables as t
from tests.browser.afterwards import wound_up
from tests.desk.web.conftest import make, opened
from tests.desk.web.later import later
from workflows.handle import Handler, Outcome

NAMES = {route.command: name for name, route in ROUTES.items()}
OTHERS = ("mai", "lat", "truc", "lim", "khe", "clerk-thon-3", "thanh-tra")
PAST = PersonId("person-00000000-0000-4000-8000-00000000aaaa")
"""Somebody who held every role at the organisation the year before."""
MAY = {
    "account.give_secret": "administrator archivist member organiser secretary standing_agency standing_member",
    "account.open": "administrator standing_agency",
    "cancellation.open": "standing_agency",
    "cancellation.propose": "authority standing_agency",
    "ceremony.hold": "organiser standing_agency",
    "ceremony.schedule": "organiser standing_agency",
    "cluster.adopt_scoring": "authority standing_agency",
    "cluster.disqualify": "authority standing_agency",
    "cluster.form": "authority standing_agency",
    "cluster.name_head": "authority standing_agency",
    "cluster.rank": "authority standing_agency",
    "cluster.score": "clerk standing_agency",
    "cluster.sign_pact": "authority standing_agency",
    "cluster.verify_scores": "authority standing_agency",
    "council.appoint": "administrator",
    "council.establish": "administrator",
    "decision.number": "archivist standing_agency",
    "decision.publish": "archivist standing_agency",
    "decision.sign": "authority",
    "fund.budget": "accountant authority standing_agency",
    "fund.pay": "accountant standing_agency",
    "law.adopt_overlay": "administrator standing_agency",
    "movement.hold_review": "authority standing_agency",
    "movement.launch": "authority standing_agency",
    "movement.register_unit": "clerk standing_agency",
    "movement.report_progress": "clerk standing_agency",
    "movement.sign_pact": "authority standing_agency",
    "nomination.draft": "clerk standing_agency",
    "nomination.resubmit": "clerk standing_agency",
    "nomination.send_back": "standing_agency",
    "nomination.verify": "standing_agency",
    "person.complete_details": "administrator",
    "person.employ": "administrator",
    "person.grant_role": "administrator",
    "person.register": "administrator",
    "session.cast_vote": "chair member secretary",
    "session.check_in": "chair member secretary",
    "session.close_ballot": "chair secretary",
    "session.confirm_interests": "chair member secretary",
    "session.convene": "chair secretary standing_agency",
    "session.give_teller_key": "teller",
    "session.name_tellers": "chair secretary",
    "session.open_ballot": "chair secretary",
    "session.prepare_box": "chair secretary standing_agency",
    "session.sign_minutes": "chair secretary teller",
    "session.tally_ballot": "chair secretary teller",
    "submission.receive": "clerk standing_agency",
    "unit.change_contact": "administrator",
    "unit.establish": "administrator",
}
"""Act → the roles under which somebody may do it. A secret is first given to oneself, under whatever role; whoever leads a meeting
notes who is there, what conflicts members name and whose hands are up."""


BY_DEPARTMENTS = {"nomination.verify", "nomination.send_back"}
"""Units that are asked to verify do it themselves; here there are none."""


class Watch:
    """Has each kind of act tried by everybody else before it is let through."""

    def __init__(self, people: Mapping[str, PersonId]) -> None:
        self.may: dict[str, set[str]] = defaultdict(set)
        self.leaks: list[str] = []
        self.tried = 0
        self.asked: dict[str, set[str]] = defaultdict(set)
        """The roles that the rules themselves ask for."""
        self._people = people
        self._handle = Handler.handle
        self._require = standing.require

    def handle(self, handler: Handler, command_id: str, command: Command, *told: Any, **more: Any) -> Outcome:
        """Stand in for the handler's own."""
        name = NAMES[type(command)]
        new = command.by.who.startswith("person-") and name not in self.may and not more.get("dry_run")
        if new and self._lets(handler, command):
            self.may[name].add(str(command.by.role))
            for key, person in self._people.items():
                self._try(handler, key, person, command)
        return self._handle(handler, command_id, command, *told, **more)

    def require(self, command: Command, held: Any, roles: Iterable[str], *told: Any, **more: Any) -> None:
        """Stand in for the check that every decider begins with."""
        listed = tuple(roles)
        self.asked[NAMES[type(command)]] |= set(listed)
        self._require(command, held, listed, *told, **more)

    def _try(self, handler: Handler, key: str, person: PersonId, command: Command) -> None:
        held = self._held(handler, person, command)
        for role in sorted({*held, str(command.by.role)}):
            by = msgspec.structs.replace(command.by, who=person, role=role)
            if self._lets(handler, replace(command, by=by)):
                name = NAMES[type(command)]
                self.may[name].add(role)
                at_home = role not in {"clerk", "head"} or any(
                    at in repr(command) for at in held.get(role, ())
                )
                if role not in held or not at_home:
                    self.leaks.append(f"{name} by {key} as {role}")

    def _held(self, handler: Handler, person: PersonId, command: Command) -> dict[str, list[str]]:
        """Give the roles of the day, each with where."""
        day = command.at.date().isoformat()
        with handler.ledger.database.session() as session:
            rows = session.exec(select(t.RoleRow).where(t.RoleRow.person == person)).all()
        held = defaultdict(list)
        for row in rows:
            if row.since <= day <= (row.until or day):
                held[row.role].append(row.scope)
        return held

    def _lets(self, handler: Handler, command: Command) -> bool:
        self.tried += 1
        try:
            return self._handle(handler, f"try-{self.tried}", command, dry_run=True).status == "recorded"
        except Refusal:
            return False


def past(stage: Stage) -> None:
    """Let somebody have held every role, and hold none any more."""
    said = stage.said("mai", "administrator")
    stage.do(RegisterPerson(person=PAST, name="Đặng Ví Dụ Xưa", **said))
    for role in get_args(Role):
        stage.do(
            GrantRole(
                person=PAST, role=role, scope=stage.organisation, since=date(2023, 1, 1), until=date(2023, 12, 31), **said
            )
        )  # fmt: skip


def test_nobody_does_what_is_for_others_to_do(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch({**{key: script.cast.person(key) for key in OTHERS}, "past": PAST})

    def watched(handler: Handler, *told: Any, **more: Any) -> Outcome:
        return watch.handle(handler, *told, **more)

    monkeypatch.setattr(Handler, "handle", watched)
    monkeypatch.setattr(facts, "require", watch.require)
    begun, *further = later()
    folder = make(tmp_path / "ledger", script, [begun, (begun[0], past), *further])
    for desk in opened(folder, tmp_path, script):
        wound_up(desk)
    assert watch.leaks == []
    assert {name: " ".join(sorted(roles)) for name, roles in watch.may.items()} == MAY
    assert watch.tried > 15 * len(MAY)
    formed = {name for name in MAY if name in OFFERED and senders(name) != EVERYBODY}
    assert {name: watch.asked[name] for name in formed} == {
        name: set(senders(name)) - (set(UNIT) if name in BY_DEPARTMENTS else set()) for name in formed
    }, "a form is offered to whom the rules let do it"
