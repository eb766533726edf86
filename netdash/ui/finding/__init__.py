"""Finding: ``field`` is the one search field beside the navigation, ``page`` what it finds."""
