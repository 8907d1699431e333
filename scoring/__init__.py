"""The domain: requisition, rubric, resume, profile, assessment, score. Frozen values and pure functions."""
