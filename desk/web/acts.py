"""`/lam/<lệnh>`: the form of any command, checked before what cannot be undone, sent by POST and left by redirect."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from desk.door.welcome import SignInFailed
from desk.ids import new_id
from desk.requests import BadRequest
from desk.web import stale
from desk.web.api import SIGNED
from desk.web.asking import CHOSEN, may_ask, may_name
from desk.web.belonging import called
from desk.web.choices import choices
from desk.web.faults import status_of
from desk.web.forms import ROWS, Asked, fields_of, read, typed
from desk.web.guard import Room, Sent, guarded
from desk.web.movement_choices import coded, of_movement_form
from desk.web.policy import knows_everybody
from desk.web.titles import title_of
from desk.web.visit import Visit, local, place_of
from domain.refusal import NotAuthorised, Refusal
from events.envelope import stream_kind
from projections import tables as t

router = APIRouter(route_class=Room)
NEW = {
    "nomination.draft": "nomination", "submission.receive": "submission", "session.convene": "session",
    "ceremony.schedule": "ceremony", "unit.establish": "unit", "person.register": "person",
    "obligation.open": "obligation", "council.establish": "council", "cluster.form": "cluster", "consultation.ask": "consultation", "cancellation.open": "cancellation", "submission.forward": "submission", "decision.receive_outside": "decision", "household.register": "household",
}  # fmt: skip
"""Commands that begin something, and the field that names it: the name is minted with the form."""
CODES = {
    "session.open_ballot": "ballot",
    "nomination.receive_comment": "comment",
    "movement.note_example": "example",
    "movement.schedule_period": "period",
}
"""Fields that only need a name of their own."""
HIDDEN: Mapping[str, frozenset[str]] = {
    "obligation.open": frozenset({"milestone", "told", "again"}),
    "movement.schedule_period": frozenset({"span.as_written", "milestones.#.assumed", "milestones.#.code"}),
    "movement.register_unit": frozenset({"typed_by"}),
}
"""Fields of a command that its form does not ask for."""
UNSAID: Mapping[str, frozenset[str]] = {
    "obligation.open": frozenset({"about", "duty"}),
    "obligation.reschedule": frozenset({"extension"}),
    "movement.publish_example": frozenset({"example"}),
}
"""What an address settles and the form does not repeat to its reader."""
FINAL = frozenset(
    {
        "decision.sign", "decision.number", "decision.publish", "session.close_ballot", "session.tally_ballot",
        "session.sign_minutes", "session.open_ballot", "nomination.withdraw", "ceremony.hold", "fund.pay",
        "unit.close", "cluster.rank", "submission.receive", "movement.close_results", "person.end_role", "person.erase_information",
    }
)  # fmt: skip
"""What cannot be taken back: shown once more before it is done."""
PLACES = {
    "nomination": "/ho-so/", "submission": "/bo-ho-so/", "session": "/phien-hop/", "decision": "/quyet-dinh/",
    "movement": "/phong-trao/", "cluster": "/cum-khoi/", "ceremony": "/le-trao/", "obligation": "/nhiem-vu/",
}  # fmt: skip
"""Kind of stream → where it is shown."""
DROPPED = frozenset({"form_key", "ma", "ve", "ban", "co_san", "xac_nhan", "chung_thuc", "tim"})
"""What a form carries besides the command's own fields."""


@router.get("/lam/{command}")
def ask(request: Request, command: str, visit: Visit = guarded(may_ask)) -> Response:
    """Show the form of a command; what the address says is settled."""
    visit.sought = request.query_params.get("tim", "")
    settled = {key: value for key, value in request.query_params.items() if key not in {"ve", "tim"}}
    return _form(visit, command, settled, request.query_params.get("ve", ""))


@router.post("/lam/{command}")
def do(command: str, form: Sent, visit: Visit = guarded(may_ask)) -> Response:
    """Do what a form says: at once, or after one more look when it cannot be taken back."""
    settled = _settled(visit, command, form)
    body = coded(command, read(command, form))
    back = str(form.get("ve", ""))
    try:
        if seen := str(form.get("ban", "")):
            visit.send(command, body, dry_run=True)
            stale.hold(visit, settled, seen)
        if command in FINAL and form.get("xac_nhan") != "1":
            visit.send(command, body, dry_run=True)
            return _check(visit, command, body, form)
        if command in SIGNED:
            _show_again(visit, str(form.get("chung_thuc", "")))
        outcome = visit.send(command, body, key=str(form.get("ma") or new_id()))
    except (Refusal, BadRequest) as fault:
        return _form(visit, command, settled, back, fault=fault, said=typed(form))
    return visit.go(back or _place(body), outcome)


@router.post("/lam/{command}/sua")
def again(command: str, form: Sent, visit: Visit = guarded(may_ask)) -> Response:
    """Show a form once more with everything that was typed."""
    settled = _settled(visit, command, form)
    return _form(visit, command, settled, str(form.get("ve", "")), said=typed(form))


def _settled(visit: Visit, command: str, form: Any) -> dict[str, str]:  # noqa: ANN401  # Starlette's form data
    """Give what a form brings along as settled: its reader must be let know of it, and of whom they chose among their own."""
    visit.sought = str(form.get("tim", ""))
    settled = {
        name: str(form[name]) for name in str(form.get("co_san", "")).split(",") if name and name in form
    }
    said = (text for _name, text in form.multi_items() if isinstance(text, str))
    if not may_name(visit, command, said if command.startswith(CHOSEN) else settled.values()):
        raise HTTPException(404)
    return settled


