"""What a relationship consists of: fields, and the indicators that measure them."""
