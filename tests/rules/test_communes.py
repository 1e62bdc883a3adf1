"""The communes of France, and the size of the privacy cell they decide."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.geo import Point, distance
from server.places import communes
from server.places.boxes import box_of, touching
from server.places.communes import CELL_RADII_M, Commune

ANYWHERE = (st.floats(-90, 90), st.floats(-180, 180))
FRANCE = (st.floats(42.3, 51.1), st.floats(-4.8, 8.2))


def apart_km(commune: Commune, lat: float, lon: float) -> float:
    return distance(Point(commune.lat, commune.lon), Point(lat, lon)) / 1000


def test_a_code_names_its_commune() -> None:
    lyon = communes.by_code("69123")
    assert lyon is not None
    assert (lyon.name, lyon.department, lyon.exact) == ("Lyon", "69", True)
    assert lyon.population > 500_000


def test_an_unknown_code_names_nothing() -> None:
    assert communes.by_code("00000") is None
    assert communes.by_postcode("00000") == []


def test_a_postcode_lists_its_communes_the_largest_first() -> None:
    served = communes.by_postcode("01400")
    assert len(served) > 3
    assert all(a.population >= b.population for a, b in pairwise(served))


def test_corsica_and_overseas_are_france() -> None:
    assert communes.by_postcode("20000")[0].name == "Ajaccio"
    saint_denis = communes.nearest(-20.88, 55.45)
    assert saint_denis is not None
    assert saint_denis.department == "974"


def test_nine_in_ten_live_in_a_commune_with_a_point_of_its_own() -> None:
    everywhere = communes.everywhere()
    people = sum(c.population for c in everywhere)
    assert sum(c.population for c in everywhere if c.exact) > 0.89 * people


@settings(max_examples=60, deadline=None)
@given(*FRANCE)
def test_nearest_agrees_with_looking_at_every_commune(lat: float, lon: float) -> None:
    exact = [c for c in communes.everywhere() if c.exact]
    best = min(apart_km(c, lat, lon) for c in exact)
    found = communes.nearest(lat, lon)
    if found is None:
        assert best > 60
    else:
        assert apart_km(found, lat, lon) == pytest.approx(best, abs=1e-6)


@settings(max_examples=300, deadline=None)
@given(*ANYWHERE)
def test_nothing_is_near_beyond_sixty_kilometres(lat: float, lon: float) -> None:
    found = communes.nearest(lat, lon)
    assert found is None or apart_km(found, lat, lon) <= 60


@settings(max_examples=25, deadline=None)
@given(*ANYWHERE, st.floats(0.1, 400))
def test_population_within_agrees_with_adding_up(lat: float, lon: float, km: float) -> None:
    near = [c for c in communes.everywhere() if apart_km(c, lat, lon) <= km]
    assert communes.population_within(lat, lon, km) == sum(c.population for c in near)


@settings(max_examples=200, deadline=None)
@given(*ANYWHERE, st.floats(1, 50_000))
def test_a_circle_touches_the_box_of_its_centre(lat: float, lon: float, radius_m: float) -> None:
    assert box_of(Point(lat, lon)) in touching(Point(lat, lon), radius_m)


@pytest.mark.parametrize(
    ("place", "lat", "lon", "level"),
    [
        ("Paris", 48.8566, 2.3522, 0),
        ("Lyon", 45.7578, 4.832, 0),
        ("Lille", 50.6366, 3.0635, 0),
        ("a small town", 47.997, 2.733, 1),
        ("the countryside", 48.3, 1.7, 1),
        ("the high Alps", 44.92, 6.41, 2),
        ("another country", 40.4, -3.7, 2),
        ("the pole", 90.0, 0.0, 2),
        ("the date line", 12.0, 180.0, 2),
    ],
)
def test_the_cell_grows_where_few_people_live(
    place: str, lat: float, lon: float, level: int
) -> None:
    assert communes.cell_level(lat, lon) == level, place


@settings(max_examples=200, deadline=None)
@given(*FRANCE)
def test_the_cell_is_the_smallest_that_holds_two_thousand(lat: float, lon: float) -> None:
    level = communes.cell_level(lat, lon)
    density = communes.population_within(lat, lon, 8) / 64
    assert level == 2 or density * (CELL_RADII_M[level] / 1000) ** 2 >= 2_000
    assert level == 0 or density * (CELL_RADII_M[level - 1] / 1000) ** 2 < 2_000


def test_nothing_is_read_before_the_first_question() -> None:
    asked = "from server.places import communes; print(communes._atlas.cache_info().currsize)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
