"""What the fields say together about a pair of states."""
