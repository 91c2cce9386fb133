"""Plan files: a movement's launch document as YAML that a clerk can write."""
