"""One module per command of ``icims-scoring``."""
