"""The matrix: every route, every role, what is one's own, foreign, or was once. A page that is not for one does not exist."""

import html
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from desk.views.names import Names
from desk.web.senders import senders
from desk.web.titles import OFFERED
from domain.council import ResignMember
from domain.decider import Said
from domain.person import EndRole
from events.base import CouncilId
from events.envelope import By
from projections import tables as t
from tests.desk.web.conftest import ACTED, BALLOT, MEETING, Browser, Desk
from tests.desk.web.places import ROUTES, filled, guarded, pages

OPEN = ("/viec", "/tai-khoan", "/phong-trao", "/cum-khoi", "/le-trao")
FORMS = ("/lam/{command}", "/lam/{command}/sua")
"""The form of a command, here of drafting a dossier, opens for whoever may send it."""
DRAFTS = frozenset({"mai", "lat", "clerk-thon-3"})
CHOICE = re.compile(r'<(?:option|input type="checkbox"[^>]*) value="((?:person|household|unit)-[^"]+)"')
LINK = re.compile(r'href="(/lam/[^"]+)"')
TELLERS = f"/phien-hop/{MEETING}/to-kiem-phieu"
SHEETS = ("/cum-khoi/{cluster}/cham-diem", "/cum-khoi/{cluster}/bang-diem")
"""Score sheets are the members' and the office's."""
REPORTS = "/phong-trao/{movement}/bao-cao/{milestone}"
"""Reports are the units' who take part, and the office's."""
WHO_HAS_NOT = "/phong-trao/{movement}/chua-gui"
LAUNCH = "/phong-trao/phat-dong"
ALLOWED: dict[str, tuple[str, ...]] = {
    "mai": ("*",),
    "lat": ("/ho-so", "/bo-ho-so", "/phien-hop", "/hoi-dong", "/quyet-dinh", "/quy", "/so-do", "/nhiem-vu"),
    "truc": ("/ho-so", "/phien-hop", "/hoi-dong", "/quyet-dinh"),
    "lim": ("/ho-so", "/phien-hop", "/hoi-dong", "/quyet-dinh", "/quy"),
    "khe": ("/ho-so", "/phien-hop", "/hoi-dong", "/quyet-dinh"),
    "clerk-thon-3": ("/ho-so", "/bo-ho-so", "/nhap-de-nghi"),
    "thanh-tra": (
        "/ho-so",
        "/bo-ho-so",
        "/phien-hop",
        "/hoi-dong",
        "/quyet-dinh",
        "/quy",
        "/so-do",
        "/kiem-toan",
        "/thu",
        "/cac-xa",
        "/quan-tri/quy-dinh",
        "/quan-tri/bac-thang",
        "/nhiem-vu",
    ),
}
"""Who may open which part at all."""
NEVER: dict[str, tuple[str, ...]] = {
    "mai": (TELLERS,),
    "lat": (TELLERS, *SHEETS, REPORTS),
    "truc": (LAUNCH, f"/phien-hop/{MEETING}/the", TELLERS, WHO_HAS_NOT, REPORTS, *SHEETS),
    "lim": (LAUNCH, f"/phien-hop/{MEETING}/the", TELLERS, WHO_HAS_NOT, REPORTS, *SHEETS),
    "khe": (
        LAUNCH,
        *SHEETS,
        REPORTS,
        WHO_HAS_NOT,
        f"/phien-hop/{MEETING}/the",
        f"/phien-hop/{MEETING}/xung-dot",
        f"/phien-hop/{MEETING}/phieu/{BALLOT}",
    ),
    "clerk-thon-3": (
        LAUNCH,
        *SHEETS,
        WHO_HAS_NOT,
        "/ho-so/{nomination}",
        "/bo-ho-so/{submission}",
    ),
    "thanh-tra": (
        LAUNCH,
        *SHEETS,
        REPORTS,
        f"/phien-hop/{MEETING}/the",
        f"/phien-hop/{MEETING}/xung-dot",
        f"/phien-hop/{MEETING}/phieu/{BALLOT}",
        TELLERS,
    ),
}
"""Within an allowed part, what is foreign, and all below it."""
OTHER_VOTES = ("/phien-hop/{meeting}/hom-phieu/{ballot}", "/phien-hop/{meeting}/phieu-giay/{ballot}")
"""Pages of a vote by sealed slips or on paper: held to the tellers in a test of their own."""
PAGES = [path for path in pages() if path not in {"/", "/dang-nhap", *OTHER_VOTES}]
DUTY = "/nhiem-vu/{obligation}"
OWN = ("/nhiem-vu", "/lich")
"""What opens for everybody, with one's own on it."""
SENT = [str(route.path) for route in ROUTES if "POST" in (route.methods or ()) and guarded(route)]
SENT.remove("/dang-xuat")
"""Where a form is sent; signing out would end the test."""
DAYS = ["desk", "later_desk"]
"""A meeting day, and some days later, when there are a movement, a decision and a ceremony too."""


