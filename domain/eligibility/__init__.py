"""Điều kiện, tiêu chuẩn: what a dossier is judged by, each condition a pure question put to one case."""
