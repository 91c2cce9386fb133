"""The command line: noun then verb; stdout is data, stderr is talk."""
