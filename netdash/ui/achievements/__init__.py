"""What people won: by year, level, place and subject, who stands where, and the rows behind each figure.

``view`` is what the address asks for; ``controls`` hold the figures to something, ``totals`` answer, ``standings`` rank.
"""
