"""The same commands for programs: tokens with scopes, keys that make a request one act, and nothing that breaks the server."""

from datetime import timedelta

import pytest
from fastapi import Request
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select

from desk.web.api import (
    BY_PROGRAMS,
    OWN_ACTS,
    OWN_ROLES,
    OWN_WILL,
    SCOPES,
    TRUST,
    Circumstances,
    circumstances,
)
from desk.web.api import router as commands
from desk.web.api_caller import Caller
from desk.web.api_reads import router as reads
from desk.web.titles import SENDABLE
from domain.decider import Said
from domain.refusal import NotAuthorised
from events.envelope import By
from projections import tables as t
from tests.desk.web.conftest import BALLOT, MEETING, Desk
from tests.desk.web.later import later_desk, played_later
from tests.desk.web.places import filled

__all__ = ["later_desk", "played_later"]

DRAFT = {
    "nomination": "nomination-api-1", "subject_kind": "person", "award": "LDTT", "stated_kind": "title",
    "merit": "cong_trang", "award_year": 2024,
}  # fmt: skip


def token(desk: Desk, login: str, *scopes: str) -> str:
    now = desk.house.clock.now()
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    if desk.door.account(desk.person(login)) is None:
        desk.welcome.open_account(desk.person(login), login, said)
    given = desk.welcome.give_token(
        desk.person(login), "phần mềm nhân sự", scopes, now + timedelta(days=30), said
    )
    return str(given.key)


def send(desk: Desk, key: str, name: str, body: dict[str, object]) -> Response:
    client = TestClient(desk.app, raise_server_exceptions=False)
    headers = {"authorization": f"Bearer {key}", "idempotency-key": "k1"}
    return client.post(f"/api/v1/commands/{name}", json=body, headers=headers)


def draft(desk: Desk) -> dict[str, object]:
    return {**DRAFT, "subject": desk.person("cau"), "unit": desk.script.cast.unit("thon-3")}


def test_a_program_sends_the_same_command_and_the_log_names_its_token(desk: Desk) -> None:
    answer = send(desk, token(desk, "clerk-thon-3", "nomination"), "nomination.draft", draft(desk))
    assert answer.status_code == 200, answer.text
    assert answer.json()["events"] == ["nomination.drafted"]
    row = desk.house.ledger.stored("nomination-api-1")[0]
    assert row.envelope.by.who == desk.person("clerk-thon-3")
    assert str(row.envelope.by.auth).startswith("token:")


def test_a_key_sent_twice_is_one_act_and_for_another_content_refused(desk: Desk) -> None:
    key = token(desk, "clerk-thon-3", "nomination")
    first = send(desk, key, "nomination.draft", draft(desk))
    again = send(desk, key, "nomination.draft", draft(desk))
    assert (again.json()["status"], again.json()["first"]) == ("repeated", first.json()["first"])
    other = send(desk, key, "nomination.draft", {**draft(desk), "award_year": 2023})
    assert (other.status_code, other.json()["code"]) == (409, "command_reused")


@pytest.mark.parametrize("scopes", [("read",), ("movement",), ("nomination.withdraw",)])
def test_a_token_does_nothing_outside_its_scopes(desk: Desk, scopes: tuple[str, ...]) -> None:
    answer = send(desk, token(desk, "clerk-thon-3", *scopes), "nomination.draft", draft(desk))
    assert answer.status_code == 403


def test_the_rules_are_the_same_as_on_the_pages(desk: Desk) -> None:
    foreign = {**draft(desk), "unit": desk.script.cast.unit("thon-2")}
    answer = send(desk, token(desk, "clerk-thon-3", "nomination"), "nomination.draft", foreign)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_authorised")


