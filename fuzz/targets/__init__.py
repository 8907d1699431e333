"""One module for each thing that is fuzzed: ``check(data)``, which raises when an answer breaks a promise, ``seeds()``,
and ``WORDS`` that its language is made of."""
