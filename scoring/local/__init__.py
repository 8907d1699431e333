"""The local assessor: rates a profile against a rubric without any model call."""
