"""Vietnamese words as people order, compare and look for them; nothing here changes a name as it was written."""
