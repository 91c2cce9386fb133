"""Letters made from plain views, and the post that takes them; nothing here knows where the words come from."""