@pytest.fixture
def day(request: pytest.FixtureRequest) -> Desk:
    made: Desk = request.getfixturevalue(request.param)
    return made


def may(desk: Desk, login: str, path: str) -> bool:
    foreign = tuple(filled(desk, one) for one in NEVER[login])
    if filled(desk, path).startswith(foreign):
        return False
    if path == DUTY and owes(desk, login):
        return True
    if path in FORMS:
        return login in DRAFTS
    return path in OWN or path.startswith((*OPEN, *ALLOWED[login])) or "*" in ALLOWED[login]


def owes(desk: Desk, login: str) -> bool:
    """Whether the duty that the matrix asks for is the login's own, or of the unit whose clerk it is."""
    with desk.house.ledger.database.session() as session:
        row = session.get(t.ObligationRow, filled(desk, "{obligation}"))
    units = [desk.script.cast.unit(login.removeprefix("clerk-"))] if login.startswith("clerk-") else []
    return row is not None and row.debtor in {desk.person(login), *units}


@pytest.mark.parametrize("day", DAYS, indirect=True)
@pytest.mark.parametrize("login", list(ALLOWED))
def test_a_role_opens_its_own_pages_and_no_other(day: Desk, login: str) -> None:
    browser = day.as_(login)
    wrong, offered = {}, set()
    for path in PAGES:
        address = filled(day, path)
        answer = browser.get(address)
        offered |= {html.unescape(link) for link in LINK.findall(answer.text)}
        status = answer.status_code
        expected = may(day, login, path) and "khong-co" not in address
        if (status != 404) != expected or status >= 500:
            wrong[path] = (status, "open" if expected else "closed")
    assert wrong == {}
    assert {link for link in offered if browser.get(link).status_code != 200} == set(), (
        "a form that is offered opens"
    )


def test_a_form_is_not_there_for_what_its_page_keeps_from_its_reader(desk: Desk) -> None:
    """A clerk of another unit learns neither whose dossier it is, nor whose duty, nor who anybody is."""
    browser = desk.as_("clerk-thon-3")
    duty = filled(desk, "{obligation}")
    assert not owes(desk, "clerk-thon-3")
    dossier, person = filled(desk, "{nomination}"), desk.person("truc")
    closed = [
        f"/lam/nomination.note?nomination={dossier}", f"/lam/nomination.withdraw?nomination={dossier}",
        f"/lam/obligation.acknowledge?obligation={duty}", f"/lam/obligation.acknowledge?note={person}",
        f"/lam/obligation.fulfil?document={dossier}", f"/lam/submission.draft?submission={filled(desk, '{submission}')}",
        "/lam/record.discipline", "/lam/session.convene", "/lam/ceremony.schedule",
    ]  # fmt: skip
    assert {path: browser.get(path).status_code for path in closed} == dict.fromkeys(closed, 404)
    for settled, text in (("nomination", dossier), ("obligation", duty)):
        sent = {settled: text, "co_san": settled}
        for command in ("nomination.withdraw", "obligation.acknowledge"):
            assert browser.post(f"/lam/{command}", sent).status_code == 404
            assert browser.post(f"/lam/{command}/sua", sent).status_code == 404


def chosen(browser: Browser, form: str) -> set[str]:
    """The people, households and units among whom a form lets its reader choose."""
    return set(CHOICE.findall(browser.text(f"/lam/{form}")))


