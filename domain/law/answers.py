"""Every question the program puts to the law, asked of a day: what is shown, compared and checked is made of these.

A question asks through the same functions and in the same words as the deciders, so a row that no question reaches is
one the program cannot use.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Literal, TypeVar, get_args

from domain.bonus import ONCE, priced
from domain.law import rows, texts
from domain.law.book import NATION, Rules
from domain.law.missing import missing
from domain.law.telling import LEVELS, RECIPIENTS, dong, tell
from domain.law.words import Step
from domain.refusal import RuleMissing
from events.base import Basis
from events.judgement import Evidence
from events.nomination import SubjectKind
from events.session import Ground
from events.unit import Level

R = TypeVar("R", bound=rows.Row)
Match = Mapping[str, object]
Sector = Literal["education"]
ALL_LEVELS: tuple[Level, ...] = get_args(Level)
STEPS: tuple[Step, ...] = get_args(Step)
TIMED: tuple[Step, ...] = (
    "consult", "verify_dossier", "propose_cancellation", "decide_cancellation", "recover_object", "recover_bonus",
    "pay_bonus", "archive_file",
)  # fmt: skip
"""The steps whose limit opens a duty here; the others are shown."""
SECTORS: tuple[Sector | None, ...] = (None, *get_args(Sector))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says to one question on one day."""

    question: str
    key: str
    """What tells this answer from others to the same question."""
    said: str
    basis: Basis | None = None
    evidence: Evidence | None = None
    row: rows.Row | None = None
    """The row it is; none when it was computed from several, or when a rule is missing."""
    missing: bool = False
    """True when no rule that may decide was found; `said` tells which has to be adopted."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its heading, the tables it reads, and how it is asked about an award on a day."""

    title: str
    tables: tuple[type[rows.Row], ...]
    ask: Callable[["Question", Rules, date, str | None], Iterator[Answer]]
    how: Literal["one", "all", "every"] = "all"
    matches: Callable[[str | None], Iterable[Match]] = lambda _award: ({},)
    of_award: bool = True
    """Whether it is asked about an award."""
    needed: bool = False
    """Whether a step stands still without an answer."""
    acts: bool = True
    """Whether some step of the program goes by the answer; if not, it is only shown to people."""

    def may_read(self, row: rows.Row) -> bool:
        """Say whether it is asked in words that can reach a row."""
        return type(row) in self.tables and any(
            all(
                getattr(row, name, value) == value
                for name, value in match.items()
                if name not in row.qualifiers and name != "award"
            )
            for match in self.matches(getattr(row, "award", None))
        )


def catalogue(rules: Rules) -> list[str]:
    """Give the code of every award that any layer knows on any date, from the highest."""
    found = [
        row for layer in rules.layers for row in layer.rows.get(rows.Award, ()) if isinstance(row, rows.Award)
    ]
    return list(dict.fromkeys(row.award for row in sorted(found, key=lambda row: row.rank)))


def recipients(rules: Rules, award: str) -> list[SubjectKind]:
    """Give who may receive an award, on any date."""
    found = [row.recipients for row in _any_day(rules, rows.Award, award)]
    return [kind for kind in RECIPIENTS if any(kind in listed for listed in found)]


def _any_day(rules: Rules, table: type[R], award: str) -> list[R]:
    found = (row for layer in rules.layers for row in layer.of(table, {"award": award}))
    return [row for row in found if isinstance(row, table)]


def ask(
    rules: Rules, on: date, awards: Sequence[str] | None = None, *, general: bool = True
) -> Iterator[Answer]:
    """Ask every question about these awards (all of the catalogue when none is named) and those about no award.

    What holds for every award is answered once.
    """
    told: set[int] = set()
    for about in (*(catalogue(rules) if awards is None else awards), *((None,) if general else ())):
        for question in QUESTIONS:
            if question.of_award == (about is not None):
                for answer in question.ask(question, rules, on, about):
                    if id(answer.row) not in told:
                        told.update((id(answer.row),) if answer.row else ())
                        yield answer


