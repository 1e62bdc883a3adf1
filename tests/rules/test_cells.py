"""Cells hold their points, everywhere on the globe."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from server.geo import Point, chord, distance, vector
from server.positions import cells

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
LEVELS = st.sampled_from(cells.LEVELS)


@given(LATITUDES, LONGITUDES, LEVELS)
@example(90.0, 0.0, 0)
@example(-90.0, 180.0, 2)
@example(89.99, -180.0, 1)
@example(0.0, 180.0, 0)
@example(0.0, -180.0, 0)
@example(48.8566, 2.3522, 0)
def test_every_point_is_within_the_bound_of_its_cell(lat: float, lon: float, level: int) -> None:
    point = Point(lat, lon)
    centre = cells.cell_of(point, level).centre
    assert chord(vector(point), vector(centre)) <= cells.bound(level)


@given(LATITUDES, LONGITUDES, LEVELS)
def test_a_centre_is_in_its_own_cell(lat: float, lon: float, level: int) -> None:
    centre = cells.cell_of(Point(lat, lon), level).centre
    assert cells.cell_of(centre, level).centre == centre


@given(LATITUDES, LEVELS)
def test_the_date_line_is_no_border(lat: float, level: int) -> None:
    east, west = cells.cell_of(Point(lat, 180.0), level), cells.cell_of(Point(lat, -180.0), level)
    assert east == west


@given(LATITUDES, LONGITUDES, LEVELS)
def test_a_cell_hides_at_least_its_radius(lat: float, lon: float, level: int) -> None:
    """Two points of one cell may be a radius apart: the cell alone does not say which."""
    centre = cells.cell_of(Point(lat, lon), level).centre
    radius = cells.RADII_M[level]
    edge = Point(centre.lat, centre.lon)
    while cells.cell_of(edge, level).centre == centre and distance(edge, centre) < radius:
        edge = Point(edge.lat + (-0.0005 if centre.lat > 0 else 0.0005), edge.lon)
    assert distance(edge, centre) >= radius * 0.5


@given(LATITUDES, LONGITUDES)
def test_chords_order_as_distances_do(lat: float, lon: float) -> None:
    here, near, far = Point(lat, lon), Point(lat * 0.999, lon), Point(-lat, lon - 180)
    by_chord = chord(vector(here), vector(near)) <= chord(vector(here), vector(far))
    assert by_chord == (distance(here, near) <= distance(here, far))
