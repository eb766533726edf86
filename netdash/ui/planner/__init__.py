"""What happens on which day: drawn as days, months and lanes, moved, cancelled, taken along in a phone.

``view`` is what the page's address asks for; ``days``, ``month``, ``lanes`` and ``cover`` are the ways to look at it, ``card``
is one event, ``moving`` its dialogs; ``files`` hands the calendar out and ``feed`` serves it to phones.
"""
