"""Tells what the year came to: for people on the terminal, after the play."""

import sys
from pathlib import Path

from sqlmodel import select

from desk.demo.play import Played, demo_settings
from desk.demo.summary import OUTCOMES
from desk.views import read
from desk.views.names import Names
from desk.views.reconcile import reconcile
from desk.web.words import word
from events.store.checkpoint import Kept
from events.store.clock import SimulatedClock
from events.store.note import Verifier
from events.store.verify import verify
from projections import tables as t
from workflows.wiring import House, open_house


def tell(folder: Path, played: Played) -> None:
    """Print the summary, the view of 30 June, why one was declined, the proof, and what to try next."""
    said = played.summary
    _line("")
    _line("NĂM THI ĐUA 2024, XÃ QUANG TRUNG (dữ liệu minh hoạ)")
    _line(f"  Chỉ tiêu: {said['targets_met']} đạt, {said['targets'].get('missed', 0)} không đạt, "
          f"{said['targets'].get('not_measurable', 0)} không đánh giá được")  # fmt: skip
    for stage, words in OUTCOMES.items():
        _line(f"  Hồ sơ {words}: {said['nominations'].get(stage, 0)}")
    letters = (f"{count} {word(state, 'letter_state')}" for state, count in sorted(said["letters"].items()))
    _line(f"  Thư: {', '.join(letters)}")
    _line(f"  Tiền thưởng đã chi: {_money(said['bonus_paid'])} đ cho {said['bonuses_paid']} hồ sơ; "
          f"quỹ còn {_money(said['fund_balance'])} đ")  # fmt: skip
    _line(f"  Sổ: {said['events']} sự kiện; điểm chốt {said['checkpoint']['root'][:16]}…")
    for refused in said["refused_at_the_door"]:
        _line(f"  Từ chối tại chỗ ({refused['what']}): {refused['why']}")
    interim = played.interim
    _line("")
    _line(f"XEM LẠI NHƯ VÀO HẾT NGÀY 30/06/2024: {interim['targets_met']} trên {interim['targets']} chỉ tiêu đạt, "
          f"{interim['targets_running']} đang thực hiện, {interim['late_reports']} báo cáo trễ, "
          f"{interim['nominations']} hồ sơ")  # fmt: skip
    _line("")
    house = open_house(demo_settings(folder), SimulatedClock(played.stage.clock.now()))
    try:
        _tell_declined(house)
        _tell_proof(house)
        _tell_reconciled(house)
        _tell_next(folder, house)
    finally:
        house.close()


def _tell_declined(house: House) -> None:
    with house.ledger.database.session() as session:
        declined = session.exec(
            select(t.NominationRow.nomination).where(t.NominationRow.stage == "declined")
        ).all()
        for nomination in declined:
            detail = read.nomination(house, session, nomination)
            if detail is not None:
                _line(f"VÌ SAO {detail.subject} KHÔNG ĐƯỢC ĐỀ NGHỊ? {detail.outcome}")


def _tell_proof(house: House) -> None:
    kept = Kept(house.settings.kept_folder)
    verifier = Verifier.read(kept.verifier_file)
    report = verify(house.ledger, verifier, kept, house.blobs)
    word = "nguyên vẹn" if report.ok else "SAI LỆCH"
    _line(f"KIỂM CHỨNG: {report.events} sự kiện, {report.checkpoints} điểm chốt đã ký: {word}")


def _tell_reconciled(house: House) -> None:
    with house.ledger.database.session() as session:
        view = reconcile(house, session, Names(house.ledger, session))
    found = [*view.differences, *view.fund_differences]
    _line(f"ĐỐI SOÁT: biên bản = quyết định = sổ khen thưởng = chi thưởng = trao tặng: {len(found)} sai lệch")
    for one in found:
        _line(f"  {one}")


def _tell_next(folder: Path, house: House) -> None:
    with house.ledger.database.session() as session:
        one = session.exec(
            select(t.NominationRow.nomination).where(t.NominationRow.stage == "declined")
        ).first()
    _line("")
    _line("THỬ TIẾP:")
    _line(f"  export SOVANG_DATA={folder} SOVANG_SIMULATED=true")
    for command in (
        "sovang audit verify",
        "sovang audit reconcile",
        "sovang audit replay --at 2024-06-30",
        "sovang nomination list",
        f"sovang nomination why {one}" if one else "sovang session list",
        "sovang due",
        "sovang letters list --state failed",
    ):
        _line(f"  {command}")
    _line(f"  thư đã gửi nằm trong {folder / 'mail'}, tóm tắt trong {folder / 'summary.json'}")


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
