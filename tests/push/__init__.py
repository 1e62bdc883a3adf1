"""Web push: rules, keys, delivery."""
