"""A whole installation on one machine: servers, simulated tenant, processes."""
