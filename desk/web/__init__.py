"""The pages: made on the server, usable without script, in the words of people's own papers."""
