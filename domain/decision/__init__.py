"""Quyết định khen thưởng: one decision from its draft to the archive; or received from elsewhere."""
