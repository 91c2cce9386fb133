"""Files that people bring: what they really are, what they are called, and their way into a dossier or a set."""
