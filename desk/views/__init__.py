"""What readers are shown, as plain views with a published schema; the same for the terminal, pages and programs."""