def _place(body: Mapping[str, Any]) -> str:
    for kind, place in PLACES.items():
        if kind in body and isinstance(body[kind], str) and stream_kind(body[kind]) == kind:
            return f"{place}{body[kind]}"
    return "/viec"


def _form(
    visit: Visit,
    command: str,
    settled: Mapping[str, str],
    back: str,
    *,
    fault: Refusal | BadRequest | None = None,
    said: Mapping[str, list[str]] | None = None,
) -> Response:
    fixed = dict(settled)
    if command in NEW:
        fixed.setdefault(NEW[command], f"{NEW[command]}-{new_id()}")
    if command in CODES:
        fixed.setdefault(CODES[command], new_id()[:8])
    hide = HIDDEN.get(command, frozenset())
    fields = fields_of(Asked(command, fixed, choices(visit, command, fixed), hide))
    unsaid = {NEW.get(command), CODES.get(command), *UNSAID.get(command, ())}
    status = 200 if fault is None else 409 if isinstance(fault, stale.ChangedSince) else status_of(fault)
    return visit.page(
        "act.html",
        status,
        command=command,
        title=title_of(command),
        fields=fields,
        among_own=command.startswith(CHOSEN) and not knows_everybody(visit),
        sought=visit.sought,
        found=len(called(visit, visit.sought)),
        settled=",".join(name for name in fixed if any(field.name == name for field in fields)),
        back=local(back) if back else "",
        fault=fault,
        said=said or {},
        rows=ROWS,
        seen=_seen(visit, fixed, fault, said),
        about=[
            (field.label, _settled_words(visit, command, field.name, fixed))
            for field in fields
            if field.kind == "hidden" and field.name not in unsaid
        ],
    )


def _seen(
    visit: Visit, fixed: Mapping[str, str], fault: object, said: Mapping[str, list[str]] | None
) -> int | str | None:
    """Give what the form is held against: what stood there when it was first opened, unless its reader was told since."""
    kept = (said or {}).get("ban")
    return kept[0] if kept and not isinstance(fault, stale.ChangedSince) else stale.version(visit, fixed)


def _settled_words(visit: Visit, command: str, name: str, settled: Mapping[str, str]) -> str:
    """Say what an address has settled; a code of a movement by what it names."""
    value = settled[name]
    movement = settled.get("movement", "")
    if name == "milestone" and movement:
        row = visit.session.get(t.MilestoneRow, (movement, value))
        return row.name if row else value
    if name in {"target", "period"} and movement:
        return dict(of_movement_form(visit, command, name, settled) or ()).get(value, value)
    return shown(visit, value)


def shown(visit: Visit, value: object) -> str:
    """Give the words for an id: whose dossier it is, what a unit or a movement is called."""
    text = str(value)
    match stream_kind(text):
        case "person" | "unit" | "household":
            return visit.names.of(text)
        case "nomination":
            state = visit.reading.stream(text).state
            dossier = getattr(state, "dossier", None)
            return f"{dossier.award} – {visit.names.of(dossier.subject)}" if dossier else "hồ sơ mới"
        case "session" | "submission" | "ceremony" | "decision" | "council" | "movement":
            return ""
        case "obligation":
            row = visit.session.get(t.ObligationRow, text)
            return f"{row.title} – {visit.names.of(row.debtor)}" if row else "việc mới"
        case "cluster":
            cluster = visit.session.get(t.ClusterRow, text)
            return cluster.name if cluster else ""
        case _:
            return text


def _check(visit: Visit, command: str, body: Mapping[str, Any], form: Any) -> Response:  # noqa: ANN401  # the same
    fields = fields_of(Asked(command, {}, choices(visit, command, body)))
    answers = [
        (field.label, _answer(visit, field.options, body[field.name]))
        for field in fields
        if field.name in body
    ]
    return visit.page(
        "check.html",
        command=command,
        title=title_of(command),
        answers=[(label, text) for label, text in answers if text],
        carried=[
            (key, str(value)) for key, value in form.multi_items() if key not in {"form_key", "xac_nhan"}
        ],
        signed=command in SIGNED,
    )


def _answer(visit: Visit, options: tuple[tuple[str, str], ...], value: object) -> str:
    words = dict(options)
    match value:
        case bool():
            return "có" if value else "không"
        case list() | tuple():
            return "; ".join(_answer(visit, options, item) for item in value)
        case dict():
            return ", ".join(str(item) for item in value.values())
        case _:
            return words.get(str(value)) or shown(visit, value)


def _show_again(visit: Visit, shown_again: str) -> None:
    """Ask whoever signs for what opens the account, once more."""
    try:
        visit.welcome.recognise_again(visit.viewer.person, shown_again[:300], place_of(visit.request))
    except SignInFailed as fault:
        raise NotAuthorised(
            "Ký thì cần nhập lại mật khẩu, mã dùng một lần, hoặc sáu số trên thẻ phiên họp; mã vừa nhập không đúng.",
            todo="Hãy nhập lại rồi ký.",
        ) from fault
