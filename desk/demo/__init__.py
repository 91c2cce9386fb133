"""The demonstration: a believable year of one commune, played by people's commands through real parts."""
