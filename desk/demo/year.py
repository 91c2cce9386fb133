"""The year as a table: when, and which scene; between two moments the engine does what is due by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk.demo import scenes_council as council
from desk.demo import scenes_dossiers as dossiers
from desk.demo import scenes_launch as launch
from desk.demo import scenes_meetings as meetings
from desk.demo.data import MeetingData
from desk.demo.planted import plant
from desk.demo.sink import MailSink
from desk.demo.stage import Stage, moment
from domain.movement.commands import ReschedulePeriod
from events.base import Citation

START = moment(2024, 1, 2)
INTERIM_VIEW = moment(2024, 6, 30, 23, 59)
END = moment(2025, 3, 31, 17)


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens at a moment."""

    at: datetime
    title: str
    play: Callable[[Stage], None]


def the_year(stage: Stage, sink: MailSink, *, planted: bool = False) -> list[Scene]:
    """Give every scene of the year, in order; with `planted`, a name too many on a paid list."""
    units, votes = stage.script.participants, stage.script.votes
    scenes = [
        *_registration(units),
        *_half_year(units),
        *_sudden_merit(votes.september, stage.script.members),
        *_last_reports(units, sink),
        *_dossiers(),
        *_council(votes.december),
        *_ceremony(),
        *_notices(),
    ]
    if planted:
        scenes.append(Scene(moment(2025, 1, 23, 10), "tên thứ 16", lambda s: plant(s, "DS-01/2025")))
    return sorted(scenes, key=lambda scene: scene.at)


def _registration(units: list[str]) -> list[Scene]:
    """Give the launch in January and who registers until March."""
    in_time = [unit for unit in units if unit not in {"thon-3", "thcs", "cong-ty"}]
    return [
        Scene(moment(2024, 1, 5), "giao dự toán quỹ", launch.set_up),
        Scene(moment(2024, 1, 10), "phát động phong trào", launch.launch),
        Scene(moment(2024, 1, 10, 10), "báo Thôn 1 qua điện thoại", launch.tell_by_phone),
        Scene(moment(2024, 1, 15, 9), "sửa địa chỉ thư Trường THCS", launch.correct_address),
        Scene(moment(2024, 2, 5, 9), "năm đơn vị đăng ký", lambda s: launch.register(s, in_time[:5])),
        Scene(moment(2024, 2, 20, 9), "sáu đơn vị đăng ký", lambda s: launch.register(s, in_time[5:11])),
        Scene(moment(2024, 2, 23, 15), "bảy đơn vị đăng ký", lambda s: launch.register(s, in_time[11:])),
        Scene(
            moment(2024, 2, 26, 10), "Thôn 3 đăng ký, sau thư nhắc", lambda s: launch.register(s, ["thon-3"])
        ),
        Scene(
            moment(2024, 2, 27, 9),
            "gia hạn cho Công ty",
            lambda s: launch.extend(
                s, ("register", "dang-ky"), "cong-ty", date(2024, 3, 1), "Người phụ trách nghỉ ốm."
            ),
        ),
        Scene(moment(2024, 2, 28, 9), "nhập thay cho Trường THCS", launch.register_for_school),
        Scene(moment(2024, 3, 1, 9), "Công ty đăng ký", lambda s: launch.register(s, ["cong-ty"])),
        Scene(moment(2024, 3, 20, 9), "ký giao ước trong cụm", launch.sign_pact),
    ]


def _half_year(units: list[str]) -> list[Scene]:
    """Give the reports of the first half year, and the interim review."""
    late = ["thon-5", "htx"]
    return [
        Scene(moment(2024, 3, 28, 9), "báo cáo quý I", lambda s: launch.report(s, "tien-do-1", units)),
        Scene(
            moment(2024, 6, 19, 9),
            "báo cáo 6 tháng",
            lambda s: launch.report(s, "tien-do-2", [unit for unit in units if unit not in late]),
        ),
        Scene(moment(2024, 6, 26, 14), "sơ kết", lambda s: launch.hold_review(s, "so-ket")),
        Scene(moment(2024, 7, 2, 9), "hai báo cáo trễ", lambda s: launch.report(s, "tien-do-2", late)),
    ]


