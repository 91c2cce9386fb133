"""Bộ hồ sơ của đơn vị và danh sách trình lên: a set from draft to withdrawal, and lists sent on."""
