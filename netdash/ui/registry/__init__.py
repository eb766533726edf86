"""Every table: found, filtered, read, edited in place, added to, removed from, downloaded.

``address`` is what the page's address asks for, ``rows`` which rows that is, ``columns`` which columns; ``reading`` and
``editing`` are the two grids, ``typed`` what was typed into the second; ``card`` is one row and ``form`` its fields.
"""
