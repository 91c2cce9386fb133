"""The cluster's rules: who leads, who scores whom, what is verified, how it is ranked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from domain.cluster.commands import (
    AdoptScoring,
    ChangeMembers,
    ClusterCommand,
    DisqualifyUnit,
    FormCluster,
    Led,
    NameHead,
    RankCluster,
    ScoreUnit,
    SignClusterPact,
    VerifyScores,
)
from domain.cluster.ranking import places, total
from domain.cluster.states import Cluster, NoCluster, State, evolve
from domain.decider import Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from events.base import Basis, UnitId
from events.cluster import (
    ClusterEvent,
    ClusterFormed,
    ClusterRanked,
    HeadNamed,
    MembersChanged,
    PactSigned,
    ScoresVerified,
    ScoringAdopted,
    UnitDisqualified,
    UnitScored,
)

CLUSTERS = Basis(document="Luật 06/2022/QH15", article="Đ16.2.c")
LED = frozenset({"sign_pact", "rank_cluster"})
"""The duties that the unit leading a year may owe."""
MISSING = "Cụm, khối thi đua này chưa có trong sổ."


def decide(state: State, command: ClusterCommand, facts: Facts) -> Sequence[ClusterEvent]:
    """Decide what happens in a cluster."""
    if isinstance(command, ScoreUnit):
        return _score(existing(state, Cluster, MISSING), command, facts)
    _require_lead(state, command, facts)
    match command:
        case FormCluster():
            return _form(state, command)
        case _:
            return _lead(existing(state, Cluster, MISSING), command)


def _require_lead(state: State, command: FormCluster | Led, facts: Facts) -> None:
    """Let the unit that leads the year have the pact signed and the cluster ranked; all else is the house's."""
    head = None
    if isinstance(state, Cluster) and isinstance(command, SignClusterPact | RankCluster):
        head = state.year(command.year).head
    if head is not None and command.by.role in ("clerk", "head"):
        facts.require(command, ("clerk", "head"), head, basis=CLUSTERS)
    else:
        facts.require(command, ("standing_agency", "authority"), basis=CLUSTERS)


def _lead(state: Cluster, command: Led) -> Sequence[ClusterEvent]:
    match command:
        case ChangeMembers():
            return _change(state, command)
        case NameHead():
            return _name_head(state, command)
        case SignClusterPact():
            return _sign(state, command)
        case AdoptScoring():
            return _adopt(state, command)
        case VerifyScores():
            return _verify(state, command)
        case DisqualifyUnit():
            return _disqualify(state, command)
        case RankCluster():
            return _rank(state, command)
        case _:
            assert_never(command)


def _form(state: State, command: FormCluster) -> Sequence[ClusterEvent]:
    formed = ClusterFormed(
        cluster=command.cluster,
        name=command.name,
        kind=command.kind,
        members=command.members,
        document=command.document,
    )
    if isinstance(state, Cluster):
        if (state.name, state.members) == (formed.name, formed.members):
            return ()
        raise AlreadyExists(f"{state.name} đã thành lập; hãy điều chỉnh thành viên theo văn bản.")
    return (formed,)


def _change(state: Cluster, command: ChangeMembers) -> Sequence[ClusterEvent]:
    if command.members == state.members:
        return ()
    return (MembersChanged(cluster=state.cluster, members=command.members, document=command.document),)


def _member(state: Cluster, *units: UnitId) -> None:
    outside = [unit for unit in units if unit not in state.members]
    if outside:
        raise NotFound(f"Không phải thành viên của {state.name}: {', '.join(outside)}.", basis=CLUSTERS)


def _name_head(state: Cluster, command: NameHead) -> Sequence[ClusterEvent]:
    """Name who leads a year; the lead goes round, and the same unit leads again only with a recorded reason."""
    _member(state, command.head, *([command.deputy] if command.deputy else []))
    year = state.year(command.year)
    if year.head == command.head:
        return ()
    if command.since is not None and command.since.year != command.year:
        raise Malformed(f"Ngày nhận chức trưởng phải trong năm {command.year}.")
    if year.leads and not (command.reason and command.since):
        raise WrongState(
            "Năm này đã có trưởng.",
            todo="Thay trưởng giữa năm thì hãy ghi lý do và ngày đơn vị mới nhận việc.",
        )
    if year.leads and command.since and command.since < year.leads[-1].since:
        raise Malformed("Ngày nhận việc không thể trước ngày của trưởng đang giữ chức.")
    if state.year(command.year - 1).head == command.head and not command.reason:
        raise WrongState(
            "Đơn vị này đã làm trưởng năm trước; chức trưởng luân phiên hằng năm.",
            todo="Hãy cử đơn vị khác, hoặc ghi lý do cử lại.",
        )
    return (
        HeadNamed(
            cluster=state.cluster,
            year=command.year,
            head=command.head,
            deputy=command.deputy,
            reason=command.reason,
            since=command.since,
        ),
    )


def _sign(state: Cluster, command: SignClusterPact) -> Sequence[ClusterEvent]:
    _member(state, *command.signers)
    if state.year(command.year).pact_on == command.on:
        return ()
    head = state.year(command.year).head
    return (
        PactSigned(
            cluster=state.cluster, year=command.year, on=command.on, signers=command.signers, head=head
        ),
    )


