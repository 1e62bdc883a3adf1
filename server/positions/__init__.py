"""Live point, last known point, cells, the nearest, the trail."""
