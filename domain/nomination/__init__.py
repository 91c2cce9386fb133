"""Hồ sơ đề nghị khen thưởng: one dossier from draft to archive."""
