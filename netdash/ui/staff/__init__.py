"""The people of the network: by place and category, in a list to be filtered, each with a card.

``people`` gathers them once a snapshot, ``view`` is what the address asks for; ``overview`` counts, ``listing`` lists,
``card`` shows one of them.
"""
