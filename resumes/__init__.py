"""Files to visible text."""
