"""The views: one model per thing that is read. Days are ISO dates, instants RFC 3339 in UTC, money whole đồng."""

from datetime import date
from typing import Literal

from desk.views.base import View
from desk.web.words import number, word

VERDICTS = {"pass": "đạt", "fail": "không đạt", "unknown": "chưa đủ dữ kiện", "warning": "cảnh báo"}
EVIDENCE = {
    "verified": "đã kiểm chứng",
    "secondary": "nguồn thứ cấp",
    "practice": "thông lệ nơi khác",
    "memory": "chưa kiểm chứng",
    "local": "quy định của cơ quan",
}


class MovementView(View):
    """A movement in a line."""

    movement: str
    title: str
    number: str | None
    starts: str | None
    ends: str | None
    participants: int
    registered: int


class MilestoneView(View):
    """A dated milestone; `assumed` when an overlay and not the document set it."""

    code: str
    name: str
    due: str
    assumed: bool
    owed: int
    met: int

    def __str__(self) -> str:
        mark = " (giả định)" if self.assumed else ""
        return f"{self.due}  {self.name}{mark}: {self.met}/{self.owed} đã xong"


class TargetView(View):
    """One assigned value of an indicator."""

    target: str
    name: str
    unit: str
    assigned_by: str
    measure: str
    value: str | None
    figure: str | None
    finding: str

    def __str__(self) -> str:
        by = "" if self.assigned_by == "self" else f" (do {word(self.assigned_by, 'assigner')} giao)"
        goal = f"{word(self.measure, 'measure')} {number(self.value) if self.value else ''}".strip()
        unit = word(self.unit, "unit")
        reached = f"; đạt {number(self.figure)}" if self.figure else ""
        said = word(self.finding, "finding")
        return f"{self.target} {self.name}{by}: {goal}{f' {unit}' if unit else ''}{reached}; {said}"


class MovementDetail(MovementView):
    """A movement with its milestones and targets."""

    milestones: list[MilestoneView]
    targets: list[TargetView]


class PersonView(View):
    """A person with the post begun last."""

    person: str
    name: str
    unit: str | None
    position: str | None


class RuleView(View):
    """One rule's answer, with its basis, how well it is known, and the facts that were used."""

    rule: str
    verdict: str
    words: str
    basis: str | None
    evidence: str | None
    facts: list[str]
    conditional: list[str]

    def __str__(self) -> str:
        parts = [f"{VERDICTS[self.verdict]}: {self.words}"]
        if self.basis:
            parts.append(f"căn cứ {self.basis} ({EVIDENCE.get(self.evidence or '', 'chưa rõ nguồn')})")
        if self.facts:
            parts.append(f"dữ kiện: {'; '.join(self.facts)}")
        if self.conditional:
            parts.append(f"có điều kiện, chờ kết quả: {', '.join(self.conditional)}")
        return " – ".join(parts)


class NominationView(View):
    """A dossier in a line."""

    nomination: str
    award: str
    subject: str
    unit: str
    merit: str
    year: int
    stage: str
    decided_on: str | None
    bonus: int | None


class SubmissionView(View):
    """A unit's set, or a list sent on, in a line."""

    submission: str
    unit: str
    stage: Literal["draft", "received", "withdrawn", "forwarded", "acknowledged"]
    lines: int | None
    """0 while it is drafted and once it is withdrawn; None where the number is kept from the reader."""
    to_unit: str | None
    number: str | None
    received_on: str | None
    """The day the level above had the list."""


class HappenedView(View):
    """One event of a history: when it was recorded, what, by whom, in which role, through which flow run."""

    seq: int
    recorded_at: str
    at: str
    stream: str
    type: str
    by: str
    role: str | None
    flow_run: str | None
    late: str | None = None
    """Why it was entered later than it happened."""
    behalf: str | None = None
    """On whose behalf: the chair whose act a secretary keyed, the unit that sent a paper."""

    def __str__(self) -> str:
        return f"#{self.seq} {self.recorded_at[:16]}  {self.type}  {self.by}"


class NominationDetail(NominationView):
    """A dossier with why it stands where it stands."""

    outcome: str
    reasons: list[RuleView]
    notes: list[str]
    """What is shown beside the bonus and changes nothing by itself, or says what was taken off."""
    history: list[HappenedView]


class LineView(View):
    """A line of an agenda with its count."""

    nomination: str
    award: str
    subject: str
    votes_for: int | None
    votes_against: int | None
    base: int | None
    needed: int | None
    passed: bool | None

    def __str__(self) -> str:
        if self.passed is None:
            return f"{self.award} {self.subject}: chưa kiểm phiếu"
        word = "đạt" if self.passed else "không đạt"
        return f"{self.award} {self.subject}: {self.votes_for}/{self.base} đồng ý, cần {self.needed}: {word}"


class SessionView(View):
    """A meeting in a line."""

    session: str
    council: str
    starts_at: str
    agenda: int
    present: int | None
    stage: str


class SessionDetail(SessionView):
    """A meeting with its lines."""

    place: str
    lines: list[LineView]


class DecisionView(View):
    """A decision."""

    decision: str
    number: str | None
    award: str | None
    authority: str
    signed_on: str | None
    published_on: str | None
    lines: int | None
    """None where the number is kept from the reader."""
    stage: str


class CeremonyView(View):
    """A ceremony."""

    ceremony: str
    title: str
    starts_at: str
    place: str
    called: int
    held_on: str | None


