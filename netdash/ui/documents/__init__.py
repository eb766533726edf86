"""Documents: who has which agreement, what runs out when, what waits, what hangs on an agreement that is missing.

``view`` is what the address asks for, ``standing`` the matrix with its figures, ``lists`` the other parts of the page.
"""
