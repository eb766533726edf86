"""The network on one page: a scheme of places and what joins them, a card for each place, the programme they share.

``view`` is what the address asks for and what was computed for it; ``geometry`` says where everything stands, ``plane`` draws
it; ``panel`` is what stands beside, ``seat`` the form that moves a place, ``card`` all that is known of a place, ``programme``
goal, tasks and directions.
"""