def _sudden_merit(meeting: MeetingData, members: Sequence[str]) -> list[Scene]:
    """Give the sudden merit of September, from the dossier to the money."""
    answering = tuple(who for who in members if who not in meeting.absent)
    return [
        Scene(moment(2024, 9, 12, 8), "hồ sơ đột xuất", dossiers.sudden),
        Scene(moment(2024, 9, 12, 15), "thẩm định", dossiers.verify),
        Scene(
            moment(2024, 9, 12, 16),
            "lấy ý kiến bằng văn bản",
            lambda s: meetings.convene(s, "september", moment(2024, 9, 12, 16), moment(2024, 9, 13, 15)),
        ),
        Scene(
            moment(2024, 9, 12, 17),
            "sáu phiếu ý kiến thu về",
            lambda s: meetings.write_opinions(s, "september", meeting, answering[:6]),
        ),
        Scene(
            moment(2024, 9, 13, 9),
            "sáu phiếu nữa",
            lambda s: meetings.write_opinions(s, "september", meeting, answering[6:]),
        ),
        Scene(
            moment(2024, 9, 13, 15),
            "kiểm phiếu ý kiến (đột xuất)",
            lambda s: meetings.count_slips(s, "03/BB-HĐTĐKT"),
        ),
        Scene(moment(2024, 9, 16, 9), "ký 214/QĐ-UBND", lambda s: council.decide(s, {"GK": "214/QĐ-UBND"})),
        Scene(
            moment(2024, 9, 17, 9),
            "mời trao thưởng",
            lambda s: council.schedule_ceremony(
                s, "september", "Trao giấy khen đột xuất", moment(2024, 9, 20, 8)
            ),
        ),
        Scene(moment(2024, 9, 20, 8), "trao giấy khen", lambda s: council.hold_ceremony(s, "september")),
        Scene(moment(2024, 9, 20, 10), "chi thưởng", lambda s: council.pay(s, "DS-01/2024")),
    ]


def _last_reports(units: list[str], sink: MailSink) -> list[Scene]:
    """Give the reports of autumn, with the days on which no letter leaves."""
    late = ["thon-2", "ccb", "mam-non"]
    return [
        Scene(moment(2024, 9, 27, 9), "báo cáo 9 tháng", lambda s: launch.report(s, "tien-do-3", units)),
        Scene(moment(2024, 11, 5, 9), "công văn 118 dời hạn hồ sơ", _move_intake),
        Scene(moment(2024, 11, 20, 9), "báo cáo 11 tháng", lambda s: launch.report(s, "tien-do-4", units)),
        Scene(
            moment(2024, 11, 21, 9),
            "báo cáo tổng kết",
            lambda s: launch.report(s, "bao-cao-tong-ket", [unit for unit in units if unit not in late]),
        ),
        Scene(moment(2024, 11, 21, 17), "máy chủ thư ngừng", lambda _s: sink.down()),
        Scene(moment(2024, 11, 24, 23), "máy chủ thư chạy lại", lambda _s: sink.up()),
        Scene(
            moment(2024, 11, 26, 9),
            "ba báo cáo tổng kết trễ",
            lambda s: launch.report(s, "bao-cao-tong-ket", late),
        ),
    ]


def _dossiers() -> list[Scene]:
    """Give the dossiers of December until they are verified."""
    return [
        Scene(moment(2024, 12, 4, 9), "nhập kết quả xếp loại", dossiers.grade_staff),
        Scene(moment(2024, 12, 5, 9), "Trường Tiểu học đề nghị LĐTT", dossiers.try_at_the_door),
        Scene(moment(2024, 12, 5, 10), "đơn vị báo không đề nghị", dossiers.nothing_to_propose),
        Scene(moment(2024, 12, 6, 9), "nộp hồ sơ", dossiers.hand_in),
        Scene(
            moment(2024, 12, 9, 8, 30),
            "gia hạn cho Thôn 3",
            lambda s: launch.extend(
                s, ("submit_nominations", "ho-so"), "thon-3", date(2024, 12, 9), "Trưởng thôn đi viện."
            ),
        ),
        Scene(moment(2024, 12, 9, 9), "Thôn 3 nộp hồ sơ", lambda s: dossiers.hand_in(s, late=True)),
        Scene(moment(2024, 12, 9, 15), "ghi chú tỷ lệ", dossiers.note_quota),
        Scene(moment(2024, 12, 10, 9), "bổ sung hồ sơ được trả", dossiers.repair),
        Scene(moment(2024, 12, 10, 15), "ghi chú trùng", dossiers.note_double),
        Scene(moment(2024, 12, 11, 9), "Hội Nông dân rút hồ sơ", dossiers.withdraw),
        Scene(moment(2024, 12, 16, 15), "thẩm định xong", dossiers.verify),
    ]


