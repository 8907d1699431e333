"""Claude as an Assessor."""
