"""One function for each kind of test: from its declaration to what it found."""