def row_key(row: rows.Row) -> str:
    """Name the rule a row is a version of: the values of its keys, joined by "/"."""
    values = [str(getattr(row, name)) for name in row.keys if getattr(row, name) is not None]
    return "/".join(values)


def _rows(question: Question, rules: Rules, on: date, award: str | None) -> Iterator[Answer]:
    """Ask a table: what decides first, then what only informs; a needed rule that is missing is told."""
    (table,) = question.tables
    told: set[int] = set()
    deciding = False
    for match in question.matches(award):
        found = _found(question, rules, table, on, match)
        for row in (*found, *rules.undecided(table, on, **match)):
            if id(row) not in told and getattr(row, "award", None) in (None, award):
                told.add(id(row))
                deciding = deciding or row.decides
                yield _answer(question, row)
    if question.needed and award is not None and not deciding:
        refusal = missing(rules, table, on, award=award)
        yield Answer(question.title, award, str(refusal), missing=True)


def _found(question: Question, rules: Rules, table: type[rows.Row], on: date, match: Match) -> list[rows.Row]:
    match question.how:
        case "one":
            one = rules.one(table, on, **match)
            return [] if one is None else [one]
        case "all":
            return rules.all(table, on, **match)
        case "every":
            return rules.every(table, on, **match)


def _answer(question: Question, row: rows.Row) -> Answer:
    place = "" if row.jurisdiction == NATION else f" [{row.jurisdiction}]"
    key = f"{row_key(row) or question.title}{place}"
    return Answer(question.title, key, tell(row), row.basis, row.evidence, row)


def _bonuses(question: Question, rules: Rules, on: date, award: str | None) -> Iterator[Answer]:
    """Compute the bonus of each recipient at each level that decides on the day, or else on any day."""
    if award is None:
        return
    today = rules.all(rows.Authority, on, award=award) or _any_day(rules, rows.Authority, award)
    levels = dict.fromkeys(row.level for row in today) or ALL_LEVELS
    for recipient, level in product(recipients(rules, award), levels):
        key = f"{award}/{RECIPIENTS[recipient]}, {LEVELS[level]}"
        yield replace(_bonus(question, rules, on, (award, recipient, level)), key=key)


def _bonus(question: Question, rules: Rules, on: date, of: tuple[str, SubjectKind, Level]) -> Answer:
    award, recipient, level = of
    try:
        made = priced(rules, award, recipient=recipient, level=level, decided_on=on)
    except RuleMissing as refusal:
        factors = rules.undecided(rows.Multiplier, on, award=award, recipient=recipient)
        said = " ".join([str(refusal), *(f"Theo trí nhớ: {tell(row)}." for row in factors)])
        return Answer(question.title, award, said, missing=True)
    times = f" x {made.multiplier}" if made.multiplier != ONCE else ""
    said = f"{dong(made.amount)} đ = {made.coefficient}{times} x {dong(made.base_salary)}, làm tròn"
    return Answer(question.title, award, f"{said} {dong(made.rounded_to)}", made.basis, made.evidence)


def _of(award: str | None) -> Iterable[Match]:
    return ({"award": award},)


def _limits(award: str | None) -> Iterable[Match]:
    return ({"step": step, "award": award, "level": level} for step, level in product(TIMED, ALL_LEVELS))


def _other_limits(award: str | None) -> Iterable[Match]:
    others = [step for step in STEPS if step not in TIMED]
    return ({"step": step, "award": award, "level": level} for step, level in product(others, ALL_LEVELS))


def _deadlines(award: str | None) -> Iterable[Match]:
    return (
        {"award": award, "to_level": level, "sector": sector}
        for level, sector in product(ALL_LEVELS, SECTORS)
    )


def _ceilings(award: str | None) -> Iterable[Match]:
    return (
        {"award": award, "level": level, "recipient": kind, "at_most": True}
        for level, kind in product(ALL_LEVELS, RECIPIENTS)
    )


def _quorums(award: str | None) -> Iterable[Match]:
    return ({"level": level, "award": award} for level in (None, *ALL_LEVELS))


