"""Phiên họp Hội đồng: one meeting of a council; the council advises, nothing here decides an award."""
