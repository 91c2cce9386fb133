"""The English of the frame around every page: Vietnamese is the first language and the key."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "Việc của tôi": "My work",
    "Phong trào": "Movements",
    "Hồ sơ": "Dossiers",
    "Hội đồng": "Council",
    "Đăng nhập": "Sign in",
    "Đăng xuất": "Sign out",
    "Tài khoản": "Account",
    "Đi thẳng tới nội dung": "Skip to content",
    "Quá hạn": "Overdue",
    "Đang chờ đồng chí": "Waiting for you",
    "Sắp đến hạn": "Due soon",
    "Sau này": "Later",
}