class DueView(View):
    """An open duty."""

    obligation: str
    due_on: str
    debtor: str
    title: str
    set_by: str
    next_rung_at: str | None
    overdue: bool


class FaultView(View):
    """What does not hold."""

    first: int
    last: int
    what: str
    table: str | None = None
    """The table that does not follow from the log; then also which row and, where the row is there, which column."""
    key: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        if self.first == self.last == 0:
            return self.what
        where = f"sự kiện {self.first}" if self.first == self.last else f"sự kiện {self.first}-{self.last}"
        return f"{where}: {self.what}"


class VerifyView(View):
    """The outcome of a verification."""

    ok: bool
    events: int
    checkpoints: int
    files: int
    read_tables: Literal["held", "not_asked", "not_current", "log_at_fault"]
    """Whether the read tables and reservations were held against the log, and if not, why."""
    signed: int | None
    unsigned: int
    """How many events at the end no checkpoint speaks of yet."""
    root: str
    faults: list[FaultView]


class DifferenceView(View):
    """What one book says of somebody and another does not."""

    kind: str
    nomination: str
    subject: str
    award: str
    words: str

    def __str__(self) -> str:
        return f"{self.subject} ({self.award}) {self.words}"


class FundDifferenceView(View):
    """A fund of which the pages show other sums than the log gives."""

    fund: str
    unit: str
    year: str
    shown: str
    logged: str

    def __str__(self) -> str:
        return (
            f"Quỹ năm {self.year} của {self.unit}: trang ghi {self.shown}; nhật ký cho {self.logged}."
            " Hãy dựng lại bảng đọc bằng `sovang db rebuild`"
        )


class ReconcileView(View):
    """The five books side by side, and the funds as pages show them: how many lines each has, and where they differ."""

    ok: bool
    minutes: int
    decisions: int
    entries: int
    payments: int
    hand_overs: int
    funds: int
    differences: list[DifferenceView]
    fund_differences: list[FundDifferenceView]


class ReplayView(View):
    """The ledger as it stood: counts of the read tables of that prefix."""

    as_of: str
    events: int
    targets: int
    targets_met: int
    targets_running: int
    late_reports: int
    nominations: dict[str, int]
    open_duties: int
    letters: dict[str, int]


class QueueView(View):
    """What flows have still to react to."""

    seq: int
    flow: str
    type: str
    parked: bool


class ComplaintView(View):
    """What `doctor` found, and how to put it right."""

    check: str
    state: Literal["ok", "note", "warning", "fault"]
    finding: str
    remedy: str | None = None


class PaperView(View):
    """A paper of a dossier or a set; with a file, its hash, size in bytes, media type and sealing key."""

    stream: str
    kind: str
    number: str | None = None
    day: str | None = None
    issuer: str | None = None
    title: str | None = None
    name: str | None = None
    sha256: str | None = None
    size: int | None = None
    media: str | None = None
    key: str | None = None
    by: str
    at: str

    @property
    def short(self) -> str | None:
        """The first digits of the hash."""
        return self.sha256[:12] if self.sha256 else None


class ProofView(PaperView):
    """A file that proves a report of progress, or one figure in it."""

    milestone: str
    unit: str
    target: str | None = None


class MissingView(View):
    """Who has not yet done one duty of many: what, by when, on which text, how many of how many, and their names."""

    about: str
    milestone: str | None
    title: str
    due_on: str
    hour: str | None = None
    """The hour at which the date ends; absent: at the end of the day."""
    days: int
    """Days left; negative when the date has passed."""
    set_by: str
    owed: int
    done: int
    missing: list[str]
    without_mail: list[str]
    """Those of the missing whom no mail reaches: a printed notice or a call."""

    def __str__(self) -> str:
        due = date.fromisoformat(self.due_on)
        when = (
            f"còn {self.days} ngày"
            if self.days > 0
            else "hôm nay"
            if self.days == 0
            else f"quá {-self.days} ngày"
        )
        head = (
            f"{self.title}: hạn {self.hour or 'hết'} ngày {due:%d/%m/%Y} ({when}), theo {self.set_by}.\n"
            f"Đã gửi {self.done}/{self.owed}; chưa gửi {len(self.missing)}:"
        )
        lines = [f"{number}. {name}" for number, name in enumerate(self.missing, 1)]
        call = (
            [f"Cần gọi điện hoặc giao thông báo in: {', '.join(self.without_mail)}."]
            if self.without_mail
            else []
        )
        return "\n".join([head, *lines, *call])


class MonthView(View):
    """A month on the wall: its weeks, which days are office days, and what is due on each."""

    month: str
    weeks: list[list[int]]
    """Seven days a week from Monday; 0 is a day of another month."""
    off: list[int]
    made_up: list[int]
    """Saturdays and Sundays on which offices work."""
    due: dict[int, list[str]]

    def __str__(self) -> str:
        lines = [f"Tháng {self.month[5:]}/{self.month[:4]}", "  T2   T3   T4   T5   T6   T7   CN"]
        lines += ["".join(self._cell(day) for day in week).rstrip() for week in self.weeks]
        lines += [f"  {day:02}: {'; '.join(titles)}" for day, titles in sorted(self.due.items())]
        return "\n".join(lines)

    def _cell(self, day: int) -> str:
        if day == 0:
            return " " * 5
        mark = "-" if day in self.off else "+" if day in self.made_up else " "
        return f"{day:>4}{'!' if day in self.due else mark}"
