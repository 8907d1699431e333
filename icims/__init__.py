"""The applicant tracking system: client, events, field mapping, simulator."""
