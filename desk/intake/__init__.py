"""Lists from offices' spreadsheets: read safely, matched by heading, checked whole, recorded as one act."""
