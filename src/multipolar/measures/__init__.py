"""Pure numerical functions on arrays: they know nothing of states, files or years."""
