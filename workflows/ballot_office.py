"""Where two tellers open the box: slips are read in memory, added up, and only the sums leave."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from domain.decider import Said
from domain.refusal import NotFound, Refusal, WrongState
from domain.session.ballots import ballot_of, box_ready
from domain.session.commands import RecordOpening, RewrapBox
from domain.session.facts import BoxNotReady
from domain.session.slip import decode
from domain.session.states import Session
from domain.session.tally import slips_of
from events.base import NominationId, PersonId, SessionId
from events.session import Mark, SlipCount
from events.store import box
from workflows.facts.session import counting_facts
from workflows.handle import Handler, Outcome

READER = "system:ballots"


class KeysDoNotFit(Refusal):
    """Khoá riêng không mở được hòm phiếu."""

    code = "keys_do_not_fit"


class BallotsGone(Refusal):
    """Phiếu kín đã được huỷ."""

    code = "ballots_gone"


@dataclass(frozen=True, slots=True, repr=False)
class Opener:
    """A teller with their secret key."""

    person: PersonId
    secret: bytes


Pair = tuple[Opener, Opener]


class BallotOffice:
    """Opens boxes for pairs of tellers on one ledger."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._ledger = handler.ledger

    def open(self, command_id: str, session: SessionId, ballot: str, pair: Pair, said: Said) -> Outcome:
        """Open the box of a closed vote and record the sums; a second pair's opening records whether it agrees."""
        sums = self._sums(session, ballot, pair)
        command = RecordOpening(session=session, ballot=ballot, openers=_names(pair), sums=sums, **said)
        return self._handler.handle(command_id, command)

    def share_again(self, command_id: str, session: SessionId, pair: Pair, said: Said) -> Outcome:
        """Let the tellers of now share in the key, with the keys of two who already do."""
        state = self._session(session)
        if state.box is None:
            raise BoxNotReady("Chưa lập hòm phiếu.")
        if not box_ready(state):
            keys = {teller: state.teller_keys.get(teller) for teller in state.tellers}
            known = {str(teller): key for teller, key in keys.items() if key is not None}
            if len(known) != len(keys):
                raise BoxNotReady(
                    "Thành viên mới của tổ kiểm phiếu chưa nộp khoá.",
                    todo="Hãy để người đó tạo khoá và nộp khoá công khai.",
                )
            secret = self._secret(state, pair)
            self._ledger.keys.keep(box.shares(session, state.box.key, secret, known))
        return self._handler.handle(command_id, RewrapBox(session=session, openers=_names(pair), **said))

    def sweep(self) -> int:
        """Destroy shares whose session has removed its ballots: a kill may have come between the record and the file."""
        keys = self._ledger.keys
        left = sorted({name.split("/")[1] for name in keys.names(box.SHARES)})
        gone = [session for session in left if self._session(SessionId(session)).removed]
        for session in gone:
            keys.destroy(box.shares_of(session))
        return len(gone)

    def _session(self, session: SessionId) -> Session:
        with self._ledger.database.session() as db:
            return self._handler.reading(db, READER).state(session, Session)

    def _secret(self, state: Session, pair: Pair) -> bytes:
        """Unwrap the session's secret with a pair's keys."""
        if state.box is None:
            raise BoxNotReady("Chưa lập hòm phiếu.")
        share = self._ledger.keys.secret(box.share_name(state.session, state.box.key, _names(pair)))
        if share is None:
            raise NotFound("Cặp này không giữ phần khoá nào của hòm phiếu.")
        try:
            return box.unwrap(share, state.box.key, {one.person: one.secret for one in pair})
        except box.WrongTellerKey as fault:
            raise KeysDoNotFit(
                f"Không mở được hòm phiếu: {fault}.", todo="Hãy kiểm tra tệp khoá và mật khẩu của từng người."
            ) from None

    def _sums(self, session: SessionId, ballot: str, pair: Pair) -> tuple[SlipCount, ...]:
        with self._ledger.database.session() as db:
            reading = self._handler.reading(db, READER)
            state = reading.state(session, Session)
            facts = counting_facts(state, ballot, reading)
        put = ballot_of(state, ballot)
        if state.removed:
            raise BallotsGone("Phiếu và khoá của phiên này đã huỷ theo quy định lưu giữ.")
        if not put.closed:
            raise WrongState(
                "Chưa đóng bỏ phiếu nên hòm phiếu chưa mở được; không có kết quả từng phần.",
                todo="Hãy đóng bỏ phiếu trước.",
            )
        secret = self._secret(state, pair)
        slips = slips_of(state, put, facts)
        found = box.take(self._ledger.database, {name for one in slips.values() for name in one.values()})
        said = {name: self._read(state, secret, slip) for name, slip in found.items()}
        return tuple(_count(line, slips[line], said) for line in put.lines)

    def _read(self, state: Session, secret: bytes, slip: bytes) -> Mapping[NominationId, Mark]:
        plain = box.open_slip(secret, slip)
        return {} if plain is None else decode(state.agenda, plain)


def _count(
    line: NominationId, slips: Mapping[PersonId, str], said: Mapping[str, Mapping[NominationId, Mark]]
) -> SlipCount:
    """Add up one line; a slip that passes over it, or cannot be read, is invalid there."""
    marks = Counter(said[tracker].get(line, "invalid") for tracker in slips.values())
    return SlipCount(
        nomination=line,
        votes_for=marks["for"],
        votes_against=marks["against"],
        abstained=marks["abstain"],
        invalid=marks["invalid"],
    )


def _names(pair: Pair) -> tuple[PersonId, PersonId]:
    first, second = sorted(one.person for one in pair)
    return first, second
