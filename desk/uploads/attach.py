"""Attach a file: look at it, seal it, store it, and only then write the event that names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk.uploads.kinds import media_of
from desk.uploads.names import shown_name
from domain.attachment import check_file, file_key
from domain.council import MISSING as NO_COUNCIL
from domain.council import AdoptCouncilRules, Council
from domain.decider import Command, Said
from domain.movement.commands import AttachProgressEvidence
from domain.movement.facts import MISSING as NO_MOVEMENT
from domain.movement.states import Movement
from domain.nomination.commands import AttachEvidence
from domain.nomination.facts import MISSING as NO_DOSSIER
from domain.nomination.states import NoNomination, State
from domain.refusal import Malformed, NotFound
from domain.submission.commands import AttachSetPaper
from domain.submission.facts import MISSING as NO_SET
from domain.submission.states import Drafting, Submission
from events.base import Citation, CouncilId, MovementId, NominationId, SubmissionId, UnitId
from events.blob import Blob
from events.submission import Paper
from workflows.handle import Outcome
from workflows.wiring import House

READER = "system:reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file somebody brings, and what they say of it."""

    content: bytes
    name: str
    paper: Paper
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A unit's report of progress at a milestone, or one figure in it."""

    movement: MovementId
    milestone: str
    unit: UnitId
    target: str | None = None


def attach_to_nomination(
    house: House,
    nomination: NominationId,
    upload: Upload,
    said: Said,
    *,
    command_id: str,
    dry_run: bool = False,
) -> Outcome:
    """Attach a file to a dossier, sealed under the key of whom it is about."""
    state: State = _state(house, nomination)
    if isinstance(state, NoNomination):
        raise NotFound(NO_DOSSIER)

    def command(blob: Blob) -> Command:
        return AttachEvidence(
            nomination=nomination, paper=upload.paper, blob=blob, title=upload.title,
            name=shown_name(upload.name), **said,
        )  # fmt: skip

    return _attach(house, state.dossier.subject, upload, command, command_id=command_id, dry_run=dry_run)


def attach_to_submission(
    house: House,
    submission: SubmissionId,
    upload: Upload,
    said: Said,
    *,
    command_id: str,
    dry_run: bool = False,
) -> Outcome:
    """Attach a file to a unit's set, sealed under the set's own key."""
    if not isinstance(_state(house, submission), Drafting | Submission):
        raise NotFound(NO_SET)

    def command(blob: Blob) -> Command:
        return AttachSetPaper(
            submission=submission, paper=upload.paper, blob=blob, title=upload.title,
            name=shown_name(upload.name), **said,
        )  # fmt: skip

    return _attach(house, submission, upload, command, command_id=command_id, dry_run=dry_run)


def attach_to_report(
    house: House,
    to: Proved,
    upload: Upload,
    said: Said,
    *,
    command_id: str,
    dry_run: bool = False,
) -> Outcome:
    """Attach a file to a unit's report of progress, sealed under the movement's own key."""
    if not isinstance(_state(house, to.movement), Movement):
        raise NotFound(NO_MOVEMENT)

    def command(blob: Blob) -> Command:
        return AttachProgressEvidence(
            movement=to.movement, milestone=to.milestone, unit=to.unit, target=to.target, blob=blob,
            title=upload.title, name=shown_name(upload.name), **said,
        )  # fmt: skip

    return _attach(house, to.movement, upload, command, command_id=command_id, dry_run=dry_run)


def adopt_council_rules(
    house: House,
    to: tuple[CouncilId, str],
    upload: Upload,
    said: Said,
    *,
    command_id: str,
    dry_run: bool = False,
) -> Outcome:
    """Record a council's rules with their scan, sealed under the council's own key; `to` names council and overlay."""
    council, overlay = to
    if not isinstance(_state(house, council), Council):
        raise NotFound(NO_COUNCIL)
    paper = upload.paper
    if paper.number is None or paper.day is None:
        raise Malformed("Quy chế cần có số và ngày ban hành.")
    document = Citation(number=paper.number, day=paper.day, issuer=paper.issuer)

    def command(blob: Blob) -> Command:
        return AdoptCouncilRules(council=council, overlay=overlay, document=document, blob=blob, **said)

    return _attach(house, council, upload, command, command_id=command_id, dry_run=dry_run)


def _state(house: House, stream: str) -> Any:  # noqa: ANN401  # the state of what a file is attached to
    with house.ledger.database.session() as session:
        return house.handler.reading(session, READER).stream(stream).state


def _attach(
    house: House,
    subject: str,
    upload: Upload,
    command: Callable[[Blob], Command],
    *,
    command_id: str,
    dry_run: bool,
) -> Outcome:
    media = media_of(upload.content)
    with house.ledger.database.session() as session:
        accepted = house.handler.reading(session, READER).policy.accepted
    check_file(media, len(upload.content), accepted)
    key = file_key(subject)
    house.ledger.keys.ensure([key])
    box = house.ledger.keys.seal_file(key, upload.content)
    with house.blobs.adding():
        blob = Blob(sha256=house.blobs.put(box), size=len(upload.content), media=media, key=key)
        return house.handler.handle(command_id, command(blob), dry_run=dry_run)
