"""What the columns of lists are called in offices' forms, field by field; marks, case, brackets and signs aside."""

from collections.abc import Mapping, Sequence

HEADS = (
    "Chủ hộ",
    "Họ và tên chủ hộ",
    "Họ tên chủ hộ",
    "Tên chủ hộ",
    "Hộ gia đình",
    "Tên hộ gia đình",
    "Tên hộ",
)
"""What the names of households stand under: each line is a household then."""
PERSON: Mapping[str, Sequence[str]] = {
    "name": (
        "Họ và tên", "Họ tên", "Tên cá nhân, tập thể", "Tên tập thể, cá nhân", "Cá nhân, tập thể",
        "Họ tên cá nhân, tên tập thể", "Tên tập thể", "Tên cá nhân", "Tập thể, cá nhân",
        "Danh sách cá nhân, tập thể", "Cán bộ, công chức", "Cá nhân, tập thể, hộ gia đình", *HEADS,
    ),
    "members": ("Thành viên của hộ", "Thành viên", "Thành viên trong hộ", "Các thành viên", "Thành viên gia đình"),
    "person": ("Mã người", "Mã cá nhân", "Mã trong sổ"),
    "born": ("Ngày sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "Sinh năm"),
    "position": ("Chức vụ", "Chức danh", "Chức vụ, chức danh", "Chức vụ, đơn vị công tác", "Nghề nghiệp"),
    "unit": ("Đơn vị", "Đơn vị công tác", "Nơi công tác", "Cơ quan, đơn vị", "Tên đơn vị", "Thôn", "Thôn, tổ dân phố",
             "Đơn vị đề nghị"),
}  # fmt: skip
NOMINATION: Mapping[str, Sequence[str]] = {
    **PERSON,
    "kind": ("Đối tượng", "Loại đối tượng", "Cá nhân hay tập thể"),
    "award": (
        "Danh hiệu, hình thức", "Danh hiệu", "Hình thức khen thưởng", "Hình thức đề nghị", "Danh hiệu đề nghị",
        "Đề nghị khen thưởng", "Danh hiệu thi đua", "Hình thức", "Mức khen", "Hình thức khen",
        "Danh hiệu, hình thức khen thưởng", "Danh hiệu thi đua, hình thức khen thưởng",
    ),
    "merit": ("Loại hình", "Loại hình khen thưởng", "Thành tích thuộc loại"),
    "year": ("Năm", "Năm xét", "Năm đề nghị", "Năm khen thưởng"),
    "achievement": ("Thành tích", "Tóm tắt thành tích", "Nội dung thành tích", "Thành tích tiêu biểu", "Lý do khen"),
    "happened": ("Ngày lập thành tích", "Ngày có thành tích", "Ngày xảy ra"),
    "votes_for": ("Số phiếu", "Số phiếu đồng ý", "Phiếu đồng ý", "Số phiếu tán thành", "Đồng ý", "Kết quả bỏ phiếu",
                  "Kết quả bình xét"),
    "votes_of": ("Tổng số phiếu", "Số người dự", "Số phiếu phát ra", "Tổng số", "Số thành viên"),
    "papers": ("Giấy tờ kèm theo", "Hồ sơ kèm theo", "Tài liệu kèm theo"),
}  # fmt: skip
HONOUR: Mapping[str, Sequence[str]] = {
    **PERSON,
    "kind": NOMINATION["kind"],
    "award": NOMINATION["award"],
    "year": ("Năm khen thưởng", "Năm", "Năm được tặng", "Năm danh hiệu"),
    "number": ("Số quyết định", "Quyết định số", "Số QĐ", "Số, ký hiệu quyết định", "Quyết định"),
    "day": ("Ngày quyết định", "Ngày ký", "Ngày QĐ", "Ngày, tháng quyết định", "Ngày ban hành"),
    "issuer": ("Cơ quan ban hành", "Cấp khen", "Cơ quan ra quyết định", "Người ký", "Cấp quyết định", "Nơi ban hành"),
    "checked_by": ("Người kiểm chứng", "Đã đối chiếu bởi", "Người đối chiếu"),
}  # fmt: skip
