"""The views of a meeting: its summary table, the page of names, its minutes, a slip's receipt."""

from desk.views.base import View


class OutlookView(View):
    """What a line needs before the vote, and whether those who may vote can still reach it."""

    members: int
    out: int
    base: int
    needed: int
    reachable: bool

    def __str__(self) -> str:
        if self.reachable:
            return f"cần {self.needed} trên {self.base}"
        return f"KHÔNG THỂ ĐẠT: cần {self.needed} trên {self.base}, {self.out} thành viên không biểu quyết"


class SummaryLine(View):
    """A dossier in three lines, with the standing agency's opinion; only the first before interests are confirmed."""

    nomination: str
    award: str
    subject: str
    unit: str
    achievement: str | None
    conditions: str | None
    opinion: str | None
    opinion_reason: str | None
    consulted: list[str]
    """How other agencies that were asked stand to it (hiệp y)."""
    mode: str | None
    outlook: OutlookView | None

    def __str__(self) -> str:
        told = [
            f"{self.award}: {self.subject} ({self.unit})",
            self.achievement,
            self.conditions,
            self.opinion,
            *(f"Hiệp y: {said}" for said in self.consulted),
        ]
        return "\n    ".join([*filter(None, told), *([str(self.outlook)] if self.outlook else [])])


class SummaryView(View):
    """The summary table of a meeting, in the order of awards and names."""

    session: str
    starts_at: str
    in_writing: bool
    due_at: str | None
    tellers: list[str]
    confirmed: bool
    lines: list[SummaryLine]


class InterestLine(View):
    """A name on the page of interests: what the ledger has found, and what the member has said."""

    nomination: str
    award: str
    subject: str
    unit: str
    found: str | None
    same_name: bool
    declared: str | None
    steps_out: bool

    def __str__(self) -> str:
        marks = [self.found, "trùng tên" if self.same_name else None, self.declared]
        out = " (không biểu quyết)" if self.steps_out else ""
        return f"{self.award}: {self.subject} ({self.unit}) {', '.join(filter(None, marks))}{out}"


class InterestsView(View):
    """The one page of names that a member confirms."""

    session: str
    member: str
    confirmed: bool
    lines: list[InterestLine]


class MinutesBallot(View):
    """How one vote went: slips given out, back, valid, invalid."""

    ballot: str
    mode: str
    presiding: str | None
    in_writing: bool
    present: int
    """How many attended; in writing, how many sent their slip."""
    members: int
    quorum: int
    attendance: str
    """Who was counted in the quorum besides those present, or was not, and by which text; empty when there is nothing to say."""
    given_out: int
    returned: int
    valid: int | None
    invalid: int | None
    round: int
    spent: list[str]
    """Whose slip from afar was for the round before and is not counted in this one."""
    openers: list[str]
    checked: bool | None
    """Whether another pair of tellers opened the box again and found the same; None when nobody asked."""

    def __str__(self) -> str:
        slips = f"phát ra {self.given_out}, thu về {self.returned}"
        if self.valid is not None:
            slips += f", hợp lệ {self.valid}, không hợp lệ {self.invalid}"
        turn = f", vòng {self.round}" if self.round > 1 else ""
        came = f"{'gửi phiếu' if self.in_writing else 'dự họp'} {self.present}/{self.members}"
        who = f", {self.attendance}" if self.attendance else ""
        return f"{self.ballot} ({self.mode}{turn}): {came}{who}, cần {self.quorum}; {slips}"


class MinutesLine(View):
    """How one dossier came out, with the numbers, the base and the article."""

    nomination: str
    award: str
    subject: str
    unit: str
    ballot: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    invalid: int | None
    recused: list[str]
    base: int | None
    needed: int | None
    passed: bool | None
    basis: str | None
    base_note: str | None
    casting: str | None
    """Whose word decided a tie, and by which article."""
    earlier: list[str]
    """The counts of the rounds before, each in a sentence."""
    carried: bool
    """Whether it went on to a supplementary session, where another round is voted on."""

    def __str__(self) -> str:
        if self.passed is None:
            return f"{self.award} {self.subject}: kết quả chưa công bố với người đọc này"
        word = "đề nghị" if self.passed else "chuyển phiên bổ sung" if self.carried else "không đề nghị"
        notes = [note for note in (self.base_note, self.casting, *self.earlier) if note]
        note = "".join(f"; {note}" for note in notes)
        return (
            f"{self.award} {self.subject}: đồng ý {self.votes_for}, không đồng ý {self.votes_against},"
            f" trắng {self.abstained}, không hợp lệ {self.invalid}; cần {self.needed}/{self.base}"
            f" ({self.basis or 'quy chế'}): {word}{note}"
        )


class MinutesView(View):
    """Biên bản họp and biên bản kiểm phiếu, as data."""

    session: str
    council: str
    number: str | None
    count_number: str | None
    day: str
    starts_at: str
    place: str
    in_writing: bool
    members: int
    present: list[str]
    wrote: list[str]
    absent: list[str]
    proxies: list[str]
    """Who attended for whom, by which paper and article."""
    tellers: list[str]
    late_lines: list[str]
    interruptions: list[str]
    carried: list[str]
    """The dossiers that went on to a supplementary session."""
    ballots: list[MinutesBallot]
    lines: list[MinutesLine]
    signed: list[str]


class SlipReceiptView(View):
    """What a tracker proves: that the slip lies in the box unchanged; never what it says."""

    tracker: str
    session: str
    ballot: str | None
    received_at: str
    position: int
    state: str

    def __str__(self) -> str:
        return f"{self.tracker}: {self.state}"