def test_a_clerk_chooses_among_the_own_units_people_and_households(desk: Desk) -> None:
    """Nobody of another village is named, nor taken when somebody's id is sent instead; who lives in a household of the unit is."""
    browser, office, cast = desk.as_("clerk-thon-3"), desk.as_("mai"), desk.script.cast
    unit, clerk, cau, stranger = (
        cast.unit("thon-3"), cast.person("clerk-thon-3"), cast.person("cau"), cast.person("na"),
    )  # fmt: skip
    assert chosen(browser, "household.register") == {unit, clerk}
    assert chosen(browser, "nomination.draft") == {unit, clerk}
    assert {cau, stranger, cast.unit("thon-1")} < chosen(office, "nomination.draft")

    found = "nomination.draft?tim=truong%20vi%20du%20cau,%20Hoàng%20Ví%20Dụ%20Trúc"
    assert chosen(browser, found) == {unit, clerk, cau}, (
        "whoever belongs elsewhere is not found by name either"
    )
    office.post("/lam/person.employ", {"person": cau, "unit": unit, "since": "2024-01-01"})
    assert chosen(browser, "nomination.draft") == {unit, clerk, cau}
    home = {"household": "household-cau", "head": cau, "unit": unit}
    before = desk.house.ledger.head()
    for foreign in ({**home, "head": stranger}, {**home, "members": stranger}):
        for named in ({}, {"tim": "Trương Ví Dụ Cau"}):
            assert browser.post("/lam/household.register", {**foreign, **named}).status_code == 404
    assert desk.house.ledger.head() == before
    assert browser.post("/lam/household.register", home).status_code == 303
    changed = {**home, "members": stranger, "on": "2024-09-13"}
    assert office.post("/lam/household.change", changed).status_code == 303
    assert chosen(browser, "nomination.draft") == {unit, clerk, cau, stranger, "household-cau"}
    assert chosen(browser, "household.change") == {clerk, cau, stranger, "household-cau"}


def test_a_member_sends_a_colleague_in_their_place(desk: Desk) -> None:
    """Who may stand in is looked for among one's colleagues, not among everybody in the ledger."""
    known = chosen(desk.as_("truc"), f"session.authorise_proxy?session={MEETING}")
    sitting = {desk.person(member) for member in desk.script.members}
    assert known - sitting == {desk.person(colleague) for colleague in ("nghien", "xoan", "mit", "sim")}


def test_what_the_chair_decides_is_offered_to_the_chair_alone(desk: Desk) -> None:
    """The secretary keys for the chair what leads a meeting; more dossiers, and a tie, are the chair's own to decide."""
    form = f"/lam/session.extend_agenda?session={MEETING}"
    chair, secretary = desk.as_("lat"), desk.as_("mai")
    pages = [browser.text(f"/phien-hop/{MEETING}") for browser in (chair, secretary)]
    assert [form in page for page in pages] == [True, False]
    assert [f"/lam/session.adjourn?session={MEETING}" in page for page in pages] == [True, True]
    assert (chair.get(form).status_code, secretary.get(form).status_code) == (200, 404)


@pytest.mark.parametrize("login", ["truc", "khe", "lim", "thanh-tra"])
def test_a_form_that_lists_people_is_there_for_who_may_send_it(desk: Desk, login: str) -> None:
    browser = desk.as_(login)
    closed = {command for command in OFFERED if browser.get(f"/lam/{command}").status_code == 404}
    assert {"household.register", "household.change", "record.discipline", "person.grant_role"} <= closed
    own = frozenset(OFFERED) - closed - {"obligation.acknowledge", "obligation.fulfil"}
    assert {command.partition(".")[0] for command in own} <= {"session", "fund"}


def test_every_form_has_its_senders_and_refuses_none_who_acted(desk: Desk) -> None:
    """What was sent to make the ledger of these tests was sent in roles for which there is a form."""
    assert [command for command in OFFERED if senders(command) is None] == []
    assert len(ACTED) > 10
    assert {
        (name, role)
        for name, role in ACTED
        if name in OFFERED and senders(name) and role not in senders(name)
    } == set()


@pytest.mark.parametrize("login", list(ALLOWED))
def test_a_role_sends_to_its_own_pages_and_no_other(later_desk: Desk, login: str) -> None:
    """An empty form is enough to be told that the page does not exist; where it does, an empty form writes nothing."""
    browser = later_desk.as_(login)
    before = later_desk.house.ledger.head()
    answers = {path: browser.post(filled(later_desk, path), {}).status_code for path in SENT}
    closed = {path for path in SENT if not may(later_desk, login, path)}
    assert {path: answers[path] for path in closed if answers[path] != 404} == {}
    assert {path for path, status in answers.items() if status >= 500} == set()
    assert later_desk.house.ledger.head() == before


def test_nothing_opens_without_a_session(desk: Desk) -> None:
    browser = desk.browser()
    closed = {
        path: browser.get(filled(desk, path)).status_code
        for path in {str(route.path) for route in ROUTES if guarded(route) and "GET" in (route.methods or ())}
    }
    assert set(closed.values()) == {303}


