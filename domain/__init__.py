"""What the law lets happen: states, commands, deciders; pure, with no clock, no I/O and no chance."""
