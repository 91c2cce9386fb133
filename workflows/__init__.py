"""What happens when: commands handled at once, reactions run as flows, the clock, the mailroom."""
