"""What an append, a load, a replay and a crowd of writers cost here, beside a bare log and beside a peer."""
