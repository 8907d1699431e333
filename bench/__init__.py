"""How fast is it, and what survives: figures measured on a whole installation."""