def test_nothing_is_sent_without_a_session(desk: Desk) -> None:
    before = desk.house.ledger.head()
    browser = desk.browser()
    for route in ROUTES:
        if "POST" in (route.methods or ()) and guarded(route):
            assert browser.post(filled(desk, str(route.path)), data={}).status_code in {303, 403}, route.path
    assert desk.house.ledger.head() == before


@pytest.mark.parametrize("login", ["clerk-thon-3", "truc", "khe", "lim"])
def test_no_page_of_theirs_names_whom_they_may_not_know_of(desk: Desk, login: str) -> None:
    """The names of people in dossiers of other units are in the ledger; a clerk of another unit never sees one."""
    browser = desk.as_(login)
    with desk.house.ledger.database.session() as session:
        names = Names(desk.house.ledger, session)
        secret = names.of(desk.person("mai"))
    sees_all = login != "clerk-thon-3"
    text = "".join(html.unescape(browser.get(filled(desk, path)).text) for path in PAGES if path not in FORMS)
    assert sees_all or secret not in text


def test_who_was_a_teller_is_none_the_day_after(desk: Desk) -> None:
    browser = desk.as_("khe")
    assert browser.get(f"/phien-hop/{MEETING}").status_code == 200
    now = desk.house.clock.now()
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    ended = EndRole(
        person=desk.person("khe"), role="teller", scope=desk.script.cast.council_id, on=now.date(), **said
    )
    desk.house.handler.handle("end", ended)
    desk.house.clock.move_to(now + timedelta(days=1))  # type: ignore[attr-defined]  # it is simulated
    for path in ("/phien-hop", f"/phien-hop/{MEETING}", "/ho-so", "/quyet-dinh"):
        assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("login", "command", "body"),
    [
        ("clerk-thon-3", "session.close_ballot", {"session": MEETING, "ballot": BALLOT, "xac_nhan": "1"}),
        ("truc", "session.close_ballot", {"session": MEETING, "ballot": BALLOT, "xac_nhan": "1"}),
        ("thanh-tra", "session.adjourn", {"session": MEETING, "reason": "x"}),
        (
            "clerk-thon-3",
            "person.grant_role",
            {"person": "person-x", "role": "authority", "scope": "unit-x", "since": "2024-01-01"},
        ),
        ("lim", "nomination.note", {"nomination": "nomination-x", "about": "x", "note": "x"}),
    ],
)
def test_a_form_that_is_not_ones_own_to_send_is_refused_by_the_rules(
    desk: Desk, login: str, command: str, body: dict[str, str]
) -> None:
    browser = desk.as_(login)
    before = desk.house.ledger.head()
    assert browser.post(f"/lam/{command}", body).status_code in {403, 404, 409}
    assert desk.house.ledger.head() == before


def dismissed(desk: Desk, login: str) -> None:
    """Whoever it was holds no role and no seat from tomorrow on."""
    now, person = desk.house.clock.now(), desk.person(login)
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    with desk.house.ledger.database.session() as session:
        roles = session.exec(select(t.RoleRow).where(t.RoleRow.person == person)).all()
    for row in roles:
        if row.stream.startswith("person-"):
            ended = EndRole(person=person, role=row.role, scope=row.scope, on=now.date(), **said)  # type: ignore[arg-type]  # a role of the log
            desk.house.handler.handle(f"end-{row.role}-{row.scope}", ended)
    for council in {row.stream for row in roles if row.stream.startswith("council-")}:
        lead = Said(at=now, by=By(desk.person("mai"), role="standing_agency"), late_reason=None)
        left = ResignMember(council=CouncilId(council), person=person, on=now.date(), **lead)
        desk.house.handler.handle(f"resign-{council}", left)
    desk.house.clock.move_to(now + timedelta(days=1))  # type: ignore[attr-defined]  # it is simulated


@pytest.mark.parametrize("login", [login for login in ALLOWED if login != "mai"])
def test_a_past_role_opens_nothing(desk: Desk, login: str) -> None:
    browser = desk.as_(login)
    dismissed(desk, login)
    left = {path: browser.get(filled(desk, path)).status_code for path in PAGES if path not in (*FORMS, *OWN)}
    open_ = {path for path, status in left.items() if status != 404}
    assert {path for path in open_ if not path.startswith(OPEN) or path in SHEETS} == set()
    before = desk.house.ledger.head()
    sent = {path for path in SENT if browser.post(filled(desk, path), {}).status_code != 404}
    assert {path for path in sent if not path.startswith(OPEN) and path not in FORMS} == set()
    assert desk.house.ledger.head() == before
