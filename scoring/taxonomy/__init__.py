"""Names of skills: aliases, relations, and which mention means which."""
