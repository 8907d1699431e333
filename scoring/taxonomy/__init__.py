"""Names of skills: aliases, relations, and which mention means which."""

from scoring.taxonomy.lookup import Taxonomy, find_literal, find_literal_in, load_taxonomy, use_extra_taxonomy
from scoring.taxonomy.model import Kind, Mention, Skill
from scoring.taxonomy.tokens import Tokens, tokenise

__all__ = [
    "Kind",
    "Mention",
    "Skill",
    "Taxonomy",
    "Tokens",
    "find_literal",
    "find_literal_in",
    "load_taxonomy",
    "tokenise",
    "use_extra_taxonomy",
]
