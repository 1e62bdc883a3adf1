"""The gazetteer that actions are handed: what the communes know about a point."""

from __future__ import annotations

from server.places import communes


class Communes:
    """France. Elsewhere: no area, and the largest cell."""

    def level(self, lat: float, lon: float) -> int:
        return communes.cell_level(lat, lon)

    def area(self, lat: float, lon: float) -> tuple[str, str] | None:
        found = communes.nearest(lat, lon)
        return (found.department, found.name) if found else None

    def centre(self, commune: str) -> tuple[float, float] | None:
        """By postcode (its most populous commune), or by INSEE code."""
        exact = communes.by_code(commune)
        known = communes.by_postcode(commune) or ([exact] if exact else [])
        placed = [found for found in known if found.located]
        largest = max(placed, key=lambda found: found.population, default=None)
        return (largest.lat, largest.lon) if largest else None