def test_without_a_living_token_nothing_is_told(desk: Desk) -> None:
    key = token(desk, "mai", "read")
    client = TestClient(desk.app, raise_server_exceptions=False)
    assert client.get("/api/v1/dossiers").status_code == 401
    assert client.get("/api/v1/dossiers", headers={"authorization": "Bearer x"}).status_code == 401
    assert len(client.get("/api/v1/dossiers", headers={"authorization": f"Bearer {key}"}).json()) >= 2
    name = desk.door.passes(desk.person("mai"), "token")[0].name
    desk.door.withdraw(name)
    assert client.get("/api/v1/dossiers", headers={"authorization": f"Bearer {key}"}).status_code == 401


def test_a_clerk_reads_the_dossiers_of_the_own_unit_alone(desk: Desk) -> None:
    client = TestClient(desk.app, raise_server_exceptions=False)
    headers = {"authorization": f"Bearer {token(desk, 'clerk-thon-3', 'read')}"}
    assert client.get("/api/v1/dossiers", headers=headers).json() == []
    assert client.get("/api/v1/decisions", headers=headers).status_code == 404


READS = {
    "/dossiers": "/ho-so", "/dossiers/{nomination}": "/ho-so/{nomination}",
    "/dossiers/{nomination}/eligibility": "/ho-so/{nomination}",
    "/dossiers/{nomination}/timeline": "/ho-so/{nomination}", "/movements": "/phong-trao",
    "/movements/{movement}": "/phong-trao/{movement}", "/sessions": "/phien-hop",
    "/sessions/{meeting}": "/phien-hop/{meeting}", "/decisions": "/quyet-dinh", "/honours": "/quyet-dinh",
    "/tasks": "/viec", "/letters": "/thu", "/audit/head": "/kiem-toan/kiem-chung",
    "/audit/checkpoint": "/kiem-toan/kiem-chung",
}  # fmt: skip
"""What programs read → the page that shows it to people."""


def test_every_read_of_a_program_is_told() -> None:
    paths = {str(route.path) for route in reads.routes if isinstance(route, APIRoute)}
    assert paths == set(READS)


@pytest.mark.parametrize("login", ["mai", "lat", "truc", "lim", "clerk-thon-3", "khe", "thanh-tra"])
def test_a_program_reads_what_its_person_may_open_and_nothing_else(desk: Desk, login: str) -> None:
    desk.house.notary().sign()
    browser, client = desk.as_(login), TestClient(desk.app, raise_server_exceptions=False)
    headers = {"authorization": f"Bearer {token(desk, login, 'read')}"}
    writing = {"authorization": f"Bearer {token(desk, login, 'nomination', 'write')}"}
    for path, page in READS.items():
        address = f"/api/v1{filled(desk, path)}"
        answer = client.get(address, headers=headers)
        assert (answer.status_code == 200) == (browser.get(filled(desk, page)).status_code == 200), path
        assert answer.status_code in {200, 404}, path
        assert client.get(address, headers=writing).status_code == 403


def more_of(desk: Desk, row: type[t.SessionRow | t.DecisionRow], key: str) -> None:
    """Put more rows of the same day into a read table."""
    with desk.house.ledger.database.session() as session:
        told = session.exec(select(row)).first()
        assert told is not None
        for number in range(3):
            session.add(row(**{**told.model_dump(), key: f"{key}-them-{number}"}))
        session.commit()


@pytest.mark.parametrize(("path", "row"), [("sessions", t.SessionRow), ("decisions", t.DecisionRow)])
def test_a_long_list_goes_on_from_its_last_row(
    later_desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str, row: type[t.SessionRow | t.DecisionRow]
) -> None:
    headers = {"authorization": f"Bearer {token(later_desk, 'mai', 'read')}"}
    client = TestClient(later_desk.app, raise_server_exceptions=False)
    key = path.removesuffix("s")
    more_of(later_desk, row, key)
    whole = [one[key] for one in client.get(f"/api/v1/{path}", headers=headers).json()]
    monkeypatch.setattr("desk.web.api_reads.PAGE", 1)
    read: list[str] = []
    while found := client.get(f"/api/v1/{path}", params={"after": read[-1:]}, headers=headers).json():
        assert len(found) == 1
        read.append(found[0][key])
    assert (read, len(whole)) == (whole, 4)