def _adopt(state: Cluster, command: AdoptScoring) -> Sequence[ClusterEvent]:
    codes = [criterion.code for criterion in command.criteria]
    if not codes or len(codes) != len(set(codes)) or {*command.ties} - {*codes}:
        raise Malformed(
            "Bảng điểm cần ít nhất một tiêu chí, không trùng mã, và quy tắc xếp hạng chỉ nêu tiêu chí có trong bảng."
        )
    if any(one.owed_by == "cluster_head" and one.duty not in LED for one in command.milestones):
        raise Malformed("Trưởng cụm, khối chỉ được giao tổ chức ký giao ước và xếp hạng.")
    adopted = ScoringAdopted(
        cluster=state.cluster,
        year=command.year,
        criteria=command.criteria,
        ties=command.ties,
        milestones=command.milestones,
        document=command.document,
    )
    year = state.year(command.year)
    if year.scoring == adopted:
        return ()
    if year.scored:
        raise WrongState(
            "Đã có đơn vị chấm điểm theo bảng cũ; không đổi bảng giữa năm.",
            todo="Bảng mới thì ban hành cho năm sau.",
        )
    return (adopted,)


def _scoring(state: Cluster, year: int) -> ScoringAdopted:
    known = state.year(year)
    if known.places:
        raise WrongState("Năm này đã xếp hạng.", todo="Hãy xem bảng xếp hạng ở trang của cụm, khối.")
    if known.scoring is None:
        raise WrongState("Năm này chưa có bảng điểm.", todo="Hãy ban hành bảng điểm trước.")
    return known.scoring


def _score(state: Cluster, command: ScoreUnit, facts: Facts) -> Sequence[ClusterEvent]:
    """Take a sheet; a unit scores itself first, and only then is it scored by others."""
    facts.require_unit_or_staff(command, command.by_unit, basis=CLUSTERS)
    _member(state, command.unit, command.by_unit)
    points = total(_scoring(state, command.year).criteria, command.scores)
    year = state.year(command.year)
    if year.scored.get((command.by_unit, command.unit)) == command.scores:
        return ()
    if command.unit in year.verified:
        raise WrongState(
            "Điểm của đơn vị này đã thẩm tra.",
            todo="Hãy hỏi cơ quan thẩm tra của cụm, khối.",
        )
    if command.by_unit != command.unit and (command.unit, command.unit) not in year.scored:
        raise WrongState("Đơn vị này chưa tự chấm điểm.", todo="Chấm chéo sau khi đơn vị tự chấm.")
    others = {unit for scorer, unit in year.scored if scorer == command.by_unit} | {command.unit}
    left = {*year.ranked(state.members)} - {command.by_unit}
    every = command.by_unit != command.unit and left <= others
    return (
        UnitScored(
            cluster=state.cluster,
            year=command.year,
            unit=command.unit,
            by_unit=command.by_unit,
            scores=command.scores,
            total=points,
            all_scored=True if every else None,
        ),
    )


def _verify(state: Cluster, command: VerifyScores) -> Sequence[ClusterEvent]:
    _member(state, command.unit)
    points = total(_scoring(state, command.year).criteria, command.scores)
    year = state.year(command.year)
    if year.verified.get(command.unit) == command.scores:
        return ()
    if (command.unit, command.unit) not in year.scored:
        raise WrongState("Đơn vị này chưa tự chấm điểm.", todo="Hãy chờ đơn vị tự chấm, hoặc nhắc đơn vị.")
    return (
        ScoresVerified(
            cluster=state.cluster,
            year=command.year,
            unit=command.unit,
            scores=command.scores,
            total=points,
            all_verified=True if {*year.ranked(state.members)} <= {*year.verified, command.unit} else None,
        ),
    )


def _disqualify(state: Cluster, command: DisqualifyUnit) -> Sequence[ClusterEvent]:
    _member(state, command.unit)
    if command.unit in state.year(command.year).disqualified:
        return ()
    _scoring(state, command.year)
    return (
        UnitDisqualified(
            cluster=state.cluster,
            year=command.year,
            unit=command.unit,
            reason=command.reason,
            document=command.document,
        ),
    )


def _rank(state: Cluster, command: RankCluster) -> Sequence[ClusterEvent]:
    year = state.year(command.year)
    if year.places:
        return ()
    scoring = _scoring(state, command.year)
    ranked = year.ranked(state.members)
    missing = [unit for unit in ranked if unit not in year.verified]
    if missing or not ranked:
        raise WrongState(
            f"Chưa xếp hạng được: còn {len(missing)} đơn vị chưa thẩm tra điểm.",
            todo="Hãy thẩm tra điểm của mọi đơn vị, hoặc ghi đơn vị không xếp hạng.",
        )
    totals: dict[UnitId, Decimal] = {unit: total(scoring.criteria, year.verified[unit]) for unit in ranked}
    return (
        ClusterRanked(
            cluster=state.cluster,
            year=command.year,
            on=command.on,
            places=places(totals, year.verified, scoring),
            head=year.head,
        ),
    )


DECIDER: Decider[State, ClusterCommand, ClusterEvent, Facts] = Decider("cluster", NoCluster(), decide, evolve)
