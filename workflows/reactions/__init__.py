"""What each flow does with a batch of events, as plain generators of steps; Prefect only carries them."""
