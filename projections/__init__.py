"""Read tables and work queues, folded from events by the domain's own `evolve`, and the queries over them."""
