"""Help: what people ask in a week, each in five lines with the links that open the right place."""
