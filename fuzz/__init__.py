"""What do strangers' bytes break? Coverage-guided fuzzing of every reader and parser (docs/fuzzing.md)."""
