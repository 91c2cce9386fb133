"""Where people work: the command line, plan files, settings shown, and later pages and the API."""
