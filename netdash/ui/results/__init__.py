"""Results by subject, place and year: what changed, and whether that is a fact.

``view`` is what the address asks for and the figures that answer it; ``telling`` puts comparisons into words; ``controls``
choose, ``tables`` show; ``page`` puts them together.
"""
