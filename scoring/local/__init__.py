"""The local assessor: evidence found by rules, synonyms and relations, without a model."""

from scoring.local.assessor import LocalAssessor, rules_version

__all__ = ["LocalAssessor", "rules_version"]