def test_a_veiled_reader_is_told_no_more_by_the_api_than_by_the_page(desk: Desk) -> None:
    """Whoever has not confirmed their interests is told neither stage, conditions nor counts."""
    headers = {"authorization": f"Bearer {token(desk, 'dao', 'read')}"}
    client = TestClient(desk.app, raise_server_exceptions=False)
    line = desk.lines[0]
    told = client.get(f"/api/v1/dossiers/{line}", headers=headers).json()
    assert (told["conditions"], told["count"], told["achievement"]) == ([], None, None)
    assert told["stage"] == "before_council"


@pytest.mark.parametrize("command", sorted(OWN_WILL | OWN_ACTS | TRUST))
def test_no_program_says_what_a_member_says_for_themselves(desk: Desk, command: str) -> None:
    before = desk.events()
    body: dict[str, object] = {
        "session": MEETING,
        "ballot": BALLOT,
        "member": desk.person("dao"),
        "choices": {},
        "rest": "for",
    }
    assert send(desk, token(desk, "dao", "session"), command, body).status_code == 404
    assert [name for name in desk.events()[len(before) :] if name.startswith("session.")] == []


@pytest.mark.parametrize("login", ["lat", "truc", "khe"])
def test_no_program_does_anything_as_one_who_decides_votes_or_counts(desk: Desk, login: str) -> None:
    """Staff hand tokens out for anybody: whatever the command, it is not sent in such a role."""
    with desk.house.ledger.database.session() as session:
        key = desk.door.token(token(desk, login, "write"))
        assert key is not None
        by = Caller(Request({"type": "http"}), desk.welcome, key, session)
        held = {one.role for one in by.visit.viewer.standing.held}
        assert held & OWN_ROLES
        for role in held & OWN_ROLES:
            with pytest.raises(NotAuthorised, match="không làm thay"):
                circumstances(by, Circumstances(role=role))
        if held <= OWN_ROLES:
            with pytest.raises(NotAuthorised, match="không làm thay"):
                circumstances(by, Circumstances())
        else:
            assert circumstances(by, Circumstances())["by"].role not in OWN_ROLES


def test_every_command_asks_first_in_which_role_it_is_sent(desk: Desk) -> None:
    routes = {route.path: route for route in commands.routes if isinstance(route, APIRoute)}
    assert len(routes) == len(BY_PROGRAMS)
    for name in BY_PROGRAMS:
        needs = [need.call for need in routes[f"/commands/{name}"].dependant.dependencies]
        assert circumstances in needs, name
    headers = {"authorization": f"Bearer {token(desk, 'lat', 'write')}", "idempotency-key": "k1"}
    client = TestClient(desk.app, raise_server_exceptions=False)
    path = "/api/v1/commands/movement.launch"
    answer = client.post(path, params={"role": "authority"}, json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_authorised")


def test_the_texts_of_the_api_are_vietnamese(desk: Desk) -> None:
    described = TestClient(desk.app).get("/api/v1/openapi.json").json()["paths"]
    said = {
        word
        for path in described.values()
        for act in path.values()
        for word in (act["summary"], act["description"])
    }
    assert [word for word in said if word.isascii() and "." not in word] == []


def test_every_command_that_programs_are_told_of_can_be_let_to_one() -> None:
    """A token is given for what its page offers; the description of the API names nothing that no token opens."""
    assert {name.partition(".")[0] for name in BY_PROGRAMS} == SCOPES.keys() - {"read"}
    giving = {name for name in SENDABLE if name.startswith(("council.", "account.")) or "role" in name}
    assert giving & set(BY_PROGRAMS) == set()
    assert {"council.appoint", "council.replace", "person.grant_role"} <= TRUST


def test_what_opens_accounts_stays_with_people() -> None:
    assert [name for name in BY_PROGRAMS if name.startswith("account.")] == []
