"""Places: the communes of France, today; associations and venues, later."""
