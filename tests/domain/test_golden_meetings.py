"""Golden meetings: each file is a meeting, act by act, with the outcome it must come to; no rule stands in this runner."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.decider import Command, Said
from domain.law.rows import Quorum, Recusal, SessionRule, VoteShare
from domain.refusal import Refusal
from domain.session.commands import (
    AdjournSession,
    AuthoriseProxy,
    CastSealedBallot,
    CastVote,
    CheckIn,
    CloseBallot,
    CountPaperBallots,
    DecideTie,
    DeclareConflict,
    EndRounds,
    LeaveSession,
    OpenBallot,
    ReceiveWrittenOpinion,
    RecordAttendance,
    RecordOpening,
    ResumeSession,
    SignMinutes,
    TallyBallot,
)
from domain.session.decider import DECIDER
from domain.session.facts import LineFacts, SessionFacts, ground_of
from domain.session.slip import encode
from domain.session.states import Session
from domain.session.tally import outlook
from events.base import NominationId, PersonId, SubjectId
from events.envelope import By
from events.session import (
    BoxPrepared,
    InterestsConfirmed,
    SessionConvened,
    SessionEvent,
    SlipCount,
    TellersNamed,
)
from tests.domain.meetings import COUNCIL, DAY, SESSION
from tests.domain.rules import law_and, row
from tests.domain.sealing import KEY, TELLERS, found_in
from tests.spec import AT, HOME, every_role

FOLDER = Path(__file__).parent / "golden_meetings"
FILES = sorted(FOLDER.glob("*.yaml"))
SHARE = {"award": "GK", "base": "all_members"}
DUE = AT + timedelta(days=1)
COUNTED = (
    "votes_for",
    "votes_against",
    "abstained",
    "invalid",
    "recused",
    "left_base",
    "base",
    "needed",
    "passed",
    "casting",
)
WORDS = {"for": "votes_for", "against": "votes_against", "abstain": "abstained"}


class Played:
    """One meeting on its way: its events, and the slips that lie in the box."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.members = [PersonId(f"member-{number:02}") for number in range(1, told["members"] + 1)]
        subjects = told.get("lines", {})
        names = sorted({line for act in told["acts"] for line in _lines(act)} | set(told["expect"]))
        self.lines = {name: NominationId(f"nomination-{name}") for name in names}
        rules = law_and(
            row(Quorum, **{"numerator": 2, "denominator": 3, **told.get("quorum", {})}),
            row(VoteShare, **{**SHARE, **told["share"]}),
            row(SessionRule, **{"award": "GK", "written_session": True, **told.get("rule", {})}),
            *(row(Recusal, ground=ground, **said) for ground, said in told.get("recusal", {}).items()),
        )
        self.facts = SessionFacts(
            standing=every_role(COUNCIL),
            organisation=HOME,
            members=tuple(self.members),
            seats={self.members[0]: "chair", self.members[1]: "vice_chair"},
            rules=rules,
            lines={
                line: LineFacts("GK", self._subject(subjects.get(name)), DAY, rules)
                for name, line in self.lines.items()
            },
        )
        in_writing = told.get("in_writing", False)
        self.past: list[SessionEvent] = [
            SessionConvened(
                session=SESSION, council=COUNCIL, starts_at=AT, place="Hội trường", agenda=tuple(self.lines.values()),
                in_writing=in_writing or None, due_at=DUE if in_writing else None,
            ),
            TellersNamed(session=SESSION, tellers=TELLERS),
            BoxPrepared(session=SESSION, key=KEY, tellers=TELLERS),
            *(InterestsConfirmed(session=SESSION, member=member, lines=1) for member in self.members),
        ]  # fmt: skip
        self.slips: dict[str, bytes] = {}
        self.in_writing = in_writing

    def _subject(self, member: int | None) -> SubjectId:
        return SubjectId(self.members[member - 1] if member else "person-other")

    @property
    def session(self) -> Session:
        state = DECIDER.fold(self.past)
        assert isinstance(state, Session)
        return state

    def do(self, command: Command) -> None:
        facts = self.facts
        if isinstance(command, CastSealedBallot):
            plain = encode(self.session.agenda, command.choices)
            tracker = hashlib.sha256(f"{len(self.slips)}".encode() + plain).hexdigest()
            self.slips[tracker] = plain
            facts = replace(facts, tracker=tracker)
        self.past += DECIDER.decide(DECIDER.fold(self.past), command, facts)  # type: ignore[arg-type]  # of a session

    def act(self, act: Mapping[str, Any]) -> None:
        refused = act.get("refused")
        if refused is None:
            self.all_of(act)
            return
        with pytest.raises(Refusal) as why:
            self.all_of(act)
        assert why.value.code == refused, act

    def all_of(self, act: Mapping[str, Any]) -> None:
        for command in self.commands(act):
            self.do(command)

    def commands(self, act: Mapping[str, Any]) -> Iterator[Command]:
        match act:
            case {"present": present}:
                yield RecordAttendance(
                    session=SESSION, present=tuple(self.members[:present]), **said("secretary")
                )
            case {"leave": left}:
                for number in left:
                    yield LeaveSession(session=SESSION, member=self.members[number - 1], **said("secretary"))
            case {"adjourn": reason}:
                yield AdjournSession(session=SESSION, reason=reason, **said("chair"))
            case {"resume": _}:
                yield ResumeSession(session=SESSION, **said("chair"))
            case {"declare": {"members": members, "line": line, "ground": ground}}:
                for number in members:
                    member = self.members[number - 1]
                    yield DeclareConflict(
                        session=SESSION, member=member, nomination=self.lines[line], ground=ground, steps_out=False,
                        **said("member", member),
                    )  # fmt: skip
            case {"outlook": lines}:
                for name, wanted in lines.items():
                    found = outlook(self.session, self.lines[name], self.facts)
                    assert {key: getattr(found, key) for key in wanted} == wanted
            case {"open": lines}:
                yield OpenBallot(
                    session=SESSION, ballot=self.code(lines), lines=tuple(self.lines[name] for name in lines),
                    **self.leading(act),
                )  # fmt: skip
            case {"close": lines}:
                yield from self.closing(self.running("-".join(lines)), act)
            case {"proxy": {"member": number}}:
                yield AuthoriseProxy(
                    session=SESSION, member=self.members[number - 1], proxy=PersonId(f"proxy-{number:02}"),
                    **said("secretary"),
                )  # fmt: skip
            case {"proxy_here": numbers}:
                for number in numbers:
                    yield CheckIn(
                        session=SESSION, member=self.members[number - 1], by_proxy=True, **said("secretary")
                    )
            case {"tie": {"line": line, "choice": choice}}:
                yield DecideTie(
                    session=SESSION, nomination=self.lines[line], choice=choice, **self.leading(act)
                )
            case {"end_rounds": lines}:
                named = tuple(self.lines[name] for name in lines)
                yield EndRounds(session=SESSION, lines=named, **said("secretary"))
            case {"sign": number}:
                yield SignMinutes(
                    session=SESSION, kind="meeting", number=number, signed_on=DAY, signers=(self.members[0],),
                    **said("secretary"),
                )  # fmt: skip
            case _:
                yield from self.votes(act)

    def code(self, lines: list[str]) -> str:
        """Give a name to a vote on some lines; another round gets another one."""
        name = "-".join(lines)
        rounds = [code for code in self.session.ballots if code.partition(".")[0] == name]
        return f"{name}.{len(rounds) + 1}" if rounds else name

    def running(self, name: str) -> str:
        """Give the vote on some lines that was opened last."""
        return [code for code in self.session.ballots if code.partition(".")[0] == name][-1]

    def leading(self, act: Mapping[str, Any], at: timedelta = timedelta(0)) -> Said:
        role = act.get("by", "chair")
        return said(role, self.members[0 if role == "chair" else 1], at)

    def closing(self, ballot: str, act: Mapping[str, Any]) -> Iterator[Command]:
        """Close, count and, where it is sealed, open the box."""
        late = timedelta(days=1) if self.in_writing and not act.get("early") else timedelta(0)
        yield CloseBallot(session=SESSION, ballot=ballot, **self.leading(act, late))
        put = self.session.ballots[ballot]
        if put.mode == "sealed":
            found = found_in(self.session, ballot, self.facts, self.slips)
            openers = (TELLERS[0], TELLERS[1])
            yield RecordOpening(
                session=SESSION, ballot=ballot, openers=openers, sums=found, **said("teller", TELLERS[0])
            )
            return
        if put.mode == "paper":
            yield self.paper(ballot, act["paper"])
        yield TallyBallot(session=SESSION, ballot=ballot, **said("teller"))

    def paper(self, ballot: str, told: Mapping[str, Any]) -> CountPaperBallots:
        lines = tuple(
            SlipCount(nomination=self.lines[name], votes_for=agreed, votes_against=opposed, abstained=blank)
            for name, (agreed, opposed, blank) in ((name, told[name]) for name in self.lines if name in told)
        )
        return CountPaperBallots(
            session=SESSION, ballot=ballot, given_out=told["out"], returned=told["back"], valid=told["valid"],
            invalid=told["invalid"], lines=lines, **said("teller"),
        )  # fmt: skip

    def votes(self, act: Mapping[str, Any]) -> Iterator[Command]:
        match act:
            case {"early": {"member": number, **choices}}:
                yield self.slip(number, choices, None)
            case {"early_all": {"members": numbers, **choices}}:
                for number in numbers:
                    yield self.slip(number, choices, None)
            case {"opinion": {"member": number, **choices}}:
                yield self.opinion(number, choices, act)
            case {"anew": {"member": number, **choices}}:
                yield replace(self.slip(number, choices, None), choices=self.named(choices))
            case {"opinions": {"members": members, "for": agreed, "lines": lines}}:
                for number in range(1, members + 1):
                    choice = "for" if number <= agreed else "against"
                    yield self.opinion(number, dict.fromkeys(lines, choice), act)
            case {"vote": lines}:
                yield from self.ballots(lines)
            case {"again": {"member": number, **choices}}:
                (ballot,) = [code for code, put in self.session.ballots.items() if not put.closed]
                yield self.ballot(ballot, self.members[number - 1], choices)
            case {"by_proxy": {"member": number, **choices}}:
                (ballot,) = [code for code, put in self.session.ballots.items() if not put.closed]
                told: dict[NominationId, Any] = {self.lines[name]: mark for name, mark in choices.items()}
                yield CastVote(
                    session=SESSION, ballot=ballot, member=self.members[number - 1], choices=told, **said("secretary")
                )  # fmt: skip
            case _:
                raise AssertionError(act)

    def ballots(self, lines: Mapping[str, Mapping[str, int]]) -> Iterator[Command]:
        """Let those present who may vote on the line do so in their order: first those who agree, then the others."""
        session = self.session
        ((name, counts),) = lines.items()
        (ballot,) = [code for code, put in session.ballots.items() if not put.closed]
        marks = [mark for mark, many in counts.items() for _ in range(many)]
        present = [member for member in self.members if member in (session.present or ())]
        voters = [who for who in present if ground_of(session, who, self.lines[name], self.facts) is None]
        assert len(marks) <= len(voters)
        for member, mark in zip(voters, marks, strict=False):
            yield self.ballot(ballot, member, {name: mark})

    def ballot(self, ballot: str, member: PersonId, choices: Mapping[Any, Any]) -> Command:
        told: dict[NominationId, Any] = {self.lines[name]: mark for name, mark in choices.items()}
        kind: Any = CastSealedBallot if self.session.ballots[ballot].mode == "sealed" else CastVote
        command: Command = kind(
            session=SESSION, ballot=ballot, member=member, choices=told, **said("member", member)
        )
        return command

    def named(self, choices: Mapping[Any, Any]) -> dict[NominationId, Any]:
        return {self.lines[name]: mark for name, mark in choices.items()}

    def slip(self, number: int, choices: Mapping[Any, Any], ballot: str | None) -> CastSealedBallot:
        member = self.members[number - 1]
        told = {self.lines[name]: mark for name, mark in choices.items()}
        left = {line: choices[next(iter(choices))] for line in self.lines.values()}
        return CastSealedBallot(
            session=SESSION, member=member, choices={**left, **told}, ballot=ballot, **said("member", member)
        )

    def opinion(
        self, number: int, choices: Mapping[Any, Any], act: Mapping[str, Any]
    ) -> ReceiveWrittenOpinion:
        member = self.members[number - 1]
        told = {self.lines[name]: choice for name, choice in choices.items()}
        late = timedelta(days=1) if act.get("late") else timedelta(0)
        return ReceiveWrittenOpinion(
            session=SESSION, member=member, choices=told, rest="for", **said("member", member, late)
        )


def said(role: str, who: str = "person-mai", late: timedelta = timedelta(0)) -> Said:
    return Said(at=AT + late, by=By(who, role=role, auth="test"), late_reason=None)


def _lines(act: Mapping[str, Any]) -> list[str]:
    found = act.get("open", [])
    return list(found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_meeting_comes_to_what_its_file_says(file: Path) -> None:
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    meeting = Played(told)
    for act in told["acts"]:
        meeting.act(act)
    counted = {
        line: {name: value for name in COUNTED if (value := getattr(known.tally, name))}
        for line, known in meeting.session.standing.items()
    }
    wanted = {
        meeting.lines[name]: {WORDS.get(word, word): value for word, value in expected.items() if value}
        for name, expected in told["expect"].items()
    }
    assert counted == wanted


def test_the_meetings_are_there() -> None:
    assert len(FILES) >= 35
