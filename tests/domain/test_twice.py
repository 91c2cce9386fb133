"""The life of one stream of each kind, every command of it asked twice: the second time adds nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from domain.ceremony import CeremonyFacts
from domain.commands import BY_CLASS, DECIDERS
from domain.decider import Command
from domain.facts import Facts
from domain.obligation.commands import RecountObligation
from domain.refusal import AlreadyExists, NotFound, Refusal, WrongState
from events.base import Event
from tests.domain import (
    dossiers,
    duties,
    letters,
    meetings,
    movements,
    sealing,
    test_account,
    test_assessment,
    test_attachment,
    test_cancellation,
    test_ceremony,
    test_cluster,
    test_collection,
    test_consultation,
    test_council,
    test_daysoff,
    test_decision,
    test_flow,
    test_fund,
    test_household,
    test_judging,
    test_lawbook,
    test_ledger,
    test_letter,
    test_movement_amendment,
    test_movement_dates,
    test_movement_family,
    test_movement_launch,
    test_movement_registration,
    test_movement_results,
    test_nomination_award,
    test_nomination_council,
    test_nomination_intake,
    test_nomination_revocation,
    test_obligation,
    test_person,
    test_policy,
    test_progress_evidence,
    test_record,
    test_record_matters,
    test_registry,
    test_session_meeting,
    test_session_rounds,
    test_submission,
    test_submission_whole,
    test_unit,
    test_verification,
)
from tests.domain.rules import law_and
from tests.spec import HOME, by, engine, every_role

AT_HOME = Facts(standing=every_role(), organisation=HOME)


@dataclass(frozen=True)
class Life:
    """What is asked of one stream from its first act to its last."""

    name: str
    kind: str
    facts: Facts
    commands: Sequence[Command]
    told: Mapping[type[Command], Facts] = field(default_factory=dict)
    """Facts that have changed by the time of one command."""
    past: Sequence[Event] = ()

    def play(self) -> Iterator[tuple[str, Sequence[Event], Sequence[Event] | Refusal]]:
        """Ask each command twice; tell its name, what it gave at first, and what the second time."""
        decider = DECIDERS[self.kind]
        past: list[Event] = list(self.past)
        for command in self.commands:
            facts = self.told.get(type(command), self.facts)
            first = tuple(decider.decide(decider.fold(past), command, facts))
            past += first
            try:
                again: Sequence[Event] | Refusal = tuple(decider.decide(decider.fold(past), command, facts))
            except Refusal as refusal:
                again = refusal
            yield BY_CLASS[type(command)].name, first, again


LIVES = [
    Life(
        "ledger",
        "ledger",
        AT_HOME,
        [test_ledger.opening(), test_ledger.naming(), test_ledger.jumped(), test_ledger.exporting()],
    ),
    Life(
        "unit",
        "unit",
        AT_HOME,
        [test_unit.establish(), test_unit.change("thon1@xa.gov.vn"), test_unit.close()],
    ),
    Life(
        "person",
        "person",
        AT_HOME,
        [
            test_person.register(),
            test_person.change("lan@truong.edu.vn"),
            test_person.complete(),
            test_person.employ(),
            test_person.grant(),
            test_person.die(),
            test_person.end(),
            test_person.erase(),
        ],
    ),
    Life(
        "law",
        "law",
        AT_HOME,
        [
            test_lawbook.adopt(test_lawbook.NATION_TABLES),
            test_lawbook.lay_over(test_lawbook.quorum()),
            test_lawbook.end(),
        ],
    ),
    Life(
        "calendar",
        "calendar",
        AT_HOME,
        [test_daysoff.print_(), test_daysoff.off(), test_daysoff.working()],
    ),
    Life(
        "policy",
        "policy",
        AT_HOME,
        [
            test_policy.adopt(test_policy.SHORT),
            test_policy.templates(test_policy.LETTERS),
            test_attachment.rules(test_attachment.PDF),
            test_verification.assign(*test_verification.CHECKS),
        ],
    ),
    Life("household", "household", AT_HOME, [test_household.register(), test_household.change()]),
    Life("record", "record", test_record.FACTS, [command for command, _ in test_record.ENTRIES]),
    Life(
        "what is open on record",
        "record",
        test_record_matters.FACTS,
        [test_record_matters.situation(), test_record_matters.close(), test_record_matters.absence()],
    ),
    Life(
        "a collection",
        "collection",
        test_collection.FACTS,
        [test_collection.call(), test_collection.hand_in()],
    ),
    Life(
        "movement",
        "movement",
        replace(test_movement_family.KNOWING, file=test_progress_evidence.HELD),
        [
            test_movement_launch.launch(),
            test_movement_dates.pact(),
            test_movement_family.answer(),
            test_movement_family.join(),
            test_movement_results.register(),
            test_movement_registration.approve(),
            test_movement_registration.refuse(),
            test_movement_results.register(),
            test_movement_registration.consolidate(),
            test_movement_registration.complete(),
            test_movement_results.entrust(),
            test_movement_amendment.add(test_movement_amendment.WATER),
            test_movement_results.note(),
            test_movement_results.publish(),
            test_movement_dates.schedule(),
            test_movement_dates.reschedule(),
            test_movement_dates.BOTH,
            test_movement_results.report(),
            test_progress_evidence.attach(),
            test_movement_results.interim(),
            test_movement_dates.end(),
            test_movement_results.close(movements.SIX_KM),
            test_movement_results.final(),
            test_movement_family.leave(),
        ],
    ),
    Life(
        "cluster",
        "cluster",
        test_cluster.FACTS,
        [
            test_cluster.form(),
            test_cluster.change(test_cluster.LAM, test_cluster.SON),
            test_cluster.name_head(),
            test_cluster.sign(test_cluster.LAM),
            test_cluster.adopt(),
            test_cluster.score(),
            test_cluster.verify(test_cluster.LAM),
            test_cluster.disqualify(test_cluster.SON),
            test_cluster.rank(),
        ],
    ),
    Life(
        "a unit's set",
        "submission",
        replace(test_submission.FACTS, file=test_attachment.HELD),
        [
            test_submission.receive(),
            test_submission.supply(test_submission.MINUTES),
            test_attachment.attach_to_set(),
        ],
    ),
    Life(
        "a set that goes back",
        "submission",
        test_submission_whole.IN_HAND,
        [
            test_submission_whole.draft(),
            test_submission.receive(),
            test_submission_whole.send_back("bien_ban"),
        ],
    ),
    Life(
        "a set that is withdrawn",
        "submission",
        test_submission_whole.AT_THE_UNIT,
        [test_submission.receive(), test_submission_whole.again(), test_submission_whole.withdraw()],
    ),
    Life(
        "a dossier that departments verify",
        "nomination",
        replace(test_verification.KNOWING, along=True, case=dossiers.CASE),
        [
            dossiers.draft(),
            test_nomination_intake.submit(),
            test_nomination_intake.assessing(),
            test_verification.ask(),
            test_verification.yes(test_verification.POLICE, "an_ninh"),
            test_verification.send_back("bao_cao"),
        ],
    ),
    Life(
        "a list",
        "submission",
        test_submission.FACTS,
        [test_submission.forward(by("authority")), test_submission.acknowledge()],
    ),
    Life(
        "an awarded dossier",
        "nomination",
        replace(dossiers.FACTS, along=True, case=dossiers.CASE, authority_level="commune"),
        [
            dossiers.draft(),
            test_nomination_intake.attach(),
            test_nomination_intake.submit(),
            test_nomination_intake.assessing(),
            test_nomination_intake.note(),
            test_nomination_council.verify(),
            test_nomination_council.publish(),
            test_nomination_council.comment(),
            test_nomination_council.answer(),
            test_nomination_council.bring(),
            test_nomination_council.advise(),
            test_nomination_council.forward(dossiers.PROVINCE),
            test_nomination_council.take_up(),
            test_nomination_council.verify(),
            test_nomination_council.bring(),
            test_nomination_council.advise(),
            test_nomination_council.forward(),
            test_nomination_award.decide(),
            test_nomination_award.present(),
            test_nomination_award.pay(),
            test_nomination_revocation.doubt(),
            test_nomination_revocation.rejudge(),
            test_nomination_revocation.revoke(),
            test_nomination_revocation.take_back(),
            test_nomination_revocation.money_back(),
        ],
    ),
    Life(
        "a dossier that the authority refuses",
        "nomination",
        replace(dossiers.FACTS, along=True, case=dossiers.CASE),
        [
            dossiers.draft(),
            test_nomination_intake.submit(),
            test_nomination_intake.assessing(),
            test_nomination_council.verify(),
            test_nomination_council.bring(),
            test_nomination_council.advise(),
            test_nomination_council.forward(),
            test_nomination_award.refuse(),
        ],
    ),
    Life(
        "a dossier whose ground has moved",
        "nomination",
        test_judging.knowing(test_assessment.held("CSTDCS")),
        [test_judging.recheck()],
        past=test_judging.ON_ITS_WAY["eligible"],
    ),
    Life(
        "a dossier over its quota",
        "nomination",
        replace(dossiers.FACTS, along=True, case=test_judging.crowded(3), rules=law_and(test_judging.QUOTA)),
        [
            dossiers.draft(),
            test_nomination_intake.submit(),
            test_nomination_intake.assessing(),
            test_judging.flag(),
            test_judging.exempt(),
            test_judging.favour(),
        ],
    ),
    Life(
        "a withdrawn dossier",
        "nomination",
        replace(dossiers.FACTS, along=True, case=replace(dossiers.CASE, papers=frozenset())),
        [
            dossiers.draft(),
            test_nomination_intake.submit(),
            test_nomination_intake.assessing(),
            test_nomination_intake.resubmit(),
            test_nomination_intake.withdraw(),
        ],
    ),
    Life(
        "council",
        "council",
        AT_HOME,
        [
            replace(test_council.establish(), term_until=date(2024, 12, 31)),
            test_council.appoint(),
            test_council.replace_member(),
            test_council.adopt_rules(),
            test_council.extend_term(),
            test_council.dissolve(),
            test_council.resign(person=test_council.MINH, on=date(2024, 9, 30)),
        ],
    ),
    Life(
        "session",
        "session",
        meetings.FACTS,
        [
            test_session_meeting.convene(*meetings.AGENDA),
            meetings.attend(*meetings.MEMBERS[:-1]),
            test_session_meeting.name(*test_session_meeting.TELLERS),
            meetings.declare(meetings.FIRST, meetings.OWN, "own"),
            meetings.confirm(meetings.FIRST),
            meetings.open_(meetings.LAN),
            meetings.cast(meetings.FIRST, {meetings.LAN: "for"}),
            meetings.write(meetings.LAST, {}, rest="for"),
            meetings.close(),
            meetings.count(),
            test_session_meeting.sign(),
        ],
    ),
    Life(
        "a meeting that goes on another day",
        "session",
        sealing.FACTS,
        [
            test_session_meeting.convene(meetings.LAN),
            test_session_meeting.extend(meetings.MINH),
            test_session_meeting.opine(meetings.LAN),
            sealing.check_in(meetings.FIRST),
            test_session_meeting.leave(meetings.FIRST),
            test_session_meeting.adjourn(),
            test_session_meeting.resume(),
        ],
    ),
    Life(
        "a meeting with a box",
        "session",
        sealing.FACTS,
        [
            test_session_meeting.convene(*meetings.AGENDA),
            test_session_meeting.name(*sealing.TELLERS),
            *(sealing.give_key(teller) for teller in sealing.TELLERS),
            sealing.prepare(),
            sealing.replace_teller(),
            sealing.give_key(sealing.BUOI),
            sealing.rewrap(),
            meetings.attend(*meetings.MEMBERS),
            sealing.confirm(),
            meetings.open_(meetings.FIGHTER),
            sealing.slip(meetings.FIRST, {meetings.FIGHTER: "for"}),
            meetings.close(),
            sealing.opening(sealing.sums(meetings.FIGHTER, agreed=1)),
            test_session_meeting.sign(),
            sealing.remove(),
        ],
    ),
    Life(
        "a tie",
        "session",
        test_session_rounds.TIES,
        [test_session_rounds.decide()],
        past=[*test_session_rounds.LED, test_session_rounds.tied()],
    ),
    Life(
        "rounds and proxies",
        "session",
        test_session_rounds.ruled(rounds=2, proxies=True),
        [
            test_session_meeting.convene(meetings.LAN),
            test_session_rounds.send(),
            meetings.attend(*meetings.MEMBERS[:-1]),
            meetings.open_(meetings.LAN, role="secretary"),
            meetings.close(),
            meetings.count(),
            test_session_rounds.end(),
        ],
    ),
    Life(
        "a meeting with paper slips",
        "session",
        replace(
            sealing.FACTS,
            lines={meetings.LAN: replace(sealing.FACTS.lines[meetings.LAN], award="BKT")},
        ),
        [
            test_session_meeting.convene(meetings.LAN),
            meetings.attend(*meetings.MEMBERS),
            meetings.open_(meetings.LAN),
            meetings.close(),
            sealing.paper(sealing.sums(meetings.LAN, agreed=13)),
        ],
    ),
    Life(
        "an own decision",
        "decision",
        test_decision.FACTS,
        [
            test_decision.draft(engine()),
            test_decision.refuse(test_decision.AWARDED[0]),
            test_decision.sign(),
            test_decision.number(),
            test_decision.publish(),
            test_decision.archive(),
            test_decision.cancel(test_decision.AWARDED[1]),
        ],
    ),
    Life("a received decision", "decision", test_decision.FACTS, [test_decision.receive()]),
    Life("a received refusal", "decision", test_decision.FACTS, [test_decision.receive_refusal()]),
    Life("registry", "registry", AT_HOME, [test_registry.enter(), test_registry.enter("nomination-2")]),
    Life(
        "ceremony",
        "ceremony",
        CeremonyFacts(
            standing=every_role(),
            organisation=HOME,
            recipients=(test_ceremony.LAN, test_ceremony.MINH),
        ),
        [
            test_ceremony.schedule(test_ceremony.LAN, test_ceremony.MINH),
            test_ceremony.answer(),
            test_ceremony.hold(),
        ],
    ),
    Life(
        "fund",
        "fund",
        test_fund.FACTS,
        [
            test_fund.budget(1_070_000),
            test_fund.pay(test_fund.line(test_fund.LAN)),
            test_fund.recover(710_000),
        ],
    ),
    Life(
        "a question that is answered late",
        "consultation",
        test_consultation.FACTS,
        [test_consultation.ask(), test_consultation.silent(), test_consultation.receive()],
    ),
    Life(
        "cancellation",
        "cancellation",
        replace(test_cancellation.FACTS, along=True),
        [
            test_cancellation.open_case(test_cancellation.LAN),
            test_cancellation.propose(),
            test_cancellation.decided(),
        ],
    ),
    Life(
        "a duty that is met",
        "obligation",
        replace(duties.FACTS, along=True),
        [
            duties.open_(duties.engine_at(duties.OPENED_AT)),
            test_obligation.remind(duties.RUNGS[0].at),
            test_obligation.tell_together(duties.RUNGS[1].at),
            test_obligation.call(),
            test_obligation.acknowledge(),
            test_obligation.reschedule(),
            test_obligation.recount(),
            test_obligation.meet(),
        ],
        {RecountObligation: test_obligation.OTHER_CALENDAR},
    ),
    Life(
        "a duty that lapses",
        "obligation",
        duties.FACTS,
        [
            duties.open_(duties.engine_at(duties.OPENED_AT)),
            test_obligation.limit(),
            test_obligation.lapse(),
        ],
    ),
    Life(
        "a duty done on paper",
        "obligation",
        test_obligation.OTHER_CALENDAR,
        [test_obligation.open_statistics(), test_obligation.fulfil()],
    ),
    Life(
        "a letter that is sent",
        "letter",
        letters.FACTS,
        [test_letter.queue(engine()), test_letter.defer(), test_letter.sent()],
    ),
    Life("a letter that fails", "letter", letters.FACTS, [test_letter.queue(engine()), test_letter.fail()]),
    Life(
        "a letter nobody knows of",
        "letter",
        letters.FACTS,
        [test_letter.queue(engine()), test_letter.unknown()],
    ),
    Life(
        "a superseded letter",
        "letter",
        letters.FACTS,
        [test_letter.queue(engine()), test_letter.supersede(engine())],
    ),
    Life(
        "a letter that is held, let go, bounces and goes again",
        "letter",
        letters.FACTS,
        [
            test_letter.queue(engine()),
            test_letter.hold(),
            test_letter.release(),
            test_letter.sent(),
            test_letter.bounce(),
            test_letter.resend(),
        ],
    ),
    Life(
        "a notice",
        "letter",
        replace(letters.FACTS, has_mail=False),
        [test_letter.queue(engine()), test_letter.deliver()],
    ),
    Life(
        "account",
        "account",
        test_account.BOOKED,
        [
            test_account.OPENING,
            test_account.secret(),
            test_account.refuse(),
            test_account.sign_in(),
            test_account.sign_out(),
            test_account.withdraw(),
            test_account.CLOSING,
        ],
    ),
    Life(
        "lines that go on",
        "session",
        test_session_meeting.ALONG,
        [test_session_meeting.carry(meetings.LAN)],
        past=[meetings.CONVENED],
    ),
    Life("a run that finishes", "flow", AT_HOME, [test_flow.finish()]),
    Life("a run that is retried", "flow", AT_HOME, [test_flow.park(), test_flow.retry()]),
]

REFUSED_AGAIN: dict[str, type[Refusal]] = {
    "unit.establish": AlreadyExists,
    "person.register": AlreadyExists,
    "household.register": AlreadyExists,
    "movement.schedule_period": AlreadyExists,
    "submission.receive": AlreadyExists,
    "nomination.draft": AlreadyExists,
    "nomination.resubmit": WrongState,
    "nomination.withdraw": WrongState,
    "nomination.record_rejudgement": WrongState,
    "cancellation.open": AlreadyExists,
    "consultation.ask": AlreadyExists,
    "council.establish": AlreadyExists,
    "session.convene": AlreadyExists,
    "session.open_ballot": AlreadyExists,
    "decision.receive_outside": AlreadyExists,
    "decision.receive_outside_refusal": AlreadyExists,
    "decision.refuse": NotFound,
    "ceremony.schedule": AlreadyExists,
    "letter.deliver_notice": WrongState,
    "letter.resend": WrongState,
    "flow.retry": WrongState,
}
"""What may be asked once and is refused from then on."""
ANOTHER_ACT = {
    "ledger.note_clock_jump",
    "ledger.take_export",
    "unit.change_contact",
    "person.change_contact",
    "person.complete_details",
    "nomination.note",
    "nomination.record_bonus_recovered",
    "fund.recover",
    "session.name_tellers",
    "submission.send_back",
    "submission.hand_in_again",
    "session.cast_sealed",
    "obligation.record_phone_call",
    "letter.deferred",
    "letter.unknown",
}
"""What, asked again, is another act: a sealed field cannot be compared, a second call, attempt or part is a second one."""


def test_every_command_is_asked_somewhere() -> None:
    assert {type(command) for life in LIVES for command in life.commands} == set(BY_CLASS)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_a_command_asked_twice_adds_nothing_or_is_refused_the_second_time(life: Life) -> None:
    for name, first, again in life.play():
        assert first, f"{name} produced nothing the first time"
        if name in REFUSED_AGAIN:
            assert isinstance(again, REFUSED_AGAIN[name]), name
        elif name not in ANOTHER_ACT:
            assert again == (), name


def test_nothing_is_called_an_exception_that_is_none() -> None:
    told = {name for life in LIVES for name, _, again in life.play() if again != ()}
    assert told == {*REFUSED_AGAIN, *ANOTHER_ACT}
