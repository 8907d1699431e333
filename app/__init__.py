"""HTTP and the command line: parse, call, answer."""