def _by_level(_award: str | None) -> Iterable[Match]:
    return ({"level": level} for level in ALL_LEVELS)


def _grounds(_award: str | None) -> Iterable[Match]:
    return ({"ground": ground} for ground in get_args(Ground))


def _general(
    title: str,
    table: type[rows.Row],
    how: Literal["one", "all", "every"] = "every",
    *,
    acts: bool = True,
) -> Question:
    return Question(title, (table,), _rows, how, of_award=False, acts=acts)


def _about(
    title: str,
    table: type[rows.Row],
    how: Literal["one", "all", "every"],
    matches: Callable[[str | None], Iterable[Match]] = _of,
    *,
    acts: bool = True,
) -> Question:
    return Question(title, (table,), _rows, how, matches, acts=acts)


QUESTIONS: tuple[Question, ...] = (
    _about("Danh mục", rows.Award, "one"),
    Question("Thẩm quyền", (rows.Authority,), _rows, "all", _of, needed=True),
    _about("Điều kiện", rows.Prerequisite, "every"),
    _about("Tiêu chuẩn do Hội đồng xét", texts.Criterion, "every", acts=False),
    _about("Tỷ lệ tối đa", rows.Quota, "all"),
    Question("Hồ sơ", (rows.DossierItem,), _rows, "every", lambda _award: ({},)),
    _about("Thủ tục đơn giản", rows.Simplified, "every"),
    _about("Số bộ hồ sơ", rows.DossierSets, "one", acts=False),
    _about("Công khai", rows.Publication, "one"),
    Question("Tỷ lệ phiếu", (rows.VoteShare,), _rows, "one", _of, needed=True),
    _about("Trung ương không đặt tỷ lệ", rows.NoNationalShare, "one", acts=False),
    _about("Số thành viên tối thiểu", rows.Quorum, "one", _quorums),
    _about("Hình thức biểu quyết", rows.BallotMode, "one"),
    _about("Cách họp", rows.SessionRule, "one"),
    _about("Thời hạn", rows.TimeLimit, "one", _limits),
    _about("Thời hạn", rows.TimeLimit, "one", _other_limits, acts=False),
    _about("Hạn gửi hằng năm", rows.AnnualDeadline, "one", _deadlines),
    Question(
        "Tiền thưởng",
        (rows.BaseSalary, rows.BonusRounding, rows.Coefficient, rows.Multiplier),
        _bonuses,
    ),
    _about("Mức trần tiền thưởng", rows.Coefficient, "one", _ceilings),
    _about("Giao quy định chi tiết", texts.Delegation, "every", acts=False),
    _general("Văn bản", texts.Instrument, acts=False),
    _general("Không đề nghị, chưa xét", rows.Situation),
    _general("Không làm căn cứ", rows.Support),
    _general("Nguyên tắc", texts.Principle, acts=False),
    _general("Thời gian được tính", rows.CountedTime),
    _general("Mẫu giấy tờ", rows.PrintedForm, acts=False),
    Question("Cơ cấu Hội đồng", (rows.CouncilShape,), _rows, "one", _by_level, of_award=False),
    Question("Thành viên có liên quan", (rows.Recusal,), _rows, "one", _grounds, of_award=False),
    _general("Mức lương cơ sở", rows.BaseSalary, "one"),
    _general("Nhiều khoản thưởng", rows.BonusOverlap, "all"),
    Question("Nguồn chi thưởng", (rows.Payer,), _rows, "one", _by_level, of_award=False),
    _general("Quỹ thi đua, khen thưởng", texts.FundShare, acts=False),
    _general("Danh sách chi vượt dự toán", rows.FundRule, "one"),
    _general("Chi phiên họp", rows.SessionPay, "all", acts=False),
    _general("Thời hạn bảo quản", rows.Retention),
    _general("Khung thời hạn bảo quản", texts.RetentionFrame, "all", acts=False),
    _general("Căn cứ huỷ bỏ quyết định", rows.CancellationGround),
    _general("Khoảng trống đã biết", texts.KnownGap, acts=False),
)
"""Every question, in the order of a dossier's way."""
