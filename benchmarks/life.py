"""One dossier's life in seeded, believable Vietnamese facts: twelve events from draft to bonus."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypedDict
from uuid import UUID

from benchmarks.facts import (
    Assessed,
    Basis,
    Bonus,
    By,
    Decided,
    Drafted,
    EvidenceAttached,
    Fact,
    Forwarded,
    Paid,
    Paper,
    Pin,
    Presented,
    Published,
    PutToCouncil,
    Reason,
    Recommended,
    Submitted,
    Tally,
    UsedFact,
    Verified,
)

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
LAW = "Luật 06/2022/QH15"
DECREE = "Nghị định 152/2025/NĐ-CP"
AWARDS = (("LDTT", "title"), ("CSTDCS", "title"), ("GK", "form"), ("BKT", "form"))
"""One dossier each for every subject: people come back, so their keys are there from the second dossier on."""
DEEDS = (
    "Sáng kiến số hoá sổ khám bệnh, giảm một nửa thời gian chờ của người dân ở trạm y tế xã",
    "Vận động 42 hộ hiến 3.600 m² đất để mở đường liên thôn dài 1,8 km, không phải đền bù",
    "Dạy xoá mù chữ buổi tối cho 27 học viên vùng cao trong hai năm liền, không nhận thù lao",
    "Cứu ba người trong đêm lũ ngày 11 tháng 9, đưa 16 hộ dân ven suối đến nơi an toàn",
)
ISSUERS = (
    "Trường Tiểu học Kim Đồng, xã Tân Phú",
    "Trạm Y tế xã Tân Phú",
    "Hội Nông dân xã Tân Phú",
    "Thôn Đồng Tâm, xã Tân Phú",
)
NOTICES = (
    "Niêm yết tại trụ sở Uỷ ban nhân dân xã, nhà văn hoá các thôn và đăng trên Cổng thông tin điện tử của xã",
    "Thông báo trên Đài truyền thanh xã mỗi ngày hai lượt và niêm yết trên bảng tin của các thôn, tổ dân phố",
)


class _Said(TypedDict):
    """When, and who."""

    at: datetime
    by: By


class Life:
    """One dossier; every id, date and choice follows from the seed and from which dossier of it this is."""

    def __init__(self, seed: str, which: int) -> None:
        self._random = Random(f"{seed}/{which}")
        self._award, self._kind = AWARDS[which % len(AWARDS)]
        self._subject = f"person-{_uuid(Random(f'{seed}/subject/{which // len(AWARDS)}'))}"
        self._days = 0
        self._unit, self._authority, self._session = self._id("unit"), self._id("unit"), self._id("session")
        self.stream = _uuid(self._random)

    def facts(self) -> Iterator[Fact]:
        """Tell it from the beginning."""
        yield from self._in_the_unit()
        yield from self._in_preparation()
        yield from self._before_the_council()
        yield from self._with_the_authority()

    def _in_the_unit(self) -> Iterator[Fact]:
        yield Drafted(
            **self._said("clerk"),
            subject=self._subject,
            subject_kind="person",
            award=self._award,
            stated_kind=self._kind,
            merit="cong_trang",
            award_year=2026,
            unit=self._unit,
            achievement=self._random.choice(DEEDS),
            papers=(self._paper("bao_cao"), self._paper("xac_nhan_thue")),
        )
        yield EvidenceAttached(**self._said("clerk"), paper=self._paper("xac_nhan"))
        pin = Pin(rules=f"{self._random.getrandbits(256):064x}", on=self._day().isoformat())
        yield Submitted(**self._said("clerk"), submission=self._id("submission"), pin=pin)

    def _in_preparation(self) -> Iterator[Fact]:
        at_position = self._random.randrange(1, 10**6)
        yield Assessed(**self._said("reactor"), reasons=self._reasons(), facts_at=at_position)
        yield Verified(**self._said("standing_agency"), department=self._id("unit"), on=self._day())
        yield Published(
            **self._said("standing_agency"),
            first_day=self._day(),
            last_day=self._day() + timedelta(days=7),
            where=self._random.choice(NOTICES),
        )

    def _before_the_council(self) -> Iterator[Fact]:
        yield PutToCouncil(**self._said("reactor"), session=self._session)
        yield Recommended(**self._said("reactor"), session=self._session, tally=self._tally())

    def _with_the_authority(self) -> Iterator[Fact]:
        bonus = Bonus(
            710_000,
            2_340_000,
            Decimal("0.3"),
            Decimal(1),
            10_000,
            Basis(DECREE, "Đ54"),
            evidence="verified",
        )
        yield Forwarded(
            **self._said("standing_agency"), to_unit=self._authority, submission=self._id("submission")
        )
        yield Decided(
            **self._said("reactor"),
            decision=self._id("decision"),
            authority=self._authority,
            on=self._day(),
            bonus=bonus,
        )
        yield Presented(
            **self._said("organiser"), ceremony=self._id("ceremony"), how="in_person", on=self._day()
        )
        listed = f"DS-{self._random.randrange(1, 400)}-{self._day().isoformat()}"
        yield Paid(**self._said("accountant"), amount=bonus.amount, payment_list=listed, on=self._day())

    def _id(self, kind: str) -> str:
        return f"{kind}-{_uuid(self._random)}"

    def _day(self) -> date:
        return START.date() + timedelta(days=self._days)

    def _said(self, role: str) -> _Said:
        self._days += 1
        at = START + timedelta(days=self._days, microseconds=self._random.randrange(10**10))
        if role == "reactor":
            return {"at": at, "by": By("system:reactor", role, "flow")}
        return {"at": at, "by": By(self._id("person"), role, "session")}

    def _paper(self, kind: str) -> Paper:
        number = f"{self._random.randrange(1, 300)}/BC-TĐKT"
        return Paper(kind, number, self._day(), self._random.choice(ISSUERS))

    def _reasons(self) -> tuple[Reason, ...]:
        graded = UsedFact("grading", "hoan_thanh_xuat_sac")
        served = UsedFact("months_served", str(self._random.randrange(12, 400)))
        return (
            Reason("dossier.bao_cao", "pass", Basis(LAW, "Đ84"), "verified"),
            Reason("grading", "pass", Basis(LAW, "Đ23.1"), "verified", (graded,)),
            Reason("service", "pass", Basis(LAW, "Đ24.1"), "verified", (served,)),
        )

    def _tally(self) -> Tally:
        against = self._random.randrange(2)
        return Tally(11 - against, against, 11, 9, passed=True, basis=Basis(LAW, "Đ24"), evidence="verified")


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
