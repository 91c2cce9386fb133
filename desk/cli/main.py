"""`sovang`: the nouns, each loaded only when it is used, and the one place that turns errors into exit codes."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer

from desk.cli.help import Group, in_words

NOUNS: Mapping[str, tuple[str, str]] = {
    "init": ("desk.cli.init", "Mở một sổ mới từ tệp thiết lập."),
    "movement": ("desk.cli.movement", "Phong trào thi đua: phát động, đợt, chỉ tiêu, sơ kết, tổng kết."),
    "person": ("desk.cli.person", "Con người: danh sách, tìm theo tên không cần dấu."),
    "cluster": ("desk.cli.cluster", "Cụm, khối thi đua: giao ước, chấm điểm, xếp hạng."),
    "nomination": ("desk.cli.nomination", "Hồ sơ đề nghị khen thưởng."),
    "honours": ("desk.cli.honours", "Sổ khen thưởng: gợi ý đề nghị, nhập khen thưởng đã có từ Excel."),
    "submission": ("desk.cli.submission", "Bộ hồ sơ của đơn vị, giấy biên nhận, danh sách trình lên."),
    "record": (
        "desk.cli.record",
        "Hồ sơ theo dõi: xếp loại, sáng kiến, kỷ luật, vắng mặt, khen thưởng đã có.",
    ),
    "session": ("desk.cli.session", "Phiên họp Hội đồng: điểm danh, biểu quyết, biên bản."),
    "decision": ("desk.cli.decision", "Quyết định khen thưởng."),
    "ceremony": ("desk.cli.ceremony", "Lễ trao tặng: thứ tự gọi, trả lời, ai đã nhận gì."),
    "fund": ("desk.cli.fund", "Quỹ thi đua, khen thưởng: dự toán, danh sách đã chi, thu hồi."),
    "due": ("desk.cli.due", "Nhiệm vụ có thời hạn: ai nợ gì, đến ngày nào; gia hạn."),
    "calendar": ("desk.cli.calendar", "Lịch: ngày làm việc, ngày nghỉ, thời hạn; in hoặc ghi tệp .ics."),
    "letters": ("desk.cli.letters", "Thư: đã gửi, đang chờ, không gửi được."),
    "law": ("desk.cli.law", "Quy định áp dụng và quy chế riêng."),
    "do": ("desk.cli.do", "Mọi lệnh khác, theo tên: đơn vị, con người, vai trò, quỹ…"),
    "apply": ("desk.cli.apply", "Thực hiện các lệnh trong tệp JSONL, mỗi dòng một lệnh."),
    "schema": ("desk.cli.schema", "In lược đồ JSON của lệnh, sự kiện, kế hoạch và kết quả đọc."),
    "audit": ("desk.cli.audit", "Kiểm toán: nhật ký, xem lại quá khứ, kiểm chứng."),
    "db": ("desk.cli.db", "Cơ sở dữ liệu: nâng cấp, dựng lại bảng đọc."),
    "engine": ("desk.cli.engine", "Chạy engine: xử lý sự kiện, nhắc việc, gửi thư."),
    "flow": ("desk.cli.flow", "Lượt xử lý tự động: đang chờ, đã dừng."),
    "demo": ("desk.cli.demo", "Diễn một năm tin được của một xã (dữ liệu minh hoạ)."),
    "account": ("desk.cli.account", "Tài khoản đăng nhập: mở, cấp mã dùng một lần, đóng."),
    "up": ("desk.cli.up", "Mở trang làm việc (và engine) trên máy này."),
    "doctor": ("desk.cli.doctor", "Khám cấu hình: sai ở đâu, sửa thế nào."),
}
"""Noun → (module with its `app`, one line of help)."""


HELP = """Sổ Vàng: sổ sự kiện và quy trình xét thi đua, khen thưởng.

Dữ liệu ra stdout, lời nói ra stderr. Mỗi lệnh đọc có --json; mỗi lệnh ghi có --dry-run.

Mã thoát: 0 xong, 1 quy định không cho, 2 sai cú pháp hoặc dữ liệu, 3 không có, 4 có người khác ghi,
5 kiểm chứng sai, 6 chưa thiết lập hoặc không dùng được.
"""


class LazyNoun(Group):
    """Shows its line of help; its module is imported only when somebody uses it."""

    def __init__(self, name: str, module: str, help_line: str) -> None:
        super().__init__(name=name, help=help_line, short_help=help_line)
        self._module = module

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401  # the library's own signature
        """Load the noun and let it go on."""
        command = in_words(import_module(self._module).app)
        return command.make_context(info_name, args, parent=parent, **extra)


class Root(Group):
    """The list of nouns."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  # the same
        """Name every noun, in the order of a year's work."""
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  # the same
        """Give a noun without loading it."""
        known = NOUNS.get(cmd_name)
        return LazyNoun(cmd_name, *known) if known else None


app = typer.Typer(
    cls=Root,
    name="sovang",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)


@app.callback(help=HELP)
def root() -> None:
    """Stand at the root; the nouns do the work."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    code = _run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # so that nothing is written at the end
    sys.exit(code)


def _run() -> int:
    try:
        code = app(standalone_mode=False, prog_name="sovang")
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):
            return 0  # whoever read has seen enough; the library calls it 1
        raise
    except Exception as fault:  # noqa: BLE001  # the edge: every error becomes a sentence and a code
        from desk.cli.errors import exit_code

        return exit_code(fault)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
