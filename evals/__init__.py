"""How good is the scoring? Measures on real data that does not ship."""