def _council(meeting: MeetingData) -> list[Scene]:
    """Give the council of December and what is decided on its advice."""
    return [
        Scene(
            moment(2024, 12, 17, 8),
            "công khai",
            lambda s: dossiers.publish(s, date(2024, 12, 17), date(2024, 12, 23)),
        ),
        Scene(
            moment(2024, 12, 18, 9),
            "giấy mời họp",
            lambda s: meetings.convene(s, "december", moment(2024, 12, 24, 14)),
        ),
        Scene(moment(2024, 12, 18, 10), "Sấu được báo qua điện thoại", launch.tell_sau_by_phone),
        Scene(moment(2024, 12, 19, 9), "ý kiến góp ý có tên, địa chỉ", dossiers.comment),
        Scene(moment(2024, 12, 20, 8), "trả lời ý kiến góp ý", dossiers.answer),
        Scene(moment(2024, 12, 20, 9), "tổ kiểm phiếu nộp khoá, lập hòm phiếu", meetings.prepare_box),
        Scene(
            moment(2024, 12, 23, 16),
            "ý kiến bằng văn bản",
            lambda s: meetings.write_opinions(s, "december", meeting, meeting.written),
        ),
        Scene(
            moment(2024, 12, 24, 14),
            "Hội đồng họp",
            lambda s: meetings.meet(s, meeting, "04/BB-HĐTĐKT"),
        ),
        Scene(moment(2024, 12, 26, 9), "tờ trình 97 lên thị xã", council.forward_to_town),
        Scene(moment(2024, 12, 27, 9), "thị xã nhận", council.acknowledge),
        Scene(
            moment(2024, 12, 30, 9),
            "ký 331, 332/QĐ-UBND",
            lambda s: council.decide(s, {"LDTT": "331/QĐ-UBND", "GK": "332/QĐ-UBND"}),
        ),
        Scene(moment(2024, 12, 31, 15), "chốt số liệu", council.close_results),
    ]


def _ceremony() -> list[Scene]:
    """Give the ceremony of January, the money before Tết, and what the town decides."""
    return [
        Scene(
            moment(2025, 1, 6, 9),
            "giấy mời hội nghị tổng kết",
            lambda s: council.schedule_ceremony(
                s, "january", "Hội nghị tổng kết phong trào thi đua năm 2024", moment(2025, 1, 17, 8)
            ),
        ),
        Scene(moment(2025, 1, 13, 9), "trả lời giấy mời", lambda s: council.answer_invitations(s, "january")),
        Scene(moment(2025, 1, 17, 8), "tổng kết", lambda s: launch.hold_review(s, "tong-ket")),
        Scene(
            moment(2025, 1, 17, 9),
            "trao tặng",
            lambda s: council.hold_ceremony(s, "january", proxies=("n26",), absent=("n30",)),
        ),
        Scene(moment(2025, 1, 21, 9), "trao cho người vắng", council.hand_over_later),
        Scene(moment(2025, 1, 23, 9), "chi thưởng trước Tết", lambda s: council.pay(s, "DS-01/2025")),
        Scene(moment(2025, 1, 24, 15), "thị xã quyết định", council.town_decides),
        Scene(
            moment(2025, 1, 24, 16),
            "đặt ngày hỏi kết quả tỉnh",
            lambda s: council.follow_up(s, moment(2025, 4, 25)),
        ),
        Scene(moment(2025, 2, 14, 9), "trao danh hiệu thị xã tặng", council.hand_over_later),
    ]


def _notices() -> list[Scene]:
    """Thôn 1 has no mail: on these mornings the printed notices that wait for it are handed over."""
    days = [
        (2024, 2, 7), (2024, 3, 15), (2024, 6, 7), (2024, 6, 17), (2024, 9, 16), (2024, 11, 5), (2024, 11, 8),
        (2024, 11, 22), (2024, 12, 3), (2024, 12, 19), (2024, 12, 26), (2024, 12, 31), (2025, 1, 7),
        (2025, 2, 14), (2025, 3, 31),
    ]  # fmt: skip
    return [Scene(moment(*day, 11), "giao thông báo in", launch.deliver_notices) for day in days]


def _move_intake(stage: Stage) -> None:
    """Move the intake a week forward, as the town asks."""
    stage.do(
        ReschedulePeriod(
            movement=stage.movement,
            milestone="ho-so",
            due=date(2024, 12, 6),
            document=Citation(number="118/PNV-TĐKT", day=date(2024, 11, 5), issuer="Phòng Nội vụ thị xã"),
            **stage.said("mai", "standing_agency"),
        )
    )
