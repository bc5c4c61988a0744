"""State-year and dyad-year tables: how they are built, stored, compared and read."""
