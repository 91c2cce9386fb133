"""What changed in a dossier from one handing-in to the next: which field, from what to what, by whom and when."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from desk.views.base import View
from desk.views.names import Names
from desk.views.receipts import READER, paper_words
from domain.calendar import ZONE
from domain.commands import AnyDecider
from domain.law.book import Rules
from domain.nomination.decider import DECIDER as NOMINATION
from domain.nomination.states import Draft, NoNomination, Returned
from domain.submission.decider import DECIDER as SUBMISSION
from domain.submission.states import Submission
from domain.wording import field_name, item_names
from events.base import Event
from events.catalogue import event_of
from events.envelope import Stored
from events.judgement import Reason
from events.nomination import NominationReturned, NominationSubmitted
from events.person import PersonDetailsCompleted
from events.personal import Clear, Sealed
from events.store.ledger import Ledger
from projections import tables as t
from workflows.wiring import House

AT_THE_UNIT = Draft | Returned
KINDS = {"title": "danh hiệu thi đua", "form": "hình thức khen thưởng"}


class ChangeView(View):
    """One field that changed, or one that was asked to be changed; `version` is the handing-in it belongs to."""

    version: int
    field: str
    before: str | None
    after: str | None
    asked: bool = False
    """True when this is the request to correct the field, and not the correction."""
    by: str
    at: str
    seq: int

    def __str__(self) -> str:
        who = f"{self.by}, {self.at}"
        if self.asked:
            return f"lần {self.version}: {self.field}: yêu cầu sửa ({who})"
        if self.before is None:
            return f"lần {self.version}: {self.field}: thêm “{self.after}” ({who})"
        if self.after is None:
            return f"lần {self.version}: {self.field}: bỏ “{self.before}” ({who})"
        return f"lần {self.version}: {self.field}: “{self.before}” → “{self.after}” ({who})"


Fields = Mapping[tuple[str, str], str]
"""(Field, which of several) → what stands there."""


def changes(house: House, session: Session, nomination: str) -> list[ChangeView]:
    """Tell every change after the first handing-in, in the order of the log."""
    row = session.get(t.NominationRow, nomination)
    return changes_of(house, session, [row])[nomination] if row is not None else []


def changes_of(
    house: House, session: Session, dossiers: Sequence[t.NominationRow]
) -> dict[str, list[ChangeView]]:
    """Tell the changes of several dossiers, with as many questions as of one."""
    if not dossiers:
        return {}
    rows = _rows(house.ledger, dossiers)
    reading = house.handler.looking(session, READER)
    names, rules = Names(house.ledger, session, reading.recall), reading.rules(reading.organisation)
    names.know(stored.envelope.by.who for listed in rows.values() for stored in listed)
    found = {}
    for nomination, listed in rows.items():
        history = _Versions(house.ledger, names, rules, nomination)
        found[nomination] = [change for stored in listed for change in history.after(stored)]
    return found


def _rows(ledger: Ledger, dossiers: Sequence[t.NominationRow]) -> dict[str, list[Stored]]:
    """Read each dossier, the sets it came in and whom it is about, in the order of the log."""
    own = ledger.stored_all([row.nomination for row in dossiers])
    sets = {
        nomination: {
            event.submission for event in map(event_of, listed) if isinstance(event, NominationSubmitted)
        }
        for nomination, listed in own.items()
    }
    beside = ledger.stored_all(sorted({row.subject for row in dossiers}.union(*sets.values())))
    return {
        row.nomination: sorted(
            [
                *own[row.nomination],
                *(stored for name in {row.subject, *sets[row.nomination]} for stored in beside[name]),
            ],
            key=lambda stored: stored.seq,
        )
        for row in dossiers
    }


class _Versions:
    """Folds a dossier, its set and its subject side by side and compares them from event to event."""

    def __init__(self, ledger: Ledger, names: Names, rules: Rules, nomination: str) -> None:
        self._ledger = ledger
        self._names = names
        self._rules = rules
        self._nomination = nomination
        self._states: dict[str, object] = {}
        self._handed_in = 0

    def after(self, stored: Stored) -> Iterator[ChangeView]:
        """Give what one event changed, if the dossier had been handed in before."""
        event = event_of(stored)
        before = self._fields()
        self._fold(stored.stream, event)
        if self._handed_in and not isinstance(event, NominationSubmitted):
            yield from self._changed(stored, before, self._fields())
            if isinstance(event, NominationReturned):
                yield from self._asked(stored, event.reasons)
        if stored.stream == self._nomination and stored.type in {
            "nomination.submitted", "nomination.resubmitted",
        }:  # fmt: skip
            self._handed_in += 1

    def _fold(self, stream: str, event: Event) -> None:
        decider: AnyDecider | None = None
        if stream == self._nomination:
            decider = NOMINATION
        elif stream.startswith("submission-"):
            decider = SUBMISSION
        elif isinstance(event, PersonDetailsCompleted):
            self._states[stream] = event
        if decider is not None:
            self._states[stream] = decider.evolve(self._states.get(stream, decider.initial), event)

    def _fields(self) -> Fields:
        found: dict[tuple[str, str], str] = {}
        for state in self._states.values():
            found.update(self._of(state))
        return found

    def _of(self, state: object) -> Iterator[tuple[tuple[str, str], str]]:
        match state:
            case NoNomination():
                return
            case Submission():
                for paper in paper_words(state.papers, self._rules):
                    yield ("giấy tờ chung của bộ", paper), paper
                for name in sorted(digest for _, digest in state.files):
                    yield ("tệp chung của bộ", name), name[:12]
                line = next((line for line in state.lines if line.nomination == self._nomination), None)
                if line is not None and line.votes_for is not None:
                    yield ("số phiếu của đơn vị", ""), f"{line.votes_for}/{line.votes_of}"
            case PersonDetailsCompleted():
                yield ("ngày sinh", ""), self._open(state.born)
            case _:
                yield from self._of_dossier(state)

    def _of_dossier(self, state: object) -> Iterator[tuple[tuple[str, str], str]]:
        dossier = getattr(getattr(state, "eligible", state), "dossier", None)
        if dossier is None:
            return
        yield ("tên gọi", ""), KINDS[dossier.stated_kind]
        if dossier.achievement is not None:
            yield ("thành tích", ""), self._open(dossier.achievement)
        if dossier.happened is not None:
            yield ("ngày lập thành tích", ""), f"{dossier.happened:%d/%m/%Y}"
        for paper in paper_words(dossier.papers, self._rules):
            yield ("giấy tờ", paper), paper
        for name in sorted(digest for _, digest in dossier.files):
            yield ("tệp", name), name[:12]

    def _open(self, field: Clear | Sealed) -> str:
        return self._ledger.open_field(field) or "(đã xoá thông tin)"

    def _changed(self, stored: Stored, before: Fields, after: Fields) -> Iterator[ChangeView]:
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield self._view(stored, key[0], before.get(key), after.get(key))

    def _asked(self, stored: Stored, reasons: Sequence[Reason]) -> Iterator[ChangeView]:
        failed = tuple(reason for reason in reasons if reason.verdict == "fail" and reason.field)
        items = item_names(self._rules, failed)
        for reason in failed:
            yield self._view(stored, field_name(str(reason.field), items), asked=True)

    def _view(
        self,
        stored: Stored,
        field: str,
        before: str | None = None,
        after: str | None = None,
        *,
        asked: bool = False,
    ) -> ChangeView:
        envelope = stored.envelope
        by = envelope.by
        return ChangeView(
            version=self._handed_in + (0 if asked else 1),
            field=field,
            before=before,
            after=after,
            asked=asked,
            by="hệ thống" if by.is_system else self._names.of(by.who),
            at=f"{stored.recorded_at.astimezone(ZONE):%H:%M %d/%m/%Y}",
            seq=stored.seq,
        )
