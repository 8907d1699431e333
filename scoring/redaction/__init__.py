"""What an outside model must not see of a candidate, taken out of a text in a way that quotes find back."""

from scoring.redaction.leaking import leaks
from scoring.redaction.model import Identity, Redaction, RedactionKind, Removal
from scoring.redaction.redacting import redact

__all__ = ["Identity", "Redaction", "RedactionKind", "Removal", "leaks", "redact"]
